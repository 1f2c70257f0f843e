package dev.signalbox.engine;

import dev.signalbox.operation.BulkPlan;
import dev.signalbox.operation.Operation;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.PlanSubmission;
import dev.signalbox.operation.PutBack;
import dev.signalbox.operation.Submission;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// What can be asked of an engine, in one name. Safe to use from any thread; nothing here waits. What is returned
/// completes, never exceptionally, when the engine has answered.
public interface EngineRequests {

    /// The same in the same name, where each operation that is asked for has these words with it. What was cut off
    /// and is submitted again keeps its own where there are none here.
    ///
    /// @param why in the words of who asks, see [dev.signalbox.operation.Why]; empty if there are none
    /// @throws IllegalArgumentException if it has a problem
    EngineRequests because(String why);

    // --- operations ---

    /// Asks for an operation.
    ///
    /// @return completes once the operation is recorded, or nothing was queued
    CompletionStage<Submission> submit(String service, OperationKind kind, Map<String, String> parameters);

    /// Queues all operations of a plan, or none.
    ///
    /// @return completes as that of [#submit(String, OperationKind, Map)] does
    CompletionStage<PlanSubmission> submit(BulkPlan plan);

    /// Submits again what was cut off. What was part of a plan becomes one again.
    ///
    /// @param operations of [Engine#cutOff], in the order in which they were asked for
    /// @return completes as that of [#submit(String, OperationKind, Map)] does. An engine that serves many refuses
    ///     all if it was dismissed meanwhile
    CompletionStage<Resubmission> submitAgain(List<Operation> operations);

    /// Puts operations of a service back where they stood in its line, see
    /// [dev.signalbox.operation.OperationQueue#putBack].
    ///
    /// @param operations their numbers
    /// @param line the numbers of what waited as it stood, next first
    /// @return completes as that of [#submit(String, OperationKind, Map)] does
    CompletionStage<PutBack> putBack(String service, List<Long> operations, List<Long> line);

    /// Tells nobody any more of what was cut off, as long as the engine runs.
    ///
    /// @param id of [Engine#cutOff]; another end, that nobody has seen yet, is not dismissed
    CompletionStage<Answer> dismissCutOff(String id);

    /// Stops a service before anything else.
    ///
    /// @return completes as that of [#submit(String, OperationKind, Map)] does
    CompletionStage<Submission> stopNow(String service);

    /// Ends a service by force, whatever runs, waits or is held there.
    ///
    /// @return completes as that of [#submit(String, OperationKind, Map)] does
    CompletionStage<Submission> kill(String service);

    /// Calls an operation off (rules 11 to 13).
    CompletionStage<Answer> cancel(long operation);

    /// Calls off all of a plan that has not begun.
    CompletionStage<Answer> cancelPlan(long plan);

    /// Moves a waiting operation to `position` of its queue, 0 is next; beyond the end is the end.
    CompletionStage<Answer> move(long operation, int position);

    // --- services ---

    /// Starts a service that has failed no more by itself.
    CompletionStage<Answer> stopRetrying(String service);

    /// Lets a service go on that runs although it was to be stopped: it shall run from now on.
    CompletionStage<Answer> keepRunning(String service);

    /// Takes over what runs of a service that another engine has started, over another state folder: from now on
    /// it is this engine's. Pointless while that engine lives, and where there is nothing.
    CompletionStage<Answer> takeOver(String service);

    /// Lets a service's schedule start nothing, until it is resumed.
    CompletionStage<Answer> suspendSchedule(String service);

    /// Undoes [#suspendSchedule].
    CompletionStage<Answer> resumeSchedule(String service);

    // --- queues ---

    /// Holds a service's queue, also when there is another engine.
    ///
    /// @param why in the words of who asks, empty if there are none
    /// @param until when it ends by itself, wall clock; `null` if it does not
    CompletionStage<Answer> hold(String service, String why, @Nullable Instant until);

    /// Undoes [#hold].
    CompletionStage<Answer> resume(String service);

    /// As [#hold], for every queue.
    CompletionStage<Answer> holdAll(String why, @Nullable Instant until);

    /// Undoes [#holdAll].
    CompletionStage<Answer> resumeAll();

    /// Cancels all that waits for a service.
    CompletionStage<Answer> clear(String service);

    /// Merges what waits for a service as its policy `coalesce` would.
    CompletionStage<Answer> mergeDuplicates(String service);

    /// Gives up the body of a wedged service.
    CompletionStage<Answer> abandon(String service);
}
