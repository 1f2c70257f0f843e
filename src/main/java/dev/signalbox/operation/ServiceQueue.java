package dev.signalbox.operation;

import dev.signalbox.code.Code;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One service's queue: a waiting line and at most one live body, both guarded by the [StateLock] that all queues
/// share. All that user code may hang on (tickets, stop actions) follows after that lock is released, and what hangs
/// on tickets and answers on the service's [Lane].
///
/// Nothing here starts the next operation by itself: each change ends with [#step], which looks whether it may
/// (rule 27).
///
/// Not final, so that tests can plant faults by overriding a step and see that they are caught.
class ServiceQueue implements LineView.Judge {
    private final String service;
    private final OperationBody body;
    private final Engine engine;
    private final StateLock lock;
    private final Lane lane;
    /// The queue that the service had before, whose last body must have ended first; `null` once it has.
    private @Nullable ServiceQueue before;

    private QueueSettings settings;
    private final WaitingLine waiting = new WaitingLine();
    private @Nullable Run active;
    private boolean held;
    /// The last stop that went on without its record, 0 for none: what was asked before it comes too late.
    private long insisted;
    private QueueSnapshot.@Nullable Ended last;
    private final Dropped dropped = new Dropped();
    private final Retirement retirement = new Retirement();
    /// For the [StateLock]: whether it is changed by what runs now, and when it has seen to that last.
    boolean touched;

    long round;
    private long version;
    /// Why the head of the line waits although the service is free, as it was told last.
    private @Nullable WaitReason told;
    private final Alarm alarm;

    ServiceQueue(
            String service, QueueSettings settings, OperationBody body, Engine engine, @Nullable ServiceQueue before) {
        this.service = service;
        this.settings = settings;
        this.body = body;
        this.engine = engine;
        this.before = before;
        this.lock = engine.lock();
        this.lane = new Lane(service, engine.threads());
        this.alarm = new Alarm(engine.time(), nanos -> change(() -> checkDeadlines(nanos)));
    }

    final String service() {
        return service;
    }

