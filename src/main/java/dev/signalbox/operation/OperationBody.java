package dev.signalbox.operation;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// The work of a service's operations: what starts, stops and restarts it.
@FunctionalInterface
public interface OperationBody {

    /// Does what [OperationContext#operation()] asks. Called on a fresh virtual thread of the service's executor,
    /// never twice at the same time for one service.
    ///
    /// Returning normally is success, throwing anything is failure. The body may also return a stage, if its work
    /// goes on after its thread has ended; the operation then ends with the stage. The queue never completes that
    /// stage, and does not start the next operation before it has completed (rule 3).
    ///
    /// At the deadline and on a cancellation the thread is interrupted and the actions given to
    /// [OperationContext#onStopRequested] run; a body should then end soon, throwing what it likes.
    @Nullable
    CompletionStage<?> run(OperationContext context) throws Exception;

    /// Sends SIGKILL to all that runs of the service, whatever [#run] does meanwhile. Called on a thread of its own
    /// when a kill has been accepted (rule 28d); its operation, a stop, comes after and sees to the rest.
    default void kill(Operation operation) {}
}
