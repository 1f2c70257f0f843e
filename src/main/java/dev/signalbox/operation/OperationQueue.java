package dev.signalbox.operation;

import dev.signalbox.code.Code;
import dev.signalbox.time.TimeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// The one road to every service: a queue per service, one operation at a time on each, services independent of
/// each other.
///
/// Safe to use from any thread. No method waits for an operation, a body, a listener or the journal, and code of
/// others delays nobody but its own service (rule 31).
public final class OperationQueue implements AutoCloseable {

    /// Makes the queue of one service; tests plant faults here.
    @FunctionalInterface
    interface QueueFactory {
        ServiceQueue create(
                String service,
                QueueSettings settings,
                OperationBody body,
                Engine engine,
                @Nullable ServiceQueue before);
    }

    private final Engine engine;
    private final QueueFactory factory;
    private final AtomicLong nextId;
    private final Map<String, ServiceQueue> queues = new ConcurrentHashMap<>();
    /// Those that were unregistered last and are not at rest yet, by their services.
    private final Map<String, ServiceQueue> retiring = new ConcurrentHashMap<>();

    /// @param journal told of every operation before it happens and when it has ended
    /// @param time the clock and the timer
    /// @param firstId the id of the first operation; above all that the journal knows
    public OperationQueue(OperationJournal journal, TimeSource time, long firstId) {
        this(journal, time, firstId, Threads.VIRTUAL, Coalescing.TABLE, ServiceQueue::new);
    }

    OperationQueue(
            OperationJournal journal,
            TimeSource time,
            long firstId,
            Threads threads,
            Coalescing coalescing,
            QueueFactory factory) {
        this.engine = new Engine(journal, time, coalescing, threads);
        this.factory = factory;
        this.nextId = new AtomicLong(firstId);
    }

    /// Where its bodies run, and what those do who work with it.
    public Threads threads() {
        return engine.threads();
    }

    /// Makes a queue for `service`. Where it had one that was unregistered, nothing starts before all of that one
    /// has ended.
    ///
    /// @param body does the work of each of its operations
    /// @throws IllegalStateException if it has one already
    public void register(String service, QueueSettings settings, OperationBody body) {
        var queue = factory.create(service, settings, body, engine, retiring.get(service));
        if (queues.putIfAbsent(service, queue) != null) {
            throw new IllegalStateException("there is a queue for " + service + " already");
        }
    }

    /// Lets other settings hold for `service` from its next operation on.
    public void reconfigure(String service, QueueSettings settings) {
        queue(service).reconfigure(settings);
    }

    /// Forgets `service`: takes no more operations for it, cancels those that wait, and lets the active one end.
    ///
    /// @return completes when all of them have ended
    public CompletionStage<Void> unregister(String service) {
        var queue = queue(service);
        retiring.put(service, queue);
        queues.remove(service, queue);
        var gone = queue.retire();
        var _ = gone.thenRun(() -> retiring.remove(service, queue));
        return queue.lane().follow(gone);
    }

    /// Gives no ids below `first` from now on, as the journal has turned out to know them.
    public void idsFrom(long first) {
        nextId.accumulateAndGet(first, Math::max);
    }

    /// The services that have a queue.
    public Set<String> services() {
        return Set.copyOf(queues.keySet());
    }

    // --- submitting ---

    /// Asks for an operation without parameters, see [#submit(String, OperationKind, Source, Map)].
    public CompletionStage<Submission> submit(String service, OperationKind kind, Source source) {
        return submit(service, kind, source, Map.of());
    }

    /// Asks for an operation. Returns at once.
    ///
    /// @return completes, never exceptionally, with the ticket once the journal has recorded the operation, or
    ///     with a refusal if the journal cannot be written, the queue drains, or there is no such service; for what
    ///     hangs on it see [Ticket]
    public CompletionStage<Submission> submit(
            String service, OperationKind kind, Source source, Map<String, String> parameters) {
        return submit(service, kind, Origin.of(source), parameters);
    }

    /// As [#submit(String, OperationKind, Source, Map)].
    public CompletionStage<Submission> submit(
            String service, OperationKind kind, Origin origin, Map<String, String> parameters) {
        return submit(service, kind, origin, parameters, false);
    }

    /// Stops `service` before anything else: cancels its active operation, clears what waits, and queues a stop
    /// that comes next even if the queue is held (rule 16). The stop still waits until the active body has ended;
    /// a stop that is at work goes on under its name (rule 28d).
    public CompletionStage<Submission> stopNow(String service, Source source) {
        return stopNow(service, Origin.of(source));
    }

    /// As [#stopNow(String, Source)].
    public CompletionStage<Submission> stopNow(String service, Origin origin) {
        return submit(service, OperationKind.STOP, origin, Map.of(), true);
    }

