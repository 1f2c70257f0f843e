package dev.signalbox.service.supervision;

import dev.signalbox.code.Code;
import dev.signalbox.code.Coded;
import dev.signalbox.operation.OperationContext;
import dev.signalbox.service.DriverStatus.Exited;
import dev.signalbox.service.PortHeldException;
import org.jspecify.annotations.Nullable;

/// How the run of an operation ended, for what is said of its service afterwards.
///
/// @param calledOff whether somebody called it off; then it says nothing about the service
/// @param problem why it failed, for people; empty if it did not
/// @param code the same, for programs; means nothing if it did not
/// @param blocker the service that holds a port that is needed; empty if none does
/// @param exit how the process ended that it started, `null` if that was not seen
record Ending(
        boolean calledOff,
        String problem,
        Code code,
        String blocker,
        @Nullable Exited exit) {
    static final Ending GOOD = new Ending(false, "", Code.FAILED, "", null);

    /// The end by an error of the program.
    static final Ending BROKEN = new Ending(false, "failed", Code.INTERNAL, "", null);

    /// The end of an operation that somebody has called off.
    static final Ending CALLED_OFF = new Ending(true, "", Code.USER, "", null);

    /// The end by `e`, of an operation that was asked to stop or not.
    static Ending by(Exception e, OperationContext work) {
        var late = work.stopRequested() && work.remaining().isZero();
        if (e instanceof OperationContext.AbandonedException || (work.stopRequested() && !late)) {
            return CALLED_OFF;
        }
        var blocker = e instanceof PortHeldException held ? held.service() : "";
        return late
                ? new Ending(false, "timed out", Code.TIMED_OUT, blocker, null)
                : new Ending(false, text(e), e instanceof Coded coded ? coded.code() : Code.FAILED, blocker, null);
    }

    private static String text(Exception e) {
        var message = e.getMessage();
        return message == null || message.isEmpty() ? e.getClass().getSimpleName() : message;
    }

    Ending with(@Nullable Exited end) {
        return new Ending(calledOff, problem, code, blocker, end);
    }

    boolean failed() {
        return !problem.isEmpty();
    }
}
