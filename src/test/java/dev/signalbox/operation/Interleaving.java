package dev.signalbox.operation;

import static dev.signalbox.operation.QueueSettings.Policy.COALESCE;
import static dev.signalbox.operation.QueueSettings.Policy.KEEP;
import static dev.signalbox.operation.RandomBodies.CALM;
import static dev.signalbox.operation.RandomBodies.STUCK;

import dev.signalbox.time.FakeTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// One random run of the queue: submitters, an operator, a clock and a journal, each on a virtual thread of
/// its own.
///
/// Of its services, two are wild, and everything is done to them that operators can do; one is a job, and one is let
/// go of and taken back now and then; `calm` coalesces and only succeeds, so that its final state can be foretold;
/// `stuck` hangs all the time, which the others must not notice. The choices follow from the seed; how the threads
/// interleave does not.
///
/// Nothing is kicked at the end: the operator resumes what he holds while all goes on, and the last that he does is
/// to cancel. Half of the runs have no holds and a journal that never fails, so that no resume and no return of the
/// journal hides what was forgotten.
final class Interleaving {
    private static final int SUBMITTERS = 3;
    private static final int EACH = 12;
    private static final List<String> WILD = List.of("wild", "wilder");
    /// Services that plans are about, beside the wild ones.
    private static final List<String> PLANNED = List.of("left", "right", "wild", "wilder");
    /// The one of them that is a job.
    static final String JOB = "right";
    private static final Duration TICK = Duration.ofMillis(500);

    private final long seed;
    private final Duration patience;
    private final FakeTime time = new FakeTime();
    private final ManualJournal journal = new ManualJournal();
    private final History history = new History(journal);
    private final RandomBodies bodies;
    private final OperationQueue queue;
    private final Set<String> moved = ConcurrentHashMap.newKeySet();
    private final boolean slowJournal;
    private final boolean closing;
    private final boolean holds;
    private volatile boolean journalSound;
    private volatile boolean over;

    /// @param patience how long to wait, on the wall clock, for a rest that does not come
    Interleaving(long seed, Duration patience, Coalescing coalescing, OperationQueue.QueueFactory factory) {
        var random = new Random(seed);
        this.seed = seed;
        this.patience = patience;
        slowJournal = random.nextBoolean();
        closing = random.nextInt(4) == 0;
        holds = random.nextBoolean();
        journalSound = random.nextBoolean();
        bodies = new RandomBodies(seed, history);
        queue = new OperationQueue(journal, time, 1, Threads.VIRTUAL, coalescing, factory);
        register(CALM, COALESCE);
        register(STUCK, KEEP);
        register(WILD.getFirst(), KEEP);
        register(WILD.getLast(), COALESCE);
        register(PLANNED.get(0), KEEP);
        register(JOB, KEEP);
    }

    private void register(String service, QueueSettings.Policy policy) {
        var settings = new QueueSettings(policy, Duration.ofSeconds(2), Duration.ofSeconds(1));
        queue.register(service, settings.forJob(service.equals(JOB)), bodies);
    }

    /// Lets go of a service and takes it back at once, while what it does may go on.
    private void replace(String service) {
        queue.unregister(service);
        register(service, KEEP);
    }

    /// @return what went against the rules
    List<String> run() {
        if (slowJournal) {
            journal.answerLater();
        }
        var journalThread = thread(this::answerForTheJournal);
        history.submitted(queue.submit(STUCK, OperationKind.START, Source.AUTOSTART));
        var threads = new ArrayList<Thread>();
        for (var i = 0; i < SUBMITTERS; i++) {
            var random = new Random(seed * SUBMITTERS + i);
            threads.add(thread(() -> submit(random)));
        }
        threads.add(thread(() -> operate(new Random(~seed))));
        threads.add(thread(() -> plan(new Random(seed + 2))));
        threads.add(thread(() -> plan(new Random(seed + 3))));
        if (closing) {
            threads.add(thread(() -> {
                await(() -> history.submissions() >= SUBMITTERS * EACH / 2, patience);
                queue.close();
            }));
        }
        threads.forEach(Interleaving::join);
        comeToRest();
        over = true;
        join(journalThread);
        return history.violations();
    }

    // --- who takes part ---

    private void submit(Random random) {
        for (var i = 0; i < EACH; i++) {
            var kinds = OperationKind.values();
            var service = List.of(CALM, CALM, WILD.getFirst(), WILD.getLast(), WILD.getLast(), STUCK, JOB, "left")
                    .get(random.nextInt(8));
            var ofThePrograms = !service.equals(CALM) && random.nextInt(4) == 0;
            var source = ofThePrograms ? Source.CRASH_RECOVERY : Source.OPERATOR;
            history.submitted(queue.submit(service, kinds[random.nextInt(kinds.length)], source));
            pause(random);
        }
    }

    private void plan(Random random) {
        for (var i = 0; i < EACH / 3; i++) {
            var now = random.nextInt(6) == 0;
            var members = new ArrayList<BulkPlan.Member>();
            for (var size = 1 + random.nextInt(6); members.size() < size; ) {
                var gates = new ArrayList<BulkPlan.Gate>();
                for (var earlier = 0; earlier < members.size(); earlier++) {
                    if (random.nextInt(3) == 0) {
                        var until = random.nextInt(3) == 0 ? BulkPlan.Until.UNDERWAY : BulkPlan.Until.SUCCEEDED;
                        gates.add(new BulkPlan.Gate(earlier, now ? BulkPlan.Until.ENDED : until));
                    }
                }
                var kinds = OperationKind.values();
                members.add(new BulkPlan.Member(
                        PLANNED.get(random.nextInt(PLANNED.size())),
                        now ? OperationKind.STOP : kinds[random.nextInt(kinds.length)],
                        gates));
            }
            var plan = new BulkPlan(members, random.nextInt(3), random.nextBoolean(), random.nextBoolean(), now);
            history.planned(queue.submit(plan, random.nextInt(4) == 0 ? Source.AUTOSTART : Source.OPERATOR));
            pause(random);
        }
    }

