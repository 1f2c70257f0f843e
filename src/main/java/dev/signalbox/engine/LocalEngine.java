package dev.signalbox.engine;

import dev.signalbox.journal.Interruption;
import dev.signalbox.log.LogFiles;
import dev.signalbox.log.LogSlice;
import dev.signalbox.operation.BulkPlan;
import dev.signalbox.operation.Operation;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.OperationQueue;
import dev.signalbox.operation.Outcome;
import dev.signalbox.operation.PlanSubmission;
import dev.signalbox.operation.PlanTicket;
import dev.signalbox.operation.Source;
import dev.signalbox.operation.Submission;
import dev.signalbox.operation.Ticket;
import dev.signalbox.operation.TimeSource;
import dev.signalbox.service.BulkPlanner;
import dev.signalbox.service.Holds;
import dev.signalbox.service.Intent.Hold;
import dev.signalbox.service.ServiceStatus;
import dev.signalbox.service.Supervisor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The engine of this program: the queue and the supervisors themselves.
public final class LocalEngine implements EngineClient {
    private static final Logger LOG = LoggerFactory.getLogger(LocalEngine.class);
    private static final int EVENT_BUFFER = 10_000;

    private final Closing closing;
    private final OperationQueue queue;
    private final Holds holds;
    private final Supplier<List<Supervisor>> supervisors;
    private final TimeSource time;
    private final Function<Supervisor, ServiceStatus> statuses;
    private final @Nullable Interruption interruption;
    private final List<EngineListener> listeners = new CopyOnWriteArrayList<>();
    private final ReentrantLock order = new ReentrantLock();
    /// In the order of the workspace. Replaced as a whole.
    private volatile Map<String, Supervisor> byId = Map.of();
    private volatile boolean dismissed;

    /// What happens beside the operations when the engine ends.
    public interface Closing {
        /// It ends, or does not after all.
        void closing(boolean ends);

        /// All services were stopped for that. Must not block.
        void stoppedAll();
    }

    private static final Closing NOTHING = new Closing() {
        @Override
        public void closing(boolean ends) {}

        @Override
        public void stoppedAll() {}
    };

    /// @param holds of that queue
    /// @param supervisors asked for those that there are now, in the order of the workspace, each registered with
    ///     `queue`: here, and again with each [#servicesChanged]
    public LocalEngine(OperationQueue queue, Holds holds, Supplier<List<Supervisor>> supervisors, TimeSource time) {
        this(queue, holds, supervisors, time, Supervisor::status, NOTHING, null);
    }

    /// @param closing told when the engine ends
    /// @param interruption what the end of the engine before did; `null` if it ended in good order
    public LocalEngine(
            OperationQueue queue,
            Holds holds,
            Supplier<List<Supervisor>> supervisors,
            TimeSource time,
            Closing closing,
            @Nullable Interruption interruption) {
        this(queue, holds, supervisors, time, Supervisor::status, closing, interruption);
    }

    /// @param statuses how a supervisor is asked for its status
    public LocalEngine(
            OperationQueue queue,
            Holds holds,
            Supplier<List<Supervisor>> supervisors,
            TimeSource time,
            Function<Supervisor, ServiceStatus> statuses) {
        this(queue, holds, supervisors, time, statuses, NOTHING, null);
    }

    /// @param closing told when the engine ends
    /// @param interruption what the end of the engine before did; `null` if it ended in good order
    public LocalEngine(
            OperationQueue queue,
            Holds holds,
            Supplier<List<Supervisor>> supervisors,
            TimeSource time,
            Function<Supervisor, ServiceStatus> statuses,
            Closing closing,
            @Nullable Interruption interruption) {
        this.closing = closing;
        this.interruption = interruption;
        this.queue = queue;
        this.holds = holds;
        this.supervisors = supervisors;
        this.time = time;
        this.statuses = statuses;
        byId = watched();
    }

    /// There are other supervisors now, or they have other definitions.
    public void servicesChanged() {
        // Of two changes at once the later must also be seen later.
        order.lock();
        try {
            byId = watched();
        } finally {
            order.unlock();
        }
        listeners.forEach(EngineListener::onServicesChanged);
    }