    /// Where what others hang on its tickets runs.
    final Lane lane() {
        return lane;
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
    /// @param key of the request; `null` for none
    final CompletionStage<Submission> submit(Supplier<Operation> request, @Nullable RequestKey key, boolean stopNow) {
        var answer = new CompletableFuture<Submission>();
        change(() -> {
            if (retirement.hasBegun()) {
                refuse(answer, new Submission.Refused(Refusals.noService(service), Code.NO_SERVICE));
                return;
            }
            var entry = new Entry(request.get(), stopNow, null, lane);
            if (isFull() && !entry.urgent && !entry.insists()) {
                refuse(answer, new Submission.Refused(Refusals.full(service, waits()), Code.QUEUE_FULL));
                return;
            }
            accepting();
            ask(entry, key, answer);
        });
        return lane.follow(answer);
    }

    /// Whether no more may wait, but stops (rule 32).
    boolean isFull() {
        return isFull(0);
    }

    /// The same where so many are about to be added.
    final boolean isFull(int more) {
        return waits() + more >= settings.ceiling();
    }

    /// How many wait, those included of which the journal has not answered yet.
    final int waits() {
        return waiting.size() + retirement.asked();
    }

    private void ask(Entry entry, @Nullable RequestKey key, CompletableFuture<Submission> answer) {
        var record = new JournalRecord.Accepted(entry.operation(), engine.time().now(), key);
        if (entry.insists()) {
            insist(entry, record, () -> admit(entry, answer));
            return;
        }
        engine.recorder()
                .ask(List.of(record), () -> withdraw(entry.operation()))
                .whenComplete((_, failure) -> change(() -> {
                    if (failure == null) {
                        admit(entry, answer);
                    } else {
                        accepted();
                        refuse(answer, new Submission.Refused(Refusals.journalDown(failure), Code.JOURNAL_DOWN));
                    }
                }));
    }

    private void admit(Entry entry, CompletableFuture<Submission> answer) {
        accepted();
        lock.follow(() -> noted(entry).whenComplete((_, _) -> answer.complete(new Submission.Accepted(entry))));
        admit(entry);
    }

    /// The journal has recorded what was refused, as it had not answered in time: it never runs.
    final void withdraw(Operation operation) {
        var now = engine.time().now();
        change(() -> tell(new JournalRecord.Ended(new QueueSnapshot.Ended(
                operation,
                new Outcome.Cancelled(new Cancellation.Unanswered()),
                Duration.ZERO,
                Duration.ZERO,
                List.of(),
                false,
                now))));
    }

    /// Records what happens to `entry`, and goes on with `next` as a change of its own: when the journal has it,
    /// or at once where it cannot be written or does not answer.
    private void insist(Entry entry, JournalRecord record, Runnable next) {
        var told = engine.recorder().insist(List.of(record));
        told.answer()
                .thenAccept(recorded -> change(() -> {
                    if (!recorded) {
                        goesOnWithout(entry, told);
                    }
                    next.run();
                }));
    }

    /// Takes note that the journal does not know yet of something that has happened to `entry`. With the lock held.
    final void goesOnWithout(Entry entry, Recorder.Insisted told) {
        entry.lacksRecord();
        engine.busy();
        told.done()
                .thenRun(() -> change(() -> {
                    entry.hasRecord();
                    engine.forget(entry);
                    engine.publishChange(service);
                    lock.follow(engine::done);
                }));
    }

    /// Lets those know who keep what persons want, and the number of what the journal does not know.
    ///
    /// @return completes when they have it
    final CompletionStage<?> noted(Entry entry) {
        var noted = asksToStop(entry) ? stopsChanged() : CompletableFuture.completedStage(null);
        if (entry.isRecorded()) {
            return noted;
        }
        var number = engine.recorder().keepNumber(entry.operation().id());
        return engine.recorder().soon(noted.handle((_, _) -> number).thenCompose(kept -> kept));
    }

    /// Of what it throws the answer to a stop must not depend (rule 24).
    private CompletionStage<?> stopsChanged() {
        try {
            return body.stopsChanged();
        } catch (RuntimeException | Error e) {
            Lane.report(e);
            return CompletableFuture.failedStage(e);
        }
    }

    private static boolean asksToStop(Entry entry) {
        return entry.kind() == OperationKind.STOP && entry.wish() != null;
    }

    private void refuse(CompletableFuture<Submission> answer, Submission.Refused refusal) {
        lock.follow(() -> {
            answer.complete(refusal);
            engine.done();
        });
    }

    /// The journal is asked for an operation. With the lock held.
    final void accepting() {
        retirement.accepting();
    }

    /// The journal has answered. With the lock held.
    final void accepted() {
        lock.touch(this);
        retirement.accepted();
    }

    void admit(Entry entry) {
        if (!arrive(entry)) {
            return;
        }
        if (entry.urgent) {
            comeFirst(entry);
        } else if (!takesOver(entry)
                && !joinsLastStop(entry)
                && (settings.policy() == QueueSettings.Policy.KEEP || joins(entry))) {
            line(entry);
        }
    }

    /// Queues what is put back, at `place`; within the change that admits all of it.
    final void admit(Entry entry, int place) {
        if (arrive(entry)) {
            waiting.addLast(entry);
            shift(entry, place);
        }
    }

    /// Queues a member of a plan, within the change that admits all of them: none starts before.
    final void admit(PlanMember member) {
        var entry = member.entry;
        if (!arrive(entry)) {
            return;
        }
        if (entry.urgent) {
            comeFirst(entry);
            return;
        }
        if (joinsLastStop(entry)) {
            return;
        }
        if (member.mergesQueued()) {
            waiting.absorb(entry, engine.coalescing(), this::end);
        }
        waiting.addLast(entry);
    }

    /// Lets a stop that is not refused although no more may wait become one with the stop that waits last, of which
    /// nothing is left behind that a person's stop makes pointless (rule 32).
    private boolean joinsLastStop(Entry entry) {
        if (waiting.size() < settings.ceiling() || !entry.insists()) {
            return false;
        }
        var last = waiting.lastStop(entry, this::end);
        if (last == null) {
            return false;
        }
        merge(entry, last);
        return true;
    }

    /// Makes `entry` one with `earlier`, as which it ends.
    private void merge(Entry entry, Entry earlier) {
        earlier.join(entry);
        if (entry.member == null) {
            release(earlier); // who asks for one service alone waits for no other
        }
        end(entry, new Outcome.Coalesced(id(earlier)), earlier);
    }

    /// @return false if it came too late and has its outcome
    private boolean arrive(Entry entry) {
        lock.touch(this);
        entry.acceptedNanos = nanoTime();
        engine.admitted(entry, this);
        engine.publish(new QueueEvent.Accepted(entry.operation()));
        if (engine.closed() || retirement.hasBegun() || (engine.lettingGo() && isRunOfAJob(entry))) {
            end(entry, new Outcome.Cancelled(new Cancellation.Shutdown()), null);
            return false;
        }
        if (id(entry) < insisted && entry.kind() != OperationKind.STOP) {
            end(entry, new Outcome.Cancelled(new Cancellation.Superseded(insisted)), null);
            return false;
        }
        if (!entry.isRecorded()) {
            supersedeUnstarted(entry);
        } else if (!waiting.isPlain()) {
            cancelWaiting(other -> Precedence.outdoes(entry, other), new Cancellation.Superseded(id(entry)));
        }
        return true;
    }

    /// Lets a stop that waits already, and needs no journal, pass what does: as a later one would (rule 28c).
    private void passUnrecorded() {
        var run = active;
        var stop = waiting.first(entry -> entry.insists() && !holds(entry) && enters(entry));
        if (stop == null || (run != null && (run.begun() || run.entry.insists()))) {
            return;
        }
        var cause = new Cancellation.Superseded(id(stop));
        if (run != null) {
            stopActive(cause);
        }
        for (var entry : List.copyOf(waiting.entries())) {
            if (entry == stop) {
                break;
            }
            if (entry.kind() != OperationKind.STOP) {
                waiting.remove(entry);
                end(entry, new Outcome.Cancelled(cause), null);
            }
        }
        waiting.remove(stop);
        waiting.addFirst(stop);
    }

    /// What waits for the journal is not waited for by a stop that does not (rule 28c).
    void supersedeUnstarted(Entry stop) {
        insisted = Math.max(insisted, id(stop));
        var cause = new Cancellation.Superseded(id(stop));
        cancelWaiting(other -> other.kind() != OperationKind.STOP, cause);
        if (active != null && !active.begun() && active.entry.kind() != OperationKind.STOP) {
            stopActive(cause);
        }
    }

    /// Takes the first place, before a hold too, with nothing left behind it (rule 16).
    private void comeFirst(Entry entry) {
        cancelWaiting(_ -> true, isOfClosing(entry) ? new Cancellation.Shutdown() : new Cancellation.User());
        stopActive(new Cancellation.Superseded(id(entry)));
        waiting.addFirst(entry);
        if (entry.operation().kills()) {
            lock.follow(() -> engine.threads().start(service + " kill", () -> body.kill(entry.operation())));
        }
    }

    /// Lets a person's start become one with the automatic one before it.
    private boolean takesOver(Entry entry) {
        var earlier = waiting.isEmpty() ? live() : waiting.last();
        if (earlier == null || !Precedence.takesOver(entry, earlier)) {
            return false;
        }
        if (active != null && active.entry == earlier && active.begun()) {
            lock.follow(() -> body.takenOver(earlier.operation(), entry.operation()));
        }
        merge(entry, earlier);
        return true;
    }

    /// What runs, or is about to, and neither was told to stop nor does so by itself.
    private @Nullable Entry live() {
        var run = active;
        return run == null || run.stopped() || run.isPointless() || run.entry.hasOutcome() ? null : run.entry;
    }

    private void line(Entry entry) {
        if (Precedence.passes(entry)) {
            waiting.addPassing(entry, Entry::waitsElsewhere);
        } else {
            waiting.addLast(entry);
        }
    }

    private static boolean isOfClosing(Entry entry) {
        return entry.operation().source().road() == Source.Road.CLOSING;
    }

    private static long id(Entry entry) {
        return entry.operation().id();
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

    /// What ends each change: starts what may start, and tells if the head of the line waits for something else than
    /// before. With the lock held.
    ///
    /// @param changed whether it is this queue that was changed, so that there is an event of it
    /// @return whether anything here waits for what is no change of this queue
    final boolean step(boolean changed) {
        version += changed ? 1 : 0;
        startNext();
        endIfRetired();
        var head = head();
        var reason = head == null || active != null ? null : reason(head);
        if (!changed && reason != null && !reason.equals(told)) {
            version++;
            engine.publishChange(service);
        }
        told = reason;
        var lineWaits = head != null
                && (active == null
                        || !active.begun()
                        || (!waiting.isPlain() && waiting.first(Entry::waitsElsewhere) != null));
        return lineWaits || (retirement.hasBegun() && before != null);
    }

    /// What comes next. What a hold keeps does not keep what no hold does.
    private @Nullable Entry head() {
        var free = waiting.isPlain() ? null : waiting.first(entry -> !holds(entry));
        return free == null ? waiting.first() : free;
    }

    /// Starts the next operation if the service is free and nothing holds it.
    void startNext() {
        before = before != null && before.retirement.isOver() ? null : before;
        if (engine.recorder().trouble() != null) {
            passUnrecorded();
        }
        var run = active;
        if (run != null) {
            replace(run);
            return;
        }
        var next = head();
        if (next == null || before != null || holds(next) || !enters(next)) {
            return;
        }
        if (engine.recorder().problem() != null && !next.insists()) {
            return;
        }
        version++;
        waiting.remove(next);
        var fresh = new Run(this, next);
        active = fresh;
        if (next.member != null) {
            next.member.plan.enter();
        }
        record(fresh, new JournalRecord.Started(next.operation(), engine.time().now()));
    }

    private void record(Run run, JournalRecord.Started started) {
        if (run.entry.insists()) {
            insist(run.entry, started, () -> startRecorded(run, null));
        } else {
            engine.recorder().ask(started).whenComplete((_, failure) -> change(() -> startRecorded(run, failure)));
        }
    }

    /// Lets what runs give way to the first in the line that need not wait for it, whatever is before that one.
    private void replace(Run run) {
        var gives = live() != null && Precedence.givesWay(run);
        var next = gives ? waiting.first(entry -> Precedence.replaces(entry, run)) : null;
        if (next != null) {
            version++;
            stopActive(new Cancellation.Superseded(id(next)));
        }
    }

    @Override
    public final boolean holds(Entry next) {
        // What the program stops as it ends is held by nothing (rule 16).
        var passes = next.urgent || isOfClosing(next);
        return !passes && (held || engine.allHeld());
    }

    /// Whether its plan, if it belongs to one, lets `next` start now.
    boolean enters(Entry next) {
        return !next.waitsElsewhere();
    }

    /// The run that has the service. For variants of a queue; called under the lock.
    final @Nullable Run active() {
        return active;
    }

    @SuppressWarnings("ReferenceEquality") // it is about this very run
    private void startRecorded(Run run, @Nullable Throwable failure) {
        if (run != active) {
            return; // it was called off while the journal wrote
        }
        if (failure == null && !holds(run.entry)) {
            begin(run);
        } else {
            drop(run);
            waiting.addFirst(run.entry);
        }
    }

    /// What was about to begin does not.
    private void drop(Run run) {
        active = null;
        leave(run);
    }

    private void begin(Run run) {
        if (run.entry.member != null) {
            run.entry.member.begin();
        }
        run.begin(settings, engine.time().now(), nanoTime());
        engine.busy();
        engine.publish(new QueueEvent.Started(run.operation()));
        armFor(run);
        try {
            engine.threads().start(service + " " + run.operation().label(), run);
        } catch (RuntimeException | Error e) {
            bodyEnded(run, e);
        }
    }

    /// Runs on the body's thread.
    final void runBody(Run run) {
        var thread = Thread.currentThread();
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
        return cancellation == null ? Causes.failure(failure) : new Outcome.Cancelled(cancellation);
    }

    /// Takes note of what a body tells after its end.
    final void late(Run run, String effect) {
        change(() -> lateEffect(run, effect));
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
        }
    }

    private static void leave(Run run) {
        if (run.entry.member != null) {
            run.entry.member.plan.leave();
        }
    }

    /// Gives `entry` its outcome; its ticket completes when the journal has it.
    private void end(Entry entry, Outcome outcome, @Nullable Entry survivor) {
        entry.end(outcome, survivor);
        var shutdown = outcome instanceof Outcome.Cancelled(Cancellation.Shutdown _);
        if (asksToStop(entry) && !shutdown) {
            lock.follow(this::stopsChanged);
        }
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
        if (run == null && (survivor != null || isWithdrawn(outcome))) {
            dropped.add(entry.operation(), now);
        }
        var record = new JournalRecord.Ended(ended);
        if (entry.insists()) {
            insist(entry, record, () -> tellEnd(entry, ended));
        } else {
            engine.recorder().tell(record).thenRun(() -> change(() -> tellEnd(entry, ended)));
        }
    }

    /// Whether somebody has called it off, or made it pointless.
    private static boolean isWithdrawn(Outcome outcome) {
        return outcome instanceof Outcome.Cancelled(var cause)
                && (cause instanceof Cancellation.User || cause instanceof Cancellation.Superseded);
    }

    private void tellEnd(Entry entry, QueueSnapshot.Ended ended) {
        entry.recorded();
        last = ended;
        engine.forget(entry);
        engine.publish(new QueueEvent.Ended(ended));
        entry.members().forEach(member -> lock.afterwards(() -> member.plan.ended(member)));
        lock.follow(() -> {
            entry.complete();
            engine.done();
        });
    }

    // --- deadlines ---

    private void checkDeadlines(long alarmNanos) {
        alarm.rang(alarmNanos);
        var run = active;
        if (run == null || !run.begun()) {
            return;
        }
        var now = nanoTime();
        var deadline = run.deadlineNanos();
        if (!run.entry.hasOutcome() && deadline.isPresent() && now - deadline.getAsLong() >= 0) {
            deadlinePassed(run);
        }
        if (run.stopped() && !run.wedged() && now - run.graceEndsNanos() >= 0) {
            run.setWedged();
            engine.publish(new QueueEvent.Wedged(run.operation()));
        }
        armFor(run);
    }

    void deadlinePassed(Run run) {
        end(run.entry, new Outcome.TimedOut(Objects.requireNonNull(run.timeout())), null);
        stop(run, null);
    }

    private void armFor(Run run) {
        if (!run.entry.hasOutcome()) {
            run.deadlineNanos().ifPresent(alarm::arm);
        }
        if (run.stopped() && !run.wedged()) {
            alarm.arm(run.graceEndsNanos());
        }
    }

    /// Asks a live body to stop.
    private void stop(Run run, @Nullable Cancellation cause) {
        var first = !run.stopped();
        run.requestStop(cause, nanoTime() + run.settings().grace().toNanos());
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
        } else {
            drop(run);
            end(run.entry, new Outcome.Cancelled(cause), null);
        }
    }