    /// Ends `service` by force, whatever runs, waits or is held: as [#stopNow], and SIGKILL goes to all that runs of
    /// it as soon as the request is recorded (rule 28d).
    public CompletionStage<Submission> kill(String service, Source source) {
        return kill(service, Origin.of(source));
    }

    /// As [#kill(String, Source)].
    public CompletionStage<Submission> kill(String service, Origin origin) {
        return submit(service, OperationKind.STOP, origin, Operation.KILL, true);
    }

    private CompletionStage<Submission> submit(
            String service, OperationKind kind, Origin origin, Map<String, String> parameters, boolean stopNow) {
        var fixed = Map.copyOf(parameters); // what it throws must come before the submission counts as begun
        var queue = queues.get(service);
        if (queue == null) {
            return refused(Refusals.noService(service), Code.NO_SERVICE);
        }
        if (!engine.tryBegin(1)) {
            return refused(Refusals.CLOSING, Code.CLOSING);
        }
        return queue.submit(
                () -> new Operation(
                        nextId.getAndIncrement(),
                        service,
                        kind,
                        origin.source(),
                        origin.why(),
                        fixed,
                        0,
                        engine.time().now()),
                origin.key(),
                stopNow);
    }

    /// Queues the operations of a plan: all of them or none. Each is then an operation like others, but that it
    /// waits for what its plan says (rules 20 and 21). Returns at once.
    ///
    /// @return completes, never exceptionally, as that of [#submit(String, OperationKind, Source, Map)] does
    public CompletionStage<PlanSubmission> submit(BulkPlan plan, Source source) {
        return submit(plan, Origin.of(source));
    }

    /// As [#submit(BulkPlan, Source)].
    public CompletionStage<PlanSubmission> submit(BulkPlan plan, Origin origin) {
        var members = new ArrayList<ServiceQueue>();
        for (var member : plan.members()) {
            var queue = queues.get(member.service());
            if (queue == null) {
                return CompletableFuture.completedStage(
                        new PlanSubmission.Refused(Refusals.noService(member.service()), Code.NO_SERVICE));
            }
            members.add(queue);
        }
        if (members.isEmpty()) {
            return CompletableFuture.completedStage(
                    new PlanSubmission.Refused("there is nothing to do in the plan", Code.POINTLESS));
        }
        if (!engine.tryBegin(members.size())) {
            return CompletableFuture.completedStage(new PlanSubmission.Refused(Refusals.CLOSING, Code.CLOSING));
        }
        return new PlanAdmission(plan, origin, engine, nextId::getAndIncrement, members).submit();
    }

    private static CompletionStage<Submission> refused(String reason, Code code) {
        return CompletableFuture.completedStage(new Submission.Refused(reason, code));
    }

    // --- operating ---

    /// Calls an operation off: at once if it waits, by asking its body to stop if it runs (rules 11 to 13).
    public CancelResult cancel(long id) {
        var found = engine.find(id);
        if (found != null) {
            return found.queue().cancel(found.entry());
        }
        return id > 0 && id < nextId.get() ? CancelResult.ALREADY_ENDED : CancelResult.UNKNOWN;
    }

    /// Calls off a plan as a whole: all of it that has not begun. What runs goes on, and a service that was
    /// stopped to be started again is wanted to run still (rule 25).
    ///
    /// @return how many operations that were
    public int cancelPlan(long plan) {
        return engine.lock().change(() -> {
            var cause = new Cancellation.Plan(plan);
            return (int) engine.ofPlan(plan).stream()
                    .filter(live -> live.queue().callOff(live.entry(), cause))
                    .count();
        });
    }

    /// Moves a waiting operation within its service's queue, but not before the stop of a "stop now".
    ///
    /// @param position where it shall be, 0 is next; beyond the end is the end
    /// @return false if the operation does not wait (any more), or is the stop of a "stop now"
    public boolean move(long id, int position) {
        var found = engine.find(id);
        return found != null && found.queue().move(found.entry(), position);
    }

    /// Puts operations of a service back where they stood in its line, as far as their neighbours are there still (rule
    /// 33). What has left the line within the last 60 s without having run is asked for once more, as a new request
    /// that [names it][Operation#again]; what waits still is moved. One that has begun or ended, or was put back
    /// already, and a member of a plan, is not. Returns at once.
    ///
    /// @param operations what is to be put back
    /// @param line how they stood, and what stood around them, next first; those that are not in it stood behind it
    /// @return completes, never exceptionally, as that of [#submit(String, OperationKind, Source, Map)] does
    public CompletionStage<PutBack> putBack(String service, List<Long> operations, List<Long> line, Origin origin) {
        var queue = queues.get(service);
        return queue == null
                ? CompletableFuture.completedStage(PutBack.refused(Refusals.noService(service)))
                : new PutBackAdmission(queue, engine, origin, nextId::getAndIncrement, operations, line).submit();
    }