    private Map<String, Supervisor> watched() {
        var now = new LinkedHashMap<String, Supervisor>();
        for (var supervisor : supervisors.get()) {
            var id = supervisor.definition().id();
            now.put(id, supervisor);
            if (byId.get(id) != supervisor) {
                supervisor.watch(() -> statusChanged(id));
            }
        }
        return Collections.unmodifiableMap(now);
    }

    /// A service has another status.
    public void statusChanged(String service) {
        listeners.forEach(listener -> listener.onChange(service));
    }

    @Override
    public TimeSource time() {
        return time;
    }

    @Override
    public Connection connection() {
        return new Connection.Local();
    }

    @Override
    public void reconnect() {
        // It is always there.
    }

    @Override
    public List<String> services() {
        return new ArrayList<>(byId.keySet());
    }

    @Override
    public @Nullable ServiceSnapshot find(String service) {
        var supervisor = byId.get(service);
        // A reload may have let go of it, and the list without it be on its way.
        var snapshot = queue.find(service);
        return supervisor == null || snapshot == null
                ? null
                : ServiceSnapshot.of(supervisor, snapshot).with(statuses.apply(supervisor));
    }

    @Override
    public @Nullable LogFiles log(String service) {
        var supervisor = byId.get(service);
        return supervisor == null ? null : supervisor.driver().log();
    }

    @Override
    public @Nullable OutputReader output(String service, @Nullable Instant since, int newest) {
        return null;
    }

    @Override
    public LogSlice written(Operation operation) {
        var files = log(operation.service());
        return files == null ? LogSlice.none(LogSlice.Remark.ELSEWHERE) : LogSlice.read(files, operation.mark());
    }

    @Override
    public EngineSubscription subscribe(EngineListener listener) {
        listeners.add(listener);
        var subscription = queue.subscribe(EVENT_BUFFER, listener);
        return () -> {
            listeners.remove(listener);
            subscription.close();
        };
    }

    @Override
    public CompletionStage<Submission> submit(String service, OperationKind kind, Map<String, String> parameters) {
        return queue.submit(service, kind, Source.OPERATOR, parameters);
    }

    @Override
    public CompletionStage<PlanSubmission> submit(BulkPlan plan) {
        return queue.submit(plan, Source.OPERATOR);
    }

    @Override
    public CompletionStage<@Nullable CutOff> cutOff() {
        return CompletableFuture.completedStage(
                interruption == null || dismissed ? null : CutOff.of(interruption, this::find));
    }

    @Override
    public CompletionStage<Resubmission> submitAgain(List<Operation> operations) {
        var queued = new ArrayList<CompletableFuture<Submission>>();
        var plans = new LinkedHashMap<Long, CompletableFuture<PlanSubmission>>();
        // All is asked for before any answer is waited for.
        for (var together : CutOff.together(operations)) {
            var first = together.getFirst();
            if (first.plan() == 0) {
                queued.add(submitAgain(first).toCompletableFuture());
            } else {
                var rest = BulkPlanner.of(byId.values(), queue).again(together);
                plans.put(first.plan(), submit(rest).toCompletableFuture());
            }
        }
        var all = Stream.concat(queued.stream(), plans.values().stream());
        return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
                .thenApply(_ -> resubmission(queued, plans));
    }

    private CompletionStage<Submission> submitAgain(Operation operation) {
        return operation.kills()
                ? kill(operation.service())
                : submit(operation.service(), operation.kind(), operation.parameters());
    }

    /// @param queued answered, as are `plans`
    private static Resubmission resubmission(
            List<CompletableFuture<Submission>> queued, Map<Long, CompletableFuture<PlanSubmission>> plans) {
        var tickets = new ArrayList<Ticket>();
        var planTickets = new LinkedHashMap<Long, PlanTicket>();
        var refused = new ArrayList<String>();
        for (var answer : queued) {
            switch (answer.join()) {
                case Submission.Accepted(var ticket) -> tickets.add(ticket);
                case Submission.Refused(var reason) -> refused.add(reason);
            }
        }
        plans.forEach((plan, answer) -> {
            switch (answer.join()) {
                case PlanSubmission.Accepted(var ticket) -> planTickets.put(plan, ticket);
                case PlanSubmission.Refused(var reason) -> refused.add(reason);
            }
        });
        return new Resubmission(tickets, planTickets, refused);
    }

