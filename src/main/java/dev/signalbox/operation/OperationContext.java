package dev.signalbox.operation;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What a running body may ask and tell of its operation. Safe to use from any thread.
public interface OperationContext {

    /// The operation that runs.
    Operation operation();

    /// Time left until the deadline, zero when it has passed.
    Duration remaining();

    /// Reports a fact: "SIGTERM sent".
    void step(String text);

    /// Reports that the service is already as the operation wants it, so that this changes nothing: "already
    /// running as pid 4711".
    void nothingToDo(String why);

    /// Reports that there is nothing to do as nobody wants it, unless a person has asked for the same by now. One
    /// who does so later gets an operation of his own.
    ///
    /// @return whether nobody has
    boolean pointless(String why);

    /// Reports what goes on from now until the next report: "waiting for 3 processes to exit".
    void doing(String text);

    /// Tells that the work is done as far as those need it who do not wait for its success: a service has
    /// started, and is not ready yet. Members of a bulk plan that wait for that may start now.
    void underway();

    /// Whether the operation was asked to stop, by its deadline, a cancellation or a forced close.
    boolean stopRequested();

    /// Why it was called off, `null` if it was not; then a stop was requested by its deadline, if at all. Where
    /// another operation has superseded it, that one comes next and goes on with what this one leaves.
    @Nullable
    Cancellation cancellation();

    /// Whether what it has begun stays although it was called off: where the engine ends, which is no failure of
    /// what runs (rule 29), where another operation goes on with it (28d), and where it is a restart (25). Else a
    /// start that was called off leaves nothing.
    default boolean leavesWhatItBegan() {
        return switch (cancellation()) {
            case null -> false;
            case Cancellation.Superseded _, Cancellation.Shutdown _ -> true;
            default -> operation().kind() != OperationKind.START;
        };
    }

    /// Whether it was called off as the engine ends: then nothing is signalled any more.
    default boolean letsGo() {
        return cancellation() instanceof Cancellation.Shutdown;
    }

    /// Whether nobody but the program asks for it, by now: a person may have asked for the same, also while it
    /// runs.
    boolean automatic();

    /// Whether it is the stop of a restart that a plan makes of a stop and a start: then nobody wants the service
    /// to be stopped.
    boolean isHalf();

    /// Tells of an effect that showed after the body had ended: "it has ended after all".
    void late(String effect);

    /// Runs `action` once if an operator gives this body up, at once if that has happened already. For those who
    /// show what the body does. The action must not block.
    void onAbandoned(Runnable action);

    /// To be called before each effect on the service.
    ///
    /// @throws AbandonedException if an operator gave this body up; the service may then belong to a later
    ///     operation
    void requireLive();

    /// Thrown in a body that was abandoned, when it tries to touch its service (rule 9).
    final class AbandonedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        AbandonedException(Operation operation) {
            super(operation.label() + " was abandoned and may not touch " + operation.service() + " any more");
        }
    }
}
