package dev.signalbox.engine;

import dev.signalbox.journal.History;
import dev.signalbox.log.LogSlice;
import dev.signalbox.metrics.Series;
import dev.signalbox.metrics.Usages;
import dev.signalbox.operation.Operation;
import dev.signalbox.operation.Source;
import dev.signalbox.service.ServiceSnapshot;
import dev.signalbox.service.plan.BulkPlanner;
import dev.signalbox.time.TimeSource;
import java.io.IOException;
import java.time.Duration;
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

    // --- metrics ---

    /// What the services that run use now, as it was looked at in the last seconds; asked again and again, where the
    /// engine is elsewhere.
    Usages usages();

    /// What a service has used until now. Waits for an answer.
    ///
    /// @param since wall clock; at most 30 days are known
    /// @param step whole seconds, at least [Series#leastStep] of the time since then
    /// @throws IOException if no answer came, with a message for people
    Series metrics(String service, Instant since, Duration step) throws IOException;

    // --- output ---

    /// Follows a service's output, until that is closed.
    ///
    /// @param from where to begin: with what the service wrote from this operation of it on; `null` to begin with
    ///     the newest lines
    /// @param limit how many lines are wanted, at least 1: without an operation as many of the newest at first, and
    ///     whatever is written after them; with one as many as come behind it in all
    Output output(String service, @Nullable Operation from, int limit);

    /// What an operation's service wrote while it had its effect, which is the beginning of what [#output] gives
    /// from it on: until the next one. Waits for an answer.
    LogSlice written(Operation operation);

    /// All that is kept of the output of some services, merged by time. Reads nothing yet. One that is not there has no
    /// lines.
    ///
    /// @param ids of the services
    WholeLog wholeLog(List<String> ids);

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