    @Override
    public void dismissCutOff() {
        dismissed = true;
    }

    @Override
    public void closing(boolean ends) {
        closing.closing(ends);
    }

    @Override
    public CompletionStage<PlanSubmission> stopToClose(BulkPlan plan) {
        return queue.submit(plan, Source.CLOSING).thenApply(answer -> {
            if (answer instanceof PlanSubmission.Accepted(var ticket)) {
                var _ = ticket.outcomes().thenAccept(outcomes -> {
                    if (outcomes.stream().allMatch(Outcome.Succeeded.class::isInstance)) {
                        closing.stoppedAll();
                    }
                });
            }
            return answer;
        });
    }

    @Override
    public CompletionStage<Submission> stopNow(String service) {
        return queue.stopNow(service, Source.OPERATOR);
    }

    @Override
    public CompletionStage<Submission> kill(String service) {
        return queue.kill(service, Source.OPERATOR);
    }

    @Override
    public void stopRetrying(String service) {
        ifSupervised(service, Supervisor::stopRetrying);
    }

    @Override
    public void keepRunning(String service) {
        ifSupervised(
                service,
                supervisor -> tellIfForgotten(
                        supervisor.keepRunning(Source.OPERATOR.toString()), service + " shall run from now on"));
    }

    @Override
    public void suspendSchedule(String service) {
        ifSupervised(
                service,
                supervisor -> tellIfForgotten(
                        supervisor.suspendSchedule(Source.OPERATOR.toString()),
                        "the schedule of " + service + " is suspended"));
    }

    @Override
    public void resumeSchedule(String service) {
        ifSupervised(
                service,
                supervisor ->
                        tellIfForgotten(supervisor.resumeSchedule(), "the schedule of " + service + " is resumed"));
    }

    private void ifSupervised(String service, Consumer<Supervisor> action) {
        var supervisor = byId.get(service);
        if (supervisor != null) {
            action.accept(supervisor);
        }
    }

    /// Of what is done here but cannot be kept for the next engine.
    private void tellIfForgotten(CompletionStage<Void> durable, String done) {
        var _ = durable.exceptionally(e -> {
            var cause = e.getCause() == null ? e : e.getCause();
            var reason = done + ", but the next engine will not know it: " + cause.getMessage();
            listeners.forEach(listener -> listener.onRefused(reason));
            return null;
        });
    }

    @Override
    public void cancel(long operation) {
        queue.cancel(operation);
    }

    @Override
    public void cancelPlan(long plan) {
        queue.cancelPlan(plan);
    }

    @Override
    public void move(long operation, int position) {
        queue.move(operation, position);
    }

    @Override
    public void hold(String service, String why, @Nullable Instant until) {
        ifThere(() -> keep(holds.hold(service, hold(why, until))));
    }

    private Hold hold(String why, @Nullable Instant until) {
        return new Hold(time.now(), Source.OPERATOR.toString(), why, until);
    }

    private static void keep(CompletionStage<Void> durable) {
        durable.exceptionally(e -> {
            LOG.warn("the next engine will not know what is held: {}", e.getMessage());
            return null;
        });
    }

    @Override
    public void resume(String service) {
        keep(holds.resume(service));
    }

    @Override
    public void holdAll(String why, @Nullable Instant until) {
        keep(holds.holdAll(hold(why, until)));
    }

    @Override
    public void resumeAll() {
        keep(holds.resumeAll());
    }

    @Override
    public void clear(String service) {
        ifThere(() -> queue.clear(service));
    }

    @Override
    public void mergeDuplicates(String service) {
        ifThere(() -> queue.mergeDuplicates(service));
    }

    @Override
    public void abandon(String service) {
        ifThere(() -> queue.abandon(service));
    }

    /// Does something with a service's queue. A reload may have let go of it already, and the list without it be
    /// on its way.
    private static void ifThere(Runnable action) {
        try {
            action.run();
        } catch (IllegalArgumentException _) {
            // There is nothing left to do it to.
        }
    }
}
