package dev.signalbox.operation;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// The work of a service's operations: what starts, stops and restarts it.
@FunctionalInterface
public interface OperationBody {

    /// Does what [OperationContext#operation()] asks. Called on a fresh virtual thread, never twice at the
    /// same time for one service.
    ///
    /// Returning normally is success, throwing anything is failure. The body may also return a stage, if its work
    /// goes on after its thread has ended; the operation then ends with the stage. The queue never completes that
    /// stage, and does not start the next operation before it has completed (rule 3).
    ///
    /// At the deadline and on a cancellation the thread is interrupted, and [OperationContext#stopRequested] says
    /// so from then on; a body should then end soon, throwing what it likes.
    @Nullable
    CompletionStage<?> run(OperationContext context) throws Exception;

    /// The persons' stops that wait for the service are others now: one was accepted, or one was withdrawn before it
    /// began. What a stop asks for holds from its acceptance on, so its ticket waits for this. Must not block.
    default CompletionStage<?> stopsChanged() {
        return CompletableFuture.completedStage(null);
    }

    /// A person has called off a start, and so has asked for the service to be stopped: one that the program wanted
    /// by itself, one that was at work, or that of a planned restart that has stopped the service (rule 25). Told
    /// before the operation ends, with a lock held: must neither block nor ask for anything.
    default void declined(Operation start) {}

    /// What a person asked for was cancelled before it began, as something that it needed did not succeed: he wants
    /// it all the same (rule 25). Must not block.
    default void wanted(Operation operation) {}

    /// What a person has asked for has become one with what the program wanted by itself, whose work has begun: that
    /// is his from now on (rule 28b). Must not block.
    default void takenOver(Operation running, Operation by) {}

    /// Sends SIGKILL to all that runs of the service, whatever [#run] does meanwhile. Called on a thread of its own
    /// when a kill has been accepted (rule 28d); its operation, a stop, comes after and sees to the rest.
    default void kill(Operation operation) {}
}