    private int cancelWaiting(Predicate<Entry> which, Cancellation cause) {
        var entries = waiting.removeIf(which);
        entries.forEach(entry -> end(entry, new Outcome.Cancelled(cause), null));
        return entries.size();
    }

    // --- what operators do ---

    CancelResult cancel(Entry entry) {
        return change(() -> {
            if (entry.hasOutcome()) {
                return CancelResult.ALREADY_ENDED;
            }
            decline(entry);
            if (waiting.remove(entry)) {
                end(entry, new Outcome.Cancelled(new Cancellation.User()), null);
                return CancelResult.CANCELLED;
            }
            stopActive(new Cancellation.User());
            return entry.hasOutcome() ? CancelResult.CANCELLED : CancelResult.STOP_REQUESTED;
        });
    }

    final boolean move(Entry entry, int position) {
        return change(() -> shift(entry, position));
    }

    private boolean shift(Entry entry, int position) {
        var place = waiting.move(entry, position);
        if (place < 0) {
            return false;
        }
        engine.publish(new QueueEvent.Moved(entry.operation(), place));
        return true;
    }

    /// What has left the line lately without having run; `null` if that is not known. With the lock held.
    final Dropped.@Nullable One dropped(long id) {
        return dropped.find(id, nanoTime());
    }

