package dev.signalbox.engine;

import dev.signalbox.journal.Interruption;
import dev.signalbox.journal.RecordedOperation;
import dev.signalbox.operation.Operation;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.QueueSnapshot;
import dev.signalbox.operation.Source;
import dev.signalbox.operation.Source.Road;
import dev.signalbox.service.Intent.Value;
import dev.signalbox.service.ServiceSnapshot;
import dev.signalbox.service.ServiceState;
import dev.signalbox.text.PlainText;
import org.jspecify.annotations.Nullable;

/// What comes of an operation that the end of an engine cut off. It is not done again by itself (rule 23), but what
/// is wanted is made so (rule 26): this tells what of that was done, or will be.
///
/// @param text for people: `is started again: it was wanted to run`
/// @param offered whether a person asked for it, nobody has asked for anything else since, and it comes about only
///     if it is submitted again
public record Sequel(String text, boolean offered) {
    public Sequel {
        text = PlainText.line(text);
    }

    private static final String NOTHING = "nothing: ";
    private static final Sequel GONE = new Sequel(NOTHING + "the workspace has no such service any more", false);

    /// What comes of one operation, as far as can be said now.
    ///
    /// @param cut one of the operations of `interruption`
    /// @param now its service; `null` if the workspace has it no more
    public static Sequel of(Interruption interruption, RecordedOperation cut, @Nullable ServiceSnapshot now) {
        if (now == null) {
            return GONE;
        }
        var later = now.intent().desired().operation();
        if (later > cut.id()) {
            return nothing("#" + later + " came after it");
        }
        var pending = pending(now.queue());
        if (!pending.isEmpty()) {
            return new Sequel(pending, false);
        }
        var isHalf = interruption.isHalf(cut);
        if (cut.operation().kind() == OperationKind.STOP && !isHalf) {
            return isDown(now) ? down(now) : up(cut, now);
        }
        var anew = isHalf || cut.operation().kind() == OperationKind.RESTART;
        var since = now.status().since();
        var fresh = since != null && since.isAfter(interruption.at());
        return started(cut, now, anew, fresh);
    }

    private static Sequel nothing(String why) {
        return new Sequel(NOTHING + why, false);
    }

    /// What is at work for the service, or waits, empty if nothing does.
    private static String pending(QueueSnapshot queue) {
        var active = queue.active();
        if (active != null) {
            return pending(active.operation(), "runs");
        }
        return queue.waiting().isEmpty()
                ? ""
                : pending(queue.waiting().getFirst().operation(), "waits");
    }

    private static String pending(Operation operation, String how) {
        return (starts(operation) ? "is started again: " : NOTHING) + operation.label() + " " + how;
    }

    /// Whether it is a start that the engine has decided.
    private static boolean starts(Operation operation) {
        var road = operation.source().road();
        return operation.kind() == OperationKind.START && (road == Road.AUTOSTART || road == Road.CRASH_RECOVERY);
    }

    private static boolean isDown(ServiceSnapshot now) {
        return switch (now.status().state()) {
            case STOPPED, FAILED, BACKOFF -> true;
            case STARTING, RUNNING, RESTARTING, STOPPING, UNKNOWN -> false;
        };
    }

    // --- after a stop ---

    private static Sequel down(ServiceSnapshot now) {
        var code = now.why().code();
        return switch (code) {
            case STARTS -> new Sequel(starts(now), false);
            default -> code.waits() ? new Sequel(waits(now), false) : nothing("it does not run");
        };
    }

    private static Sequel up(RecordedOperation cut, ServiceSnapshot now) {
        if (now.status().state() == ServiceState.UNKNOWN) {
            return nothing("what it does is not known");
        }
        // Where it was kept running, that was said of this very stop.
        var kept = now.intent().desired().operation() == cut.id()
                && now.intent().desired().value() == Value.RUNNING;
        return switch (now.why().code()) {
            case UNSTOPPED -> new Sequel(now.why().text(), isAsked(cut));
            default -> new Sequel(NOTHING + "it runs", isAsked(cut) && !kept);
        };
    }

    // --- after a start or restart ---

    /// @param anew whether what had run before was to be replaced
    /// @param fresh whether what runs was started after the engine's end
    private static Sequel started(RecordedOperation cut, ServiceSnapshot now, boolean anew, boolean fresh) {
        // What had begun may have had its effect.
        var withdrawn = isAsked(cut) && cut.startedAt() == null;
        var why = now.why();
        return switch (why.code()) {
            case STARTS -> new Sequel(starts(now), false);
            case RETRY, HELD, DEPENDENCY, PORT, TROUBLE, JOURNAL -> new Sequel(waits(now), false);
            case RUNS -> {
                if (fresh) {
                    yield new Sequel("was started again" + by(now.queue()), false);
                }
                yield anew ? new Sequel(NOTHING + "it runs, and was not restarted", withdrawn) : nothing("it runs");
            }
            case GAVE_UP, LEFT -> new Sequel("is left as it is: " + why.text(), withdrawn);
            case FULFILLED -> new Sequel(NOTHING + why.text(), withdrawn);
            case UNSET, STOPPED, UNSTOPPED -> new Sequel("nobody wants it to run", withdrawn);
            case UNKNOWN, ELSEWHERE, PENDING, CLOSING -> nothing(why.text());
        };
    }

    private static String by(QueueSnapshot queue) {
        var last = queue.last();
        return last != null && starts(last.operation())
                ? " by " + last.operation().label()
                : "";
    }

    private static String starts(ServiceSnapshot now) {
        var why = now.why().text();
        if (!why.isEmpty()) {
            return "is started again: " + why;
        }
        if (now.intent().desired().value() == Value.RUNNING) {
            return "is started again: it was wanted to run";
        }
        return now.latestDefinition().autostart()
                ? "is started: it starts with the engine"
                : "is started again: it was running";
    }

    private static String waits(ServiceSnapshot now) {
        var text = now.why().text();
        return text.startsWith("for ") ? "waits " + text : "waits: " + text;
    }

    /// Whether a person asked for it: also who reloads a workspace asks for what that comes to, and nobody else
    /// does it again.
    private static boolean isAsked(RecordedOperation cut) {
        Source source = cut.operation().source();
        return !source.road().automatic() || source.road() == Road.RELOAD;
    }
}
