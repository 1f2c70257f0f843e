package dev.signalbox.model;

import dev.signalbox.operation.Threads;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Threads that take turns: nothing that was started runs before it is let run, and of all of it, and of who lets
/// it, one runs at a time. Only what does the work of an operation may wait, by [#pause].
final class Turns implements Threads {
    private record Task(String name, Runnable action) {}

    /// Thrown into what waits when its engine is gone.
    static final class GoneError extends Error {
        private static final long serialVersionUID = 1L;
    }

    /// A task on a thread of its own, which runs only while somebody waits for it in [#goOn].
    final class Turn {
        private final Thread thread;
        private volatile boolean mine;
        private volatile boolean over;
        private volatile @Nullable Thread caller;

        private Turn(Task task) {
            thread = Thread.ofVirtual().name(task.name()).unstarted(() -> {
                try {
                    task.action().run();
                } finally {
                    over = true;
                    giveBack();
                }
            });
            thread.setUncaughtExceptionHandler(errors);
        }

        /// Lets it run until it waits or ends.
        void goOn() {
            var before = current;
            current = this;
            caller = Thread.currentThread();
            mine = true;
            if (thread.getState() == Thread.State.NEW) {
                thread.start();
            } else {
                LockSupport.unpark(thread);
            }
            while (mine) {
                LockSupport.park(this);
            }
            current = before;
        }

        private void giveBack() {
            var waits = caller;
            mine = false;
            LockSupport.unpark(waits);
        }

        boolean isOver() {
            return over;
        }

        /// An interrupt is kept for the time after.
        private void pauseHere() {
            var interrupted = Thread.interrupted();
            giveBack();
            while (!mine) {
                LockSupport.park(this);
                interrupted |= Thread.interrupted();
            }
            if (interrupted) {
                thread.interrupt();
            }
        }
    }

    private final Thread.UncaughtExceptionHandler errors;
    private final Deque<Task> tasks = new ArrayDeque<>();
    private final List<Turn> waiting = new ArrayList<>();
    private @Nullable Turn current;
    private boolean gone;

    /// @param errors told of what is thrown and caught by nobody
    Turns(Thread.UncaughtExceptionHandler errors) {
        this.errors = errors;
    }

    @Override
    public void start(String name, Runnable task) {
        if (!gone) {
            tasks.add(new Task(name, task));
        }
    }

    /// The names of what was started and has not run, each once.
    List<String> started() {
        return tasks.stream().map(Task::name).distinct().toList();
    }

    boolean isEmpty() {
        return tasks.isEmpty();
    }

    /// Lets all run that was started, and what it starts: the first first, but `last` when nothing else is left.
    void runAll(String last) {
        while (!tasks.isEmpty()) {
            var next = tasks.stream()
                    .filter(task -> !task.name().equals(last))
                    .findFirst()
                    .orElseGet(tasks::element);
            tasks.remove(next);
            run(next);
        }
    }

    /// Lets all run that has this name.
    void runAllNamed(String name) {
        while (started().contains(name)) {
            run(name);
        }
    }

    /// Lets that run which has this name, and was started first.
    void run(String name) {
        var task = tasks.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
        tasks.remove(task);
        run(task);
    }

    private void run(Task task) {
        if (task.name().contains("#")) { // an operation, which may wait
            var turn = new Turn(task);
            waiting.add(turn);
            turn.goOn();
            waiting.removeIf(Turn::isOver);
        } else {
            task.action().run();
        }
    }

    /// Lets who let this task run go on, until he lets it go on.
    ///
    /// @param known told what is to go on later
    void pause(Consumer<Turn> known) {
        var turn = current;
        if (gone) {
            throw new GoneError();
        }
        if (turn == null) {
            throw new IllegalStateException("only operations may wait");
        }
        known.accept(turn);
        turn.pauseHere();
        if (gone) {
            throw new GoneError();
        }
    }

    /// Nothing starts any more, and what waits ends.
    void end() {
        gone = true;
        tasks.clear();
        waiting.forEach(turn -> {
            if (!turn.isOver()) {
                turn.goOn();
            }
        });
    }
}
