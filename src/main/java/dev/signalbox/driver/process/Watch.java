package dev.signalbox.driver.process;

import dev.signalbox.log.LogFiles;
import dev.signalbox.log.LogNotes;
import dev.signalbox.operation.OperationContext;
import dev.signalbox.service.DriverStatus;
import dev.signalbox.service.DriverStatus.Exited;
import dev.signalbox.service.DriverStatus.Running;
import dev.signalbox.service.DriverStatus.Stopped;
import dev.signalbox.service.DriverStatus.Unknown;
import dev.signalbox.service.ExitStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Holds what is known of a service, and notices when it ends without being asked. Safe to use from any thread.
final class Watch {
    private final Output output;
    private final LogFiles log;
    private final LastWords lastWords;
    private final LogNotes notes;
    private final Ends ends;
    private final InstantSource clock;
    private final Succession succession;

    private final ReentrantLock lock = new ReentrantLock();
    private State state = new State.Down(false, null);
    /// The operation that changes the service now, which knows itself why a process ends.
    private @Nullable OperationContext owner;
    /// What is being killed, of which some may live after it has ended itself.
    private @Nullable Run dying;
    /// In whose place nobody goes on, as was found out after its end.
    private @Nullable Run last;
    /// What a look has found ended, until the watcher is told.
    private @Nullable Run untold;
    /// When the end of a run that was adopted in the middle of its stop is one by itself again: the stop has come
    /// to nothing then, and nobody has said so. `null` if there is no such run.
    private @Nullable Instant askedUntil;
    private volatile @Nullable Consumer<DriverStatus> watcher;
    /// What else runs of the service, as was found last.
    private volatile Strangers strangers = Strangers.NONE;

    Watch(Output output, LastWords lastWords, LogNotes notes, Ends ends, InstantSource clock, Succession succession) {
        this.output = output;
        this.log = output.log();
        this.lastWords = lastWords;
        this.notes = notes;
        this.ends = ends;
        this.clock = clock;
        this.succession = succession;
    }

    /// @param stopTime how long a stop may take
    void open(State found, Duration stopTime, Consumer<DriverStatus> newWatcher) {
        lock.lock();
        try {
            watcher = newWatcher;
            state = found;
            if (found instanceof State.Up(var run) && run.record().stopAsked()) {
                askedUntil = clock.instant().plus(stopTime);
            }
        } finally {
            lock.unlock();
        }
        follow(found);
    }

    private void follow(State found) {
        if (found instanceof State.Up(var run)) {
            run.onEnd(ends, () -> ended(run));
        }
    }

    /// Lets the operation change the service from now on.
    ///
    /// @return what it begins with
    State begin(OperationContext work) {
        State begun;
        var went = false;
        lock.lock();
        try {
            if (state instanceof State.Up(var run) && !run.isAlive()) {
                var heir = run == last ? null : succession.now(run);
                settle(run, heir);
                went = heir != null;
            }
            disown();
            owner = work;
            untold = null;
            askedUntil = null;
            begun = state;
        } finally {
            lock.unlock();
        }
        if (went) {
            follow(begun);
        }
        // On a thread of its own, as it looks at the world.
        work.onAbandoned(
                () -> Thread.ofVirtual().name("watch after an operation").start(() -> abandoned(work)));
        return begun;
    }

    /// Nobody waits for what `work` does any more: the ends of the service are news again.
    private void abandoned(OperationContext work) {
        DriverStatus news = null;
        lock.lock();
        try {
            if (!work.equals(owner)) {
                return;
            }
            disown();
            if (state instanceof State.Up(var run) && isOver(run) && !isEnding(run)) {
                news = notice(run);
            }
        } finally {
            lock.unlock();
        }
        push(news);
    }

    /// Lets go of the operation that changed the service, if there is one: it was abandoned, so nobody knows what
    /// it has done. Of a run that is over the strays are looked for anyway, and one that is alive is the only one.
    /// To be called with the lock held.
    private void disown() {
        if (owner != null && state instanceof State.Down(var _, var due)) {
            state = new State.Down(false, due);
        }
        owner = null;
    }