    /// Keeps a service's queue from starting its next operation. The active one ends normally.
    public void hold(String service) {
        queue(service).hold(true);
    }

    /// Undoes [#hold]. While all queues are held, this one stays so.
    public void resume(String service) {
        queue(service).hold(false);
    }

    /// Keeps every queue from starting its next operation, whether it is held by itself or not.
    public void holdAll() {
        holdAll(true);
    }

    /// Undoes [#holdAll]. Queues that are held by themselves stay so.
    public void resumeAll() {
        holdAll(false);
    }

    /// Cancels everything that waits for `service`.
    ///
    /// @return how many operations that were
    public int clear(String service) {
        return queue(service).clear();
    }

    /// As [#clear], but by the program itself: what persons want stays as it is.
    public void withdrawAll(String service) {
        queue(service).withdrawAll();
    }

    /// Applies the table of rule 18 once to what waits for `service`, whatever the service's policy.
    ///
    /// @return how many operations fewer wait
    public int mergeDuplicates(String service) {
        return queue(service).mergeDuplicates();
    }

    /// Gives up the body of a wedged service, so that the next operation can start while it may still live: the
    /// only exception to "one live body" (rule 9). The body's handle on its driver is revoked.
    ///
    /// @return false if the service is not wedged (any more)
    public boolean abandon(String service) {
        return queue(service).abandon();
    }

    // --- looking ---

    /// The queue of `service` as it is now.
    public QueueSnapshot snapshot(String service) {
        return queue(service).snapshot();
    }

    /// The queue of `service` as it is now, `null` if it has none (any more).
    public @Nullable QueueSnapshot find(String service) {
        var queue = queues.get(service);
        return queue == null ? null : queue.snapshot();
    }

    /// What the last person in the line of `service` wants of it, by place, or else by what runs or is about to;
    /// `null` if no person's operation waits or runs (rule 25).
    public @Nullable Operation wish(String service) {
        var queue = queues.get(service);
        return queue == null ? null : queue.wish(false);
    }

    /// As [#wish], but of stops only.
    public @Nullable Operation stopWish(String service) {
        var queue = queues.get(service);
        return queue == null ? null : queue.wish(true);
    }

    /// The ticket of an operation of which the journal does not know all yet; `null` if there is none.
    public @Nullable Ticket ticket(long id) {
        var found = engine.find(id);
        return found == null ? null : found.entry();
    }

    /// Why operations are not recorded at present, as far as is known: the journal cannot be written, or does not
    /// answer; `null` if they are.
    public @Nullable String journalTrouble() {
        return engine.recorder().trouble();
    }

    /// Listens to all queues from now on.
    ///
    /// @param capacity how many events may wait for a slow listener before the oldest are dropped
    public Subscription subscribe(int capacity, QueueListener listener) {
        return engine.subscribe(capacity, listener);
    }

    // --- ending ---

    /// The engine ends and leaves its services: from now on it waits neither for what a hold keeps nor for jobs,
    /// whose runs may last for long. What runs of those goes on without its operation, and what waits is cancelled;
    /// nobody wants anything else for that.
    public void letGo() {
        engine.letGo();
        all().forEach(ServiceQueue::letGo);
    }

    /// Lets no member of a plan wait for another service any more, or for its turn.
    public void release(long plan) {
        engine.lock().change(() -> {
            engine.ofPlan(plan).forEach(live -> live.queue().release(live.entry()));
            return true;
        });
    }

    /// Refuses new submissions and lets the rest run. What is held stays held, and keeps the queue from its rest.
    ///
    /// @return completes when every ticket has its outcome, every body has ended or was abandoned, and the
    ///     journal has all of it; what hangs on the tickets may be at work still
    public CompletionStage<Void> drain() {
        return engine.drain();
    }

    /// Refuses new submissions, cancels what waits and asks what is active to stop. Returns at once; the stage of
    /// [#drain] completes when all has ended.
    @Override
    public void close() {
        engine.close();
        all().forEach(ServiceQueue::close);
    }

    private void holdAll(boolean hold) {
        engine.lock().change(() -> {
            engine.holdAll(hold);
            all().forEach(ServiceQueue::changedWithAll);
            return true;
        });
    }

    private List<ServiceQueue> all() {
        var all = new ArrayList<>(queues.values());
        all.addAll(retiring.values());
        return all;
    }

    private ServiceQueue queue(String service) {
        var queue = queues.get(service);
        if (queue == null) {
            throw new IllegalArgumentException(Refusals.noService(service));
        }
        return queue;
    }
}