    private void operate(Random random) {
        for (var i = 0; i < 3 * EACH; i++) {
            var service = PLANNED.get(random.nextInt(PLANNED.size()));
            var any = random.nextBoolean() ? CALM : service;
            switch (random.nextInt(16)) {
                case 0, 1 -> cancelOneOf(service, random);
                case 2 -> move(service, random);
                case 3 -> hold(() -> queue.hold(any));
                case 4, 5 -> hold(() -> queue.resume(any));
                case 6 -> hold(queue::holdAll);
                case 7 -> hold(queue::resumeAll);
                case 8 -> history.submittedUrgent(queue.stopNow(service, Source.OPERATOR));
                case 9 -> queue.clear(service);
                case 10 -> queue.mergeDuplicates(any);
                case 11 -> queue.abandon(service);
                case 12 -> bodies.freeStubborn();
                case 13 -> history.submittedUrgent(queue.kill(service, Source.OPERATOR));
                case 14 -> replace(PLANNED.getFirst());
                default -> time.advance(Duration.ofMillis(random.nextInt(3000)));
            }
            pause(random);
        }
        hold(() -> {
            queue.resumeAll();
            Stream.concat(PLANNED.stream(), Stream.of(CALM))
                    .filter(service -> queue.snapshot(service).held())
                    .forEach(queue::resume);
        });
        for (var i = 0; i < 2 * EACH; i++) {
            cancelOneOf(PLANNED.get(random.nextInt(PLANNED.size())), random);
            pause(random);
        }
    }

    private void hold(Runnable action) {
        if (holds) {
            action.run();
        }
    }

    private void cancelOneOf(String service, Random random) {
        var ids = history.tickets().values().stream()
                .map(held -> held.ticket().operation())
                .filter(operation -> operation.service().equals(service))
                .map(Operation::id)
                .toList();
        if (!ids.isEmpty()) {
            queue.cancel(ids.get(random.nextInt(ids.size())));
        }
    }

    private void move(String service, Random random) {
        moved.add(service);
        var waiting = queue.snapshot(service).waiting();
        if (!waiting.isEmpty()) {
            queue.move(waiting.get(random.nextInt(waiting.size())).operation().id(), random.nextInt(waiting.size()));
        }
    }

    /// The journal's own thread: it answers late, and now and then it fails.
    private void answerForTheJournal() {
        var random = new Random(seed + 1);
        while (!over) {
            var fails = !journalSound && random.nextInt(60) == 0;
            if (slowJournal && fails) {
                journal.failPending();
            } else if (fails) {
                journal.breakFor(_ -> true);
            } else {
                journal.repair();
            }
            if (!journal.completeNext()) {
                LockSupport.parkNanos(10_000); // a yield alone could keep the only carrier for ever
            }
            pause(random);
        }
    }

    // --- the end ---

    private void comeToRest() {
        journalSound = true;
        bodies.endStubbornness();
        var others = await(this::allButStuckAreDone, patience);
        if (!others) {
            history.violation("while one service hangs, another does not come to rest: " + unrest());
        }
        bodies.freeStuck();
        var rest = queue.drain().toCompletableFuture();
        if (!await(rest::isDone, patience)) {
            history.violation("all bodies have ended, but the queue is not at rest: " + unrest());
            return;
        }
        var invariants = new Invariants(history, journal.records());
        invariants.check(moved);
        if (!closing) {
            invariants.checkState(CALM, seed % 2 == 0 ? SimulatedService.RUNNING : SimulatedService.STOPPED);
        }
    }

    /// What still runs or waits, and why.
    private String unrest() {
        return queue.services().stream()
                .map(queue::snapshot)
                .filter(snapshot ->
                        snapshot.active() != null || !snapshot.waiting().isEmpty())
                .map(snapshot -> snapshot.service() + " "
                        + (snapshot.active() == null
                                ? "-"
                                : snapshot.active().operation().label())
                        + snapshot.waiting().stream()
                                .map(waiting -> ", " + waiting.operation().label() + " "
                                        + waiting.reason().describe())
                                .collect(Collectors.joining()))
                .collect(Collectors.joining("; "));
    }

    private boolean allButStuckAreDone() {
        return history.unanswered() == 0
                && history.tickets().values().stream()
                        .allMatch(held -> held.isDone()
                                || held.ticket().operation().service().equals(STUCK));
    }

    /// Waits while time goes on, for deadlines and for a journal that was down.
    private boolean await(BooleanSupplier condition, Duration atMost) {
        var end = System.nanoTime() + atMost.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                return false;
            }
            time.advance(TICK);
            LockSupport.parkNanos(100_000);
        }
        return true;
    }

    private static void pause(Random random) {
        for (var i = random.nextInt(3); i > 0; i--) {
            Thread.yield();
        }
    }

    private Thread thread(Runnable work) {
        return Thread.startVirtualThread(() -> {
            try {
                work.run();
            } catch (RuntimeException | Error e) {
                history.violation("the queue threw " + e);
            }
        });
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