    /// Whether `entry` is in the line. With the lock held.
    final boolean waits(Entry entry) {
        return waiting.entries().contains(entry);
    }

    /// What waits beside `entry`, next first. With the lock held.
    final List<Entry> othersThan(Entry entry) {
        return waiting.entries().stream().filter(other -> other != entry).toList();
    }

    final void hold(boolean hold) {
        change(() -> {
            held = hold;
            engine.publishChange(service);
        });
    }

    /// What concerns all queues has changed: whether they are held. With the lock held.
    final void changedWithAll() {
        lock.touch(this);
        engine.publishChange(service);
    }

    private void decline(Entry entry) {
        var begun = active != null && active.entry == entry && active.begun();
        if (Precedence.declines(entry, begun)) {
            body.declined(entry.operation()); // before it ends, or somebody would see that it is wanted still
        }
    }

    final int clear() {
        return change(() -> {
            waiting.entries().forEach(this::decline);
            return cancelWaiting(_ -> true, new Cancellation.User());
        });
    }

    final void withdrawAll() {
        change(() -> cancelWaiting(_ -> true, new Cancellation.User()));
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
            return true;
        });
    }

    // --- plans; with the lock held ---

    /// Cancels an operation that has not begun.
    ///
    /// @return false if it has begun, or has ended
    final boolean callOff(Entry entry, Cancellation cause) {
        var run = active != null && active.entry == entry ? active : null;
        if ((run != null && run.begun()) || entry.hasOutcome()) {
            return false;
        }
        lock.touch(this);
        if (run != null) {
            drop(run);
        }
        waiting.remove(entry);
        if (cause instanceof Cancellation.Dependency && entry.wish() != null) {
            lock.follow(() -> body.wanted(entry.operation()));
        }
        end(entry, new Outcome.Cancelled(cause), null);
        return true;
    }

    /// Lets a member of a plan wait for no other one any more.
    final void release(Entry entry) {
        if (entry.member != null) {
            entry.member.release();
            lock.touch(this);
        }
    }

    /// Whether the service waits for the end of a body that does not end.
    final boolean isWedged() {
        return active != null && active.wedged();
    }

    final void underway(Run run) {
        change(() -> {
            if (run.entry.member != null) {
                run.entry.member.underway();
            }
        });
    }

    // --- ending ---

    /// Takes no more submissions, cancels what waits, and lets what is active end.
    ///
    /// @return completes when all has ended, for the engine's own code only
    final CompletableFuture<Void> retire() {
        change(() -> {
            retirement.begin();
            cancelWaiting(_ -> true, new Cancellation.Shutdown());
            if (active != null && !active.begun()) {
                stopActive(new Cancellation.Shutdown()); // a hold would keep it from starting, with nobody to undo that
            }
        });
        return retirement.gone();
    }

    private void endIfRetired() {
        if (retirement.ends(before == null && active == null && waiting.isEmpty())) {
            lock.follow(retirement::complete);
        }
    }

    /// With the lock held.
    final boolean retired() {
        return retirement.hasBegun();
    }

    final void letGo() {
        change(() -> {
            var isHeld = held || engine.allHeld();
            cancelWaiting(entry -> !isOfClosing(entry) && (isHeld || isRunOfAJob(entry)), new Cancellation.Shutdown());
            if (active != null && isRunOfAJob(active.entry)) {
                stopActive(new Cancellation.Shutdown());
            }
        });
    }

    private boolean isRunOfAJob(Entry entry) {
        return settings.job() && entry.kind() != OperationKind.STOP;
    }

    final void close() {
        change(() -> {
            cancelWaiting(_ -> true, new Cancellation.Shutdown());
            stopActive(new Cancellation.Shutdown());
            if (before != null) {
                before.close();
            }
        });
    }

    final void report(Run run, String text, boolean done) {
        change(() -> {
            if (run == active) {
                engine.publish(new QueueEvent.Stepped(run.operation(), run.add(text, done, nanoTime())));
            }
        });
    }

    // --- looking ---

    /// What the last person in the line wants, or else by what runs or is about to; `null` if there is no such.
    ///
    /// @param stopsOnly whether to look at stops alone, which hold from their acceptance on
    final @Nullable Operation wish(boolean stopsOnly) {
        return locked(() -> {
            var last = active == null || active.entry.hasOutcome() ? null : wish(active.entry, stopsOnly);
            for (var entry : waiting.entries()) {
                var wish = wish(entry, stopsOnly);
                last = wish == null ? last : wish;
            }
            return last;
        });
    }

    private static @Nullable Operation wish(Entry entry, boolean stopsOnly) {
        return stopsOnly && entry.kind() != OperationKind.STOP ? null : entry.wish();
    }

    final QueueSnapshot snapshot() {
        return locked(() -> {
            var run = active;
            var shown = run != null && run.begun() ? run.snapshot() : null;
            var line = LineView.of(run, waiting.entries(), this);
            return new QueueSnapshot(service, version, shown, line, held, engine.allHeld(), last);
        });
    }

    @Override
    public final QueueSettings settings() {
        return settings;
    }

    @Override
    public final WaitReason reason(Entry head) {
        var problem = engine.recorder().problem();
        if (problem != null && !head.insists()) {
            return new WaitReason.JournalDown(problem);
        }
        if (holds(head)) {
            return new WaitReason.Held();
        }
        var obstacle = head.member == null ? null : head.member.obstacle();
        return obstacle == null ? recording() : obstacle;
    }

    @Override
    public final WaitReason recording() {
        var trouble = engine.recorder().trouble();
        return trouble == null ? new WaitReason.Recording() : new WaitReason.JournalDown(trouble);
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
        return lock.change(() -> {
            lock.touch(this);
            return change.get();
        });
    }
}
