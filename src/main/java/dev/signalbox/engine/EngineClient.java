package dev.signalbox.engine;

import dev.signalbox.log.LogFiles;
import dev.signalbox.log.LogSlice;
import dev.signalbox.operation.BulkPlan;
import dev.signalbox.operation.Operation;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.PlanSubmission;
import dev.signalbox.operation.Submission;
import dev.signalbox.operation.TimeSource;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// An engine as its operator sees it: what its services and queues are like, and all that can be asked of them.
///
/// Safe to use from any thread. No method waits: what is asked returns at once, and what is looked at is what is
/// known here already. Requests about services or operations that there are not (any more) change nothing.
public interface EngineClient {

    /// The clock on which the snapshots tell their times.
    TimeSource time();

    /// How the engine is reached now.
    Connection connection();

    /// Tries at once to reach an engine to which there is no connection now.
    void reconnect();

    // --- looking ---

    /// The ids of the services, in the order of the workspace.
    List<String> services();

    /// A service as it is now; `null` if there is none of that id (any more).
    @Nullable
    ServiceSnapshot find(String service);

    /// The files with a service's output; `null` if they are not on this machine.
    @Nullable
    LogFiles log(String service);

    /// Reads a service's output where its files are not on this machine.
    ///
    /// @param since the newest lines from this time on, wall clock; `null` for the newest of all
    /// @param newest how many lines are sent at most before those that are written from now on
    /// @return `null` where [#log] is the way to it
    @Nullable
    OutputReader output(String service, @Nullable Instant since, int newest);

    /// What an operation's service wrote from it on. Unlike all others, this method waits for an answer.
    LogSlice written(Operation operation);

    /// Tells `listener` of what happens from now on, until the subscription is closed.
    EngineSubscription subscribe(EngineListener listener);

    /// Asks what the end of the engine before cut off, and what comes of it now.
    ///
    /// @return completes with `null` if that engine ended in good order, or it was dismissed; exceptionally if no
    /// answer
    ///     came
    CompletionStage<@Nullable CutOff> cutOff();

    // --- asking ---

    /// Asks for an operation in the operator's name.
    ///
    /// @return completes, never exceptionally, once the operation is recorded, or nothing was queued
    CompletionStage<Submission> submit(String service, OperationKind kind, Map<String, String> parameters);

    /// Queues all operations of a plan, or none.
    ///
    /// @return completes as that of [#submit(String, OperationKind, Map)] does
    CompletionStage<PlanSubmission> submit(BulkPlan plan);

    /// Submits again, in the operator's name, what was cut off. What was part of a plan becomes one again.
    ///
    /// @param operations of [#cutOff], in the order in which they were asked for
    /// @return completes as that of [#submit(String, OperationKind, Map)] does. An engine that serves many refuses
    /// all if
    ///     it was dismissed meanwhile
    CompletionStage<Resubmission> submitAgain(List<Operation> operations);

    /// Tells nobody any more of what was cut off, as long as the engine runs.
    void dismissCutOff();

    /// The engine ends with its window, or does not after all: meanwhile it starts nothing by itself, and what it
    /// has stopped is started again if it does not end.
    void closing(boolean ends);

    /// Queues the stops with which the engine ends: nobody wants the services to be stopped.
    ///
    /// @return completes as that of [#submit(BulkPlan)] does
    CompletionStage<PlanSubmission> stopToClose(BulkPlan plan);

    /// Stops a service before anything else.
    ///
    /// @return completes as that of [#submit(String, OperationKind, Map)] does
    CompletionStage<Submission> stopNow(String service);

    /// Ends a service by force, whatever runs, waits or is held there.
    ///
    /// @return completes as that of [#submit(String, OperationKind, Map)] does
    CompletionStage<Submission> kill(String service);

    /// Starts a service that has failed no more by itself.
    void stopRetrying(String service);

    /// Lets a service go on that runs although it was to be stopped: it shall run from now on.
    void keepRunning(String service);

    /// Lets a service's schedule start nothing, until it is resumed. Does nothing where it is so already.
    void suspendSchedule(String service);

    /// Undoes [#suspendSchedule].
    void resumeSchedule(String service);

    /// Calls an operation off.
    void cancel(long operation);

    /// Calls off all of a plan that has not begun.
    void cancelPlan(long plan);

    /// Moves a waiting operation to `position` of its queue, 0 is next.
    void move(long operation, int position);

    /// Holds a service's queue, also when there is another engine.
    ///
    /// @param why in the operator's own words, empty if he gives none
    /// @param until when it ends by itself, wall clock; `null` if it does not
    void hold(String service, String why, @Nullable Instant until);

    void resume(String service);

    /// As [#hold], for every queue.
    void holdAll(String why, @Nullable Instant until);

    void resumeAll();

    /// Cancels all that waits for a service.
    void clear(String service);

    /// Merges what waits for a service as its policy `coalesce` would.
    void mergeDuplicates(String service);

    /// Gives up the body of a wedged service.
    void abandon(String service);
}
