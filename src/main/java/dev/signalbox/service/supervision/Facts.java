package dev.signalbox.service.supervision;

import dev.signalbox.service.Intent.Value;
import dev.signalbox.service.Intent.Verdict;
import dev.signalbox.service.Reason;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// All that decides whether a service is started by itself (rule 26). Pure data, of one moment.
///
/// @param desired what persons want, those included who wait in its queue
/// @param autostart whether its definition says that it starts with the engine
/// @param found whether it ran when the engine came, and nobody has stopped it since
/// @param neededBy a service that is wanted and needs it; empty if there is none
/// @param actual what the driver says
/// @param pending what waits or runs in its queue, or was submitted and is not answered yet; empty for nothing
/// @param verdict why it is left as it is, `null` for nothing
/// @param retryAt when it is tried again, `null` if that needs not be waited for
/// @param held how its queue is held, for people: `held by operator: maintenance`; empty if it is not
/// @param missing the dependencies that are not reached yet
/// @param portUser a service of the workspace that holds one of its ports and is about to stop; empty for none
/// @param trouble why it cannot be started as it is defined; empty if it can
/// @param refusal why its last start was refused, for as long as that is left alone; empty if it was not
/// @param unstopped what there is to say if it shall be stopped and runs on; empty if that is as it should be
/// @param closing whether the engine ends
public record Facts(
        Value desired,
        boolean autostart,
        boolean found,
        String neededBy,
        Actual actual,
        String pending,
        @Nullable Verdict verdict,
        @Nullable Instant retryAt,
        String held,
        List<Missing> missing,
        String portUser,
        String trouble,
        String refusal,
        String unstopped,
        boolean closing) {

    /// What a service does, as far as it matters here.
    public enum Actual {
        DOWN,
        UP,
        /// It cannot be said, which is never down (rule 26c).
        UNKNOWN,
        /// Processes of it run that another engine has started. Neither is that down.
        ELSEWHERE
    }

    /// A dependency that is not reached.
    ///
    /// @param why for people: `stopped by operator`
    public record Missing(String service, String why) {}

    public Facts {
        missing = List.copyOf(missing);
    }

    /// The same if nothing waited or ran for it.
    Facts idle() {
        return new Facts(
                desired,
                autostart,
                found,
                neededBy,
                Actual.DOWN,
                "",
                verdict,
                null,
                "",
                missing,
                portUser,
                trouble,
                "",
                unstopped,
                closing);
    }

    /// Whether it shall run: somebody wants it to, or nobody ever said and it starts with the engine, is needed,
    /// or was found running. Only a person's stop closes the way (rule 25a).
    public boolean isWanted() {
        return isWanted(desired, autostart || found || !neededBy.isEmpty());
    }

    /// @param otherwise whether it is wanted where nobody ever said
    static boolean isWanted(Value desired, boolean otherwise) {
        return switch (desired) {
            case RUNNING -> true;
            case STOPPED -> false;
            case UNSET -> otherwise;
        };
    }

    /// What is to be done for the service, or why nothing is.
    public Decision decide() {
        if (closing) {
            return new Decision.Nothing(Reason.Code.CLOSING, "the engine ends");
        }
        if (actual == Actual.ELSEWHERE) {
            return new Decision.Nothing(Reason.Code.ELSEWHERE, "another engine has started it");
        }
        if (!isWanted()) {
            return desired == Value.STOPPED
                    ? whenStopped()
                    : new Decision.Nothing(Reason.Code.UNSET, "nobody has asked for it");
        }
        return switch (actual) {
            case UP -> new Decision.Nothing(Reason.Code.RUNS, "it runs");
            case UNKNOWN, ELSEWHERE -> new Decision.Nothing(Reason.Code.UNKNOWN, "what it does is not known");
            case DOWN -> whenDown();
        };
    }

    private Decision whenStopped() {
        return actual == Actual.UP && pending.isEmpty() && !unstopped.isEmpty()
                ? new Decision.Nothing(Reason.Code.UNSTOPPED, unstopped)
                : new Decision.Nothing(Reason.Code.STOPPED, "it shall be stopped");
    }

    private Decision whenDown() {
        if (!pending.isEmpty()) {
            return new Decision.Nothing(Reason.Code.PENDING, pending);
        }
        if (verdict != null) {
            return new Decision.Nothing(Reason.Code.valueOf(verdict.kind().name()), verdict.text());
        }
        if (retryAt != null) {
            return new Decision.Wait(Reason.Code.RETRY, "for its next try", "");
        }
        if (!held.isEmpty()) {
            return new Decision.Wait(Reason.Code.HELD, "its queue is " + held, "");
        }
        if (!trouble.isEmpty()) {
            return new Decision.Wait(Reason.Code.TROUBLE, trouble, "");
        }
        if (!missing.isEmpty()) {
            var first = missing.getFirst();
            return new Decision.Wait(
                    Reason.Code.DEPENDENCY, "for " + first.service() + ", " + first.why(), first.service());
        }
        if (!portUser.isEmpty()) {
            return new Decision.Wait(Reason.Code.PORT, "for " + portUser + " to leave its port", portUser);
        }
        if (!refusal.isEmpty()) {
            return new Decision.Wait(Reason.Code.JOURNAL, refusal, "");
        }
        return new Decision.Start(why());
    }

    private String why() {
        return switch (desired) {
            case RUNNING -> "";
            case UNSET, STOPPED -> autostart || neededBy.isEmpty() ? "" : "needed by " + neededBy;
        };
    }
}