    /// Lays down what an operation has made of the service, unless it was abandoned and a later one has taken
    /// over.
    ///
    /// @param asRunning whether the service is said to run, so that its end by now is news
    void finish(OperationContext work, State after, boolean asRunning) {
        DriverStatus news = null;
        boolean fresh;
        lock.lock();
        try {
            if (!Objects.equals(owner, work)) {
                return;
            }
            owner = null;
            // What was there before is followed already.
            fresh = !state.equals(after);
            state = after;
            if (after instanceof State.Up(var run) && isOver(run)) {
                news = notice(run);
                fresh = false;
            }
        } finally {
            lock.unlock();
        }
        if (fresh) {
            follow(after);
        }
        push(asRunning ? news : null);
    }

    /// What runs, as far as no operation is making it; `null` if nothing does.
    @Nullable
    Run run() {
        lock.lock();
        try {
            return state instanceof State.Up(var run) ? run : null;
        } finally {
            lock.unlock();
        }
    }

    /// What the service does. An end that shows only here is told to the watcher when it would have been anyway,
    /// as it may be the watcher who asks.
    DriverStatus status() {
        lock.lock();
        try {
            if (state instanceof State.Up(var run) && !run.isAlive()) {
                if (isEnding(run)) {
                    return new Unknown("it is being stopped, and some of its processes may live");
                }
                if (isOver(run)) {
                    untold = notice(run) == null ? null : run;
                }
            }
            return seen();
        } finally {
            lock.unlock();
        }
    }

    /// What is known, with what runs beside it: of the service as a whole nothing can be said then. With the lock
    /// held.
    private DriverStatus seen() {
        var status = state.status();
        if (strangers.isNone()) {
            return status;
        }
        var own = switch (status) {
            case Running running -> "it runs as pid " + running.pid() + ", and ";
            case Unknown unknown -> unknown.reason() + "; ";
            case Exited _, Stopped _ -> "";
        };
        return new Unknown(own + strangers.text(), strangers.areElsewhere());
    }

    /// The cookie of the run that is known, or was last; empty if there is none.
    String cookie() {
        lock.lock();
        try {
            var cookie = switch (state) {
                case State.Up(var run) -> run.record().cookie();
                case State.Over(var _, var tree) -> tree.cookie();
                case State.Down(var _, var due) -> due;
                case State.Doubt _ -> null;
            };
            return Objects.requireNonNullElse(cookie, "");
        } finally {
            lock.unlock();
        }
    }

    Strangers strangers() {
        return strangers;
    }

    /// Takes note of what else runs of the service. Tells nobody.
    void beside(Strangers found) {
        strangers = found;
    }

    /// Tells the watcher what is known now.
    void tell() {
        push(status());
    }

    /// The processes of which some live on behind a run that has ended by itself, while no operation is at work;
    /// `null` if none do.
    @Nullable
    ProcessTree leaving() {
        lock.lock();
        try {
            return owner == null && state instanceof State.Over(var how, var tree) && how.leftovers() > 0 ? tree : null;
        } finally {
            lock.unlock();
        }
    }

    /// Takes note of who lives on of `ended`, which [#leaving] has told, and tells the watcher if that is news.
    @SuppressWarnings("ReferenceEquality") // it is about this very run
    void left(ProcessTree ended, Census living) {
        DriverStatus news = null;
        lock.lock();
        try {
            if (owner == null && state instanceof State.Over(var how, var tree) && tree == ended) {
                var now = how.leaving(living.pids());
                if (!now.equals(how)) {
                    state = new State.Over(now, tree);
                    news = seen();
                }
            }
        } finally {
            lock.unlock();
        }
        push(news);
    }

    /// Whether nothing runs that this engine has started, and no operation is at work.
    boolean isDown() {
        lock.lock();
        try {
            return owner == null && state instanceof State.Down;
        } finally {
            lock.unlock();
        }
    }

    /// `run` is the service's from now on.
    void takeOver(Run run) {
        var up = new State.Up(run);
        lock.lock();
        try {
            state = up;
        } finally {
            lock.unlock();
        }
        follow(up);
    }

    /// Whether somebody is about to end `run`, who knows more of it. With the lock held.
    private boolean isEnding(Run run) {
        return owner != null || run == dying;
    }

