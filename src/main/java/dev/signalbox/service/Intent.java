package dev.signalbox.service;

import dev.signalbox.operation.Why;
import dev.signalbox.text.PlainText;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What is wanted of one service and outlives the engine: not what was done, but what shall be (rule 25). Immutable.
///
/// @param desired what a person asked for last
/// @param verdict why it is not started although it is desired to run, `null` if nothing keeps it from that
/// @param hold who holds its queue, `null` if nobody does
/// @param suspension who has suspended its schedule, `null` if nobody has
/// @param followed how far its schedule was followed, `null` if it has none yet
/// @param removed since when the workspace has not had the service, wall clock; `null` while it has
public record Intent(
        Desired desired,
        @Nullable Verdict verdict,
        @Nullable Hold hold,
        @Nullable Suspension suspension,
        @Nullable Followed followed,
        @Nullable Instant removed) {

    /// Nobody has said anything.
    public static final Intent NONE = new Intent(Desired.UNSET, null, null, null, null, null);

    /// What a service shall do.
    public enum Value {
        /// Nobody ever said.
        UNSET,
        RUNNING,
        STOPPED
    }

    /// What a person asked for.
    ///
    /// @param since wall clock; `null` if nobody ever said
    /// @param by who, and by what operation, for people; empty if nobody ever said
    /// @param operation the id of the operation that asked, 0 for none
    public record Desired(Value value, @Nullable Instant since, String by, long operation) {
        public Desired {
            by = PlainText.line(by);
        }

        /// Nobody ever said.
        public static final Desired UNSET = new Desired(Value.UNSET, null, "", 0);
    }

    /// Why a service that is desired to run is not started any more. Lifted by a person's start or restart, a
    /// changed definition of the service, or a new boot (rules 26a and b).
    ///
    /// @param kind what was found
    /// @param text why, for people
    /// @param at wall clock
    /// @param boot in which it was given
    /// @param definition the fingerprint of the definition that it was about
    public record Verdict(Kind kind, String text, Instant at, String boot, String definition) {
        public Verdict {
            text = PlainText.line(text);
        }

        /// The verdicts.
        public enum Kind {
            /// It was tried too often: a crash loop.
            GAVE_UP,
            /// Its policy leaves it ended.
            LEFT,
            /// It is a job, and has done what it shall do.
            FULFILLED
        }
    }

    /// A hold of a queue.
    ///
    /// @param since wall clock
    /// @param by who holds it
    /// @param why in words of his own, see [Why]; empty if he gave none
    /// @param until when it ends by itself, `null` if it does not
    public record Hold(
            Instant since, String by, String why, @Nullable Instant until) {
        /// @throws IllegalArgumentException if why is too long
        public Hold {
            if (why.codePointCount(0, why.length()) > Why.MOST) {
                throw new IllegalArgumentException(
                        "why a queue is held has " + why.length() + " characters. Allowed: at most " + Why.MOST);
            }
            by = PlainText.line(by);
            why = PlainText.line(why);
        }

        /// By whom and why, for people: `held by operator: maintenance`.
        public String describe() {
            return "held by " + by + (why.isEmpty() ? "" : ": " + why);
        }
    }

    /// A schedule that starts nothing.
    ///
    /// @param since wall clock
    /// @param by who has suspended it
    public record Suspension(Instant since, String by) {
        public Suspension {
            by = PlainText.line(by);
        }
    }

    /// How far a schedule was followed, so that the next engine knows what it has missed.
    ///
    /// @param schedule what it said
    /// @param until wall clock
    public record Followed(String schedule, Instant until) {
        public Followed {
            schedule = PlainText.line(schedule);
        }
    }

    /// The same with something else desired.
    public Intent desiring(Desired other) {
        return new Intent(other, verdict, hold, suspension, followed, removed);
    }

    /// The same with another verdict, or none.
    public Intent judged(@Nullable Verdict other) {
        return new Intent(desired, other, hold, suspension, followed, removed);
    }

    /// The same with another hold, or none.
    public Intent held(@Nullable Hold other) {
        return new Intent(desired, verdict, other, suspension, followed, removed);
    }

    /// The same with its schedule suspended, or not.
    public Intent suspended(@Nullable Suspension other) {
        return new Intent(desired, verdict, hold, other, followed, removed);
    }

    /// The same, its schedule followed so far.
    public Intent followed(Followed other) {
        return new Intent(desired, verdict, hold, suspension, other, removed);
    }

    /// The same of a service that the workspace has not had since `other`, or has.
    public Intent removed(@Nullable Instant other) {
        return new Intent(desired, verdict, hold, suspension, followed, other);
    }

    /// Whether the service was removed before `time`.
    public boolean isRemovedBefore(Instant time) {
        return removed != null && removed.isBefore(time);
    }
}
