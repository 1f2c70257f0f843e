package dev.signalbox.engine;

import dev.signalbox.journal.History;
import dev.signalbox.log.LogFiles;
import dev.signalbox.log.LogSlice;
import dev.signalbox.operation.Operation;
import dev.signalbox.operation.Source;
import dev.signalbox.operation.TimeSource;
import dev.signalbox.service.BulkPlanner;
import dev.signalbox.service.ServiceSnapshot;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// An engine, in this program or elsewhere: what its services and queues are like, and, [in somebody's name][#as],
/// all that can be asked of them. The one contract of all who look at an engine.
///
/// Safe to use from any thread. No method waits where it does not say so: what is asked returns at once, and what is
/// looked at is what is known here already.
public interface Engine {

    /// The workspace's name.
    String workspace();

    /// Where it is.
    Place place();

    /// The clock on which the snapshots tell their times.
    TimeSource time();

    /// How the engine is reached now.
    Connection connection();

    /// Tries at once to reach an engine to which there is no connection now.
    void reconnect();

    /// Tells `listener` of what happens from now on, until the subscription is closed.
    EngineSubscription subscribe(EngineListener listener);

    // --- services ---

    /// The ids of the services, in the order of the workspace.
    List<String> services();

    /// A service as it is now; `null` if there is none of that id (any more).
    @Nullable
    ServiceSnapshot find(String service);

    /// All services as they are now, in the order of the workspace.
    default List<ServiceSnapshot> snapshots() {
        return services().stream().map(this::find).filter(Objects::nonNull).toList();
    }

    /// Makes plans for the services as they are now.
    default BulkPlanner planner() {
        return new BulkPlanner(snapshots());
    }

    // --- output ---

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

    /// What an operation's service wrote from it on. Waits for an answer.
    LogSlice written(Operation operation);

    /// What keeps logs from being written or rotated now, by service, as far as is known.
    Map<String, String> logProblems();

    // --- journal ---

    /// What the journal can be asked. Its methods wait.
    History history();

    /// How many operations the journal knows.
    long recorded();

    /// Why the journal cannot be written; `null` if it can, as far as is known.
    @Nullable
    String journalProblem();

    /// What became of a journal that could not be read; `null` if nothing did.
    @Nullable
    String journalNotice();

    /// Asks what the end of the engine before cut off, and what comes of it now.
    ///
    /// @return completes with `null` if that engine ended in good order, or it was dismissed; exceptionally if no
    ///     answer came
    CompletionStage<@Nullable CutOff> cutOff();

    // --- asking ---

    /// What can be asked of it, in the name of `source`.
    EngineRequests as(Source source);

    /// The reloads of its workspace; `null` where they cannot be asked for.
    @Nullable
    Reloads reloads();

    /// How it ends with its window; `null` where it goes on without.
    @Nullable
    Ending ending();
}