    /// The watched process has ended. That another one goes on in its place may take a moment to be said.
    private void ended(Run run) {
        var heir = isLast(run) ? null : succession.soon(run);
        DriverStatus news = null;
        State next = null;
        lock.lock();
        try {
            if (heir == null && state instanceof State.Up(var current) && current == run) {
                last = run;
            }
            if (state instanceof State.Up(var current) && current == run && !isEnding(run)) {
                news = settle(run, heir);
                next = heir == null ? null : state;
            } else if (run == untold) {
                untold = null;
                news = seen();
            }
        } finally {
            lock.unlock();
        }
        if (next != null) {
            follow(next);
        }
        push(news);
    }

    private boolean isLast(Run run) {
        lock.lock();
        try {
            return run == last || !succession.isPossible();
        } finally {
            lock.unlock();
        }
    }

    /// Whether `run` has ended, and nobody may go on in its place. With the lock held.
    private boolean isOver(Run run) {
        return !run.isAlive() && (run == last || !succession.isPossible());
    }

    /// Lays down what comes of the end of `run`. With the lock held.
    ///
    /// @param heir who goes on in its place, `null` if nobody does
    private @Nullable DriverStatus settle(Run run, @Nullable ProcessInfo heir) {
        if (heir == null) {
            return notice(run);
        }
        var next = run.goesOnAs(heir);
        state = new State.Up(next);
        output.inTime(() -> noteHeir(next), false);
        return seen();
    }

    private boolean noteHeir(Run next) {
        notes.mark(log, "went over to pid " + next.pid());
        return true;
    }

    /// `run` is killed from now on, whatever operation is at work.
    void dies(Run run) {
        lock.lock();
        try {
            dying = run;
            last = run;
            askedUntil = null;
        } finally {
            lock.unlock();
        }
    }

    /// Of `run`, which was killed, nothing is left, or it will not go.
    void died(Run run) {
        lock.lock();
        try {
            dying = null;
        } finally {
            lock.unlock();
        }
        if (!run.isAlive()) {
            ended(run);
        }
    }

    /// Finds out how `run` ended. With the lock held.
    private @Nullable DriverStatus notice(Run run) {
        if (watcher == null) {
            return null;
        }
        var exit = run.exit();
        output.settle();
        var left = left(run.tree());
        var now = clock.instant();
        state = over(run.record(), exit, now, run.tree(), left, succession.background(run.record(), exit, now, left));
        run.tree().groups().forEach(ControlGroup::remove);
        mark(run, exit);
        return seen();
    }

    /// Where nobody can be looked at, the next operation does.
    private static Census left(ProcessTree tree) {
        try {
            return tree.census();
        } catch (UnseenException e) {
            return new Census(List.of(), false);
        }
    }

    /// What a run is that has ended. With the lock held, or before the opening.
    ///
    /// @param at when it ended, as far as that is known; later than now if it is not
    /// @param left who lives on of it
    /// @param background which of them, by pid, as it has put itself into the background; empty if it has not
    State over(RunRecord record, ExitStatus exit, Instant at, ProcessTree tree, Census left, List<Long> background) {
        var now = clock.instant();
        if (record.stopAsked() && left.isEmpty() && (askedUntil == null || now.isBefore(askedUntil))) {
            return new State.Down(left.verified(), record.cookie());
        }
        return new State.Over(
                new Exited(
                        exit,
                        at.isBefore(now) ? at : now,
                        lastWords.of(record),
                        left.whole().size(),
                        background),
                tree);
    }

    /// Notes the end of a run in its log, which is not waited for for ever.
    void mark(Run run, ExitStatus exit) {
        output.inTime(() -> note(run, exit), false);
    }

    private boolean note(Run run, ExitStatus exit) {
        notes.end(log, "pid " + run.pid() + " ended, " + exit.describe());
        notes.unfollow(log);
        return true;
    }

    private void push(@Nullable DriverStatus news) {
        var target = watcher;
        if (news != null && target != null) {
            target.accept(news);
        }
    }

    /// Ends the watching. The service and its record stay.
    void close() {
        lock.lock();
        try {
            watcher = null;
            if (state instanceof State.Up(var run)) {
                ends.forget(run);
            }
            notes.unfollow(log);
        } finally {
            lock.unlock();
        }
    }
}
