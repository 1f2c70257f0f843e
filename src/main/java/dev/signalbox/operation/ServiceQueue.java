package dev.signalbox.operation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One service's queue: a waiting list, at most one live body, and a lock that guards both. All that user code
/// may hang on (tickets, stop actions) follows after the lock is released.
///
/// Not final, so that tests can plant faults by overriding a step and see that they are caught.
class ServiceQueue {
    private final String service;
    private final OperationBody body;
    private final Engine engine;
    private final QueueLock lock = new QueueLock(this::endIfRetired);
    private final ExecutorService executor;

    private QueueSettings settings;
    private final WaitingLine waiting = new WaitingLine();
    private @Nullable Run active;
    private boolean held;
    private QueueSnapshot.@Nullable Ended last;
    private final CompletableFuture<Void> gone = new CompletableFuture<>();
    private boolean retired;
    /// Submissions that the journal has been asked for.
    private int accepting;
    private final Alarm alarm;

    ServiceQueue(String service, QueueSettings settings, OperationBody body, Engine engine) {
        this.service = service;
        this.settings = settings;
        this.body = body;
        this.engine = engine;
        this.alarm = new Alarm(engine.time(), nanos -> change(() -> checkDeadlines(nanos)));
        this.executor = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name(service).factory());
    }

    final String service() {
        return service;
    }

    /// Lets other settings hold from the next operation on.
    final void reconfigure(QueueSettings next) {
        change(() -> {
            settings = next;
        });
    }

    final long nanoTime() {
        return engine.time().nanoTime();
    }

    // --- submission ---

    /// Queues what `request` makes once the journal has it; see [OperationQueue#submit].
    ///
    /// @param request called under the lock, so that ids, the journal and the queue agree on the order
    final CompletionStage<Submission> submit(Supplier<Operation> request, boolean stopNow) {
        var answer = new CompletableFuture<Submission>();
        change(() -> {
            if (retired) {
                lock.follow(() -> refuse(answer, Refusals.noService(service)));
                return;
            }
            var operation = request.get();
            accepting();
            engine.recorder()
                    .ask(new JournalRecord.Accepted(operation, engine.time().now()))
                    .whenComplete((_, failure) -> change(() -> {
                        accepted();
                        if (failure == null) {
                            var entry = new Entry(operation, stopNow, null);
                            lock.follow(() -> answer.complete(new Submission.Accepted(entry)));
                            admit(entry);
                        } else {
                            lock.follow(() -> refuse(answer, Refusals.journalDown(failure)));
                        }
                    }));
        });
        return answer.minimalCompletionStage();
    }

    private void refuse(CompletableFuture<Submission> answer, String reason) {
        answer.complete(new Submission.Refused(reason));
        engine.done();
    }

    /// The journal is asked for an operation.
    final void accepting() {
        accepting++;
    }

    /// The journal has answered.
    final void accepted() {
        accepting--;
    }

    void admit(Entry entry) {
        if (!arrive(entry)) {
            return;
        }
        if (entry.urgent) {
            cancelWaiting(new Cancellation.User());
            stopActive(new Cancellation.User());
            waiting.addFirst(entry);
        } else if (settings.policy() == QueueSettings.Policy.KEEP || joins(entry)) {
            waiting.addLast(entry);
        }
        startNext();
    }

    /// Queues a member of a plan, with the locks of all the plan's queues held. It is not started yet.
    final void admit(PlanMember member) {
        if (arrive(member.entry)) {
            if (member.mergesQueued()) {
                waiting.absorb(member.entry, engine.coalescing(), this::end);
            }
            waiting.addLast(member.entry);
        }
    }

    /// @return false if it came too late and has its outcome
    private boolean arrive(Entry entry) {
        entry.acceptedNanos = nanoTime();
        engine.admitted(entry, this);
        engine.publish(new QueueEvent.Accepted(entry.operation()));
        if (engine.closed() || retired) {
            end(entry, new Outcome.Cancelled(new Cancellation.Shutdown()), null);
            return false;
        }
        var operation = entry.operation();
        if (operation.kind() == OperationKind.STOP && !operation.source().road().automatic()) {
            // Who asks for a stop wins over what the console would do by itself.
            var superseded = new Cancellation.Superseded(operation.id());
            waiting.removeIf(other -> other.operation().source().road().automatic())
                    .forEach(other -> end(other, new Outcome.Cancelled(superseded), null));
        }
        return true;
    }

    /// Merges `entry` with the tail, as far as the two allow it.
    ///
    /// @return whether it is to be put at the end, false if it was merged into the tail
    private boolean joins(Entry entry) {
        return waiting.coalesce(entry, engine.coalescing(), this::mergeTarget, this::end);
    }

    /// The only operation that another may be merged with: the last one that waits, never the active one.
    @Nullable
    Entry mergeTarget(WaitingLine line) {
        return line.last();
    }

    // --- running ---

    /// Starts the next operation if the service is free and nothing holds it.
    void startNext() {
        var next = waiting.first();
        if (active != null || next == null || engine.recorder().problem() != null) {
            return;
        }
        if ((held || engine.allHeld()) && !next.urgent) {
            return;
        }
        if (!enters(next)) {
            return;
        }
        waiting.removeFirst();
        var run = new Run(this, next);
        active = run;
        engine.recorder()
                .ask(new JournalRecord.Started(next.operation(), engine.time().now()))
                .whenComplete((_, failure) -> change(() -> startRecorded(run, failure)));
    }

    /// Whether its plan, if it belongs to one, lets `next` start now.
    boolean enters(Entry next) {
        return next.member == null || next.member.enter();
    }

    /// The run that has the service. For variants of a queue; called under the lock.
    final @Nullable Run active() {
        return active;
    }

    private void startRecorded(Run run, @Nullable Throwable failure) {
        var member = run.entry.member;
        if (failure == null && !run.entry.hasOutcome() && (member == null || member.doom() == null)) {
            begin(run);
            return;
        }
        active = null;
        leave(run);
        if (!run.entry.hasOutcome()) { // else it was cancelled while the journal wrote
            waiting.addFirst(run.entry);
        }
        // The journal may have come back before the failure got here, when its return found us still active.
        startNext();
    }

    private void begin(Run run) {
        run.begin(settings, engine.time().now(), nanoTime());
        engine.busy();
        engine.publish(new QueueEvent.Started(run.operation()));
        alarm.arm(run.deadlineNanos());
        try {
            executor.execute(run);
        } catch (RuntimeException | Error e) {
            bodyEnded(run, e);
        }
    }

    /// Runs on the body's thread.
    final void runBody(Run run) {
        var thread = Thread.currentThread();
        thread.setName(service + " " + run.operation().label()); // the factory sees the executor's task, not ours
        change(() -> run.onThread(thread));
        CompletionStage<?> rest = null;
        Throwable failure = null;
        try {
            run.requireLive(); // it may have been given up before its thread came to run
            rest = body.run(run);
        } catch (Throwable e) {
            failure = e; // rule 7: whatever it is, it is the operation's end and not the queue's
        }
        change(run::offThread);
        // What follows is the queue's own work, which an interrupt meant for the body must not disturb.
        Thread.interrupted();
        if (rest == null || failure != null) {
            var thrown = failure;
            change(() -> bodyEnded(run, thrown));
        } else {
            try {
                rest.whenComplete((_, e) -> change(() -> bodyEnded(run, e)));
            } catch (RuntimeException | Error e) {
                change(() -> bodyEnded(run, e));
            }
        }
    }

    private void bodyEnded(Run run, @Nullable Throwable failure) {
        if (run.entry.hasOutcome()) {
            lateEffect(run, failure == null ? "the body ended normally" : "the body failed: " + Causes.text(failure));
        } else {
            end(run.entry, outcome(run, failure), null);
        }
        release(run);
    }

    private static Outcome outcome(Run run, @Nullable Throwable failure) {
        if (failure == null) {
            return new Outcome.Succeeded();
        }
        var cancellation = run.cancellation();
        return cancellation == null ? new Outcome.Failed(Causes.text(failure)) : new Outcome.Cancelled(cancellation);
    }

    private void lateEffect(Run run, String effect) {
        tell(new JournalRecord.LateEffect(run.operation(), effect, engine.time().now()));
        engine.publish(new QueueEvent.LateEffect(run.operation(), effect));
    }

    /// Records what does not wait for its record. Only the rest of the whole queue does.
    private void tell(JournalRecord record) {
        engine.busy();
        engine.recorder().tell(record).whenComplete((_, _) -> change(() -> lock.follow(engine::done)));
    }

    /// The body is gone: the service is free. An abandoned body had given it up before.
    void release(Run run) {
        if (run == active) {
            active = null;
            leave(run);
            lock.follow(engine::done);
            engine.publish(new QueueEvent.Freed(run.operation()));
            startNext();
        }
    }

    private void leave(Run run) {
        var member = run.entry.member;
        if (member != null) {
            lock.follow(member::leave);
        }
    }

    /// Gives `entry` its outcome; its ticket completes when the journal has it.
    private void end(Entry entry, Outcome outcome, @Nullable Entry survivor) {
        entry.end(outcome, survivor);
        var run = active != null && active.entry == entry && active.begun() ? active : null;
        var now = nanoTime();
        var ended = new QueueSnapshot.Ended(
                entry.operation(),
                outcome,
                run == null ? entry.waitedUntil(now) : run.waited(),
                run == null ? Duration.ZERO : run.ranUntil(now),
                run == null ? List.of() : run.steps(),
                run != null && run.changed(),
                engine.time().now());
        engine.recorder()
                .tell(new JournalRecord.Ended(ended))
                .whenComplete((_, _) -> change(() -> {
                    entry.recorded();
                    last = ended;
                    engine.forget(entry);
                    engine.publish(new QueueEvent.Ended(ended));
                    lock.follow(() -> {
                        entry.complete();
                        if (entry.member != null) {
                            entry.member.ended();
                        }
                        engine.done();
                    });
                }));
    }

    // --- deadlines ---

    private void checkDeadlines(long alarmNanos) {
        alarm.rang(alarmNanos);
        var run = active;
        if (run == null || !run.begun()) {
            return;
        }
        var now = nanoTime();
        if (!run.entry.hasOutcome() && now - run.deadlineNanos() >= 0) {
            deadlinePassed(run);
        }
        if (run.stopped() && !run.wedged() && now - run.graceEndsNanos() >= 0) {
            run.setWedged();
            engine.publish(new QueueEvent.Wedged(run.operation()));
        }
        armFor(run);
    }

    void deadlinePassed(Run run) {
        end(run.entry, new Outcome.TimedOut(run.settings().timeout()), null);
        stop(run, null);
    }

    private void armFor(Run run) {
        if (!run.entry.hasOutcome()) {
            alarm.arm(run.deadlineNanos());
        }
        if (run.stopped() && !run.wedged()) {
            alarm.arm(run.graceEndsNanos());
        }
    }

    /// Asks a live body to stop.
    private void stop(Run run, @Nullable Cancellation cause) {
        var first = !run.stopped();
        lock.followAll(
                run.requestStop(cause, nanoTime() + run.settings().grace().toNanos()));
        armFor(run);
        if (first) {
            engine.publish(new QueueEvent.StopRequested(run.operation()));
        }
    }

    private void stopActive(Cancellation cause) {
        var run = active;
        if (run == null) {
            return;
        }
        if (run.begun()) {
            stop(run, cause);
        } else if (!run.entry.hasOutcome()) {
            end(run.entry, new Outcome.Cancelled(cause), null);
        }
    }

    private int cancelWaiting(Cancellation cause) {
        var entries = waiting.removeIf(_ -> true);
        entries.forEach(entry -> end(entry, new Outcome.Cancelled(cause), null));
        return entries.size();
    }

    // --- what operators do ---

    final CancelResult cancel(Entry entry) {
        return change(() -> {
            if (entry.hasOutcome()) {
                return CancelResult.ALREADY_ENDED;
            }
            if (waiting.remove(entry)) {
                end(entry, new Outcome.Cancelled(new Cancellation.User()), null);
                return CancelResult.CANCELLED;
            }
            stopActive(new Cancellation.User());
            return entry.hasOutcome() ? CancelResult.CANCELLED : CancelResult.STOP_REQUESTED;
        });
    }

    final boolean move(Entry entry, int position) {
        return change(() -> {
            var place = waiting.move(entry, position);
            if (place < 0) {
                return false;
            }
            engine.publish(new QueueEvent.Moved(entry.operation(), place));
            startNext();
            return true;
        });
    }

    final void hold(boolean hold) {
        change(() -> {
            held = hold;
            startNext();
        });
        engine.publishChange(service);
    }

    /// Something outside this queue that [#startNext] looks at has changed.
    final void recheck() {
        change(this::startNext);
        engine.publishChange(service);
    }

    final int clear() {
        return change(() -> cancelWaiting(new Cancellation.User()));
    }

    final int mergeDuplicates() {
        return change(() -> {
            var before = waiting.size();
            for (var entry : waiting.removeIf(_ -> true)) {
                if (joins(entry)) {
                    waiting.addLast(entry);
                }
            }
            return before - waiting.size();
        });
    }

    final boolean abandon() {
        return change(() -> {
            var run = active;
            if (run == null || !run.wedged()) {
                return false;
            }
            lock.followAll(run.abandon());
            tell(new JournalRecord.Abandoned(run.operation(), engine.time().now()));
            engine.publish(new QueueEvent.Abandoned(run.operation()));
            if (!run.entry.hasOutcome()) {
                var cause = run.cancellation();
                end(run.entry, new Outcome.Cancelled(cause == null ? new Cancellation.User() : cause), null);
            }
            active = null;
            leave(run);
            lock.follow(engine::done);
            startNext();
            return true;
        });
    }

    // --- plans ---

    /// Marks a member that has not begun as one that never will.
    ///
    /// @return false if it has begun, has ended or is marked already
    final boolean doom(PlanMember member, Cancellation cause) {
        return change(() -> {
            var begun = active != null && active.entry == member.entry && active.begun();
            if (begun || member.entry.hasOutcome() || member.doom() != null) {
                return false;
            }
            member.doom(cause);
            return true;
        });
    }

    /// Ends a member that was marked.
    final void endDoomed(PlanMember member) {
        change(() -> {
            var cause = member.doom();
            if (cause != null && !member.entry.hasOutcome()) {
                waiting.remove(member.entry);
                end(member.entry, new Outcome.Cancelled(cause), null);
                startNext();
            }
        });
    }

    // --- ending ---

    /// Takes no more submissions, cancels what waits, and lets what is active end.
    ///
    /// @return completes when all has ended
    final CompletionStage<Void> retire() {
        change(() -> {
            retired = true;
            cancelWaiting(new Cancellation.Shutdown());
        });
        return gone.minimalCompletionStage();
    }

    /// At the end of each change.
    private void endIfRetired() {
        if (retired && active == null && waiting.isEmpty() && accepting == 0 && !gone.isDone()) {
            executor.shutdown();
            lock.follow(() -> gone.complete(null));
        }
    }

    final boolean retired() {
        return retired;
    }

    final void close() {
        change(() -> {
            cancelWaiting(new Cancellation.Shutdown());
            stopActive(new Cancellation.Shutdown());
        });
        executor.shutdown();
    }

    final void report(Run run, String text, boolean done) {
        change(() -> {
            if (run == active) {
                engine.publish(new QueueEvent.Stepped(run.operation(), run.add(text, done, nanoTime())));
            }
        });
    }

    // --- looking ---

    final QueueSnapshot snapshot() {
        return locked(() -> {
            var run = active;
            var list = new ArrayList<QueueSnapshot.Waiting>(waiting.size() + 1);
            Entry before = null;
            if (run != null && !run.begun() && !run.entry.hasOutcome()) {
                list.add(run.entry.waiting(new WaitReason.Recording()));
                before = run.entry;
            } else if (run != null && run.begun()) {
                before = run.entry;
            }
            for (var entry : waiting.entries()) {
                list.add(entry.waiting(reason(entry, before)));
                before = entry;
            }
            var shown = run != null && run.begun() ? run.snapshot() : null;
            return new QueueSnapshot(service, lock.version(), shown, List.copyOf(list), held, engine.allHeld(), last);
        });
    }

    private WaitReason reason(Entry entry, @Nullable Entry before) {
        if (before != null) {
            var stuck = active != null && active.entry == before && active.wedged();
            return stuck ? new WaitReason.Wedged(before.operation()) : new WaitReason.Behind(before.operation());
        }
        var problem = engine.recorder().problem();
        if (problem != null) {
            return new WaitReason.JournalDown(problem);
        }
        if ((held || engine.allHeld()) && !entry.urgent) {
            return new WaitReason.Held();
        }
        var obstacle = entry.member == null ? null : entry.member.obstacle();
        return obstacle == null ? new WaitReason.Recording() : obstacle;
    }

    // --- the lock ---

    final <T> T locked(Supplier<T> look) {
        return lock.look(look);
    }

    private void change(Runnable change) {
        change(() -> {
            change.run();
            return true;
        });
    }

    private <T> T change(Supplier<T> change) {
        return lock.change(change);
    }

    /// Runs `change` under the locks of all `queues`, which are in the order of their names.
    ///
    /// @param change is given a list to which it may add what has to follow outside of all the locks
    static void changeAll(List<ServiceQueue> queues, Consumer<List<Runnable>> change) {
        QueueLock.changeAll(queues.stream().map(queue -> queue.lock).toList(), change);
    }
}
