package dev.signalbox.model;

import dev.signalbox.log.LogFiles;
import dev.signalbox.operation.Operation;
import dev.signalbox.operation.OperationContext;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.service.DriverException;
import dev.signalbox.service.DriverStatus;
import dev.signalbox.service.DriverStatus.Exited;
import dev.signalbox.service.DriverStatus.Running;
import dev.signalbox.service.DriverStatus.Stopped;
import dev.signalbox.service.ExitStatus;
import dev.signalbox.service.ServiceDriver;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A service that is one process and outlives the engine, and what the engine has at work with it.
final class ModelService {

    /// How work on a service comes to its end.
    enum End {
        GOES_WELL,
        FAILS,
        /// It was asked to stop, and does.
        GIVES_IN
    }

    /// Work that is under way.
    ///
    /// @param stops whether it is a stop, or the stop half of a restart
    record Work(OperationContext context, boolean stops, Turns.Turn turn) {}

    private final String id;
    private final Consumer<String> wrong;
    private final List<Work> atWork = new ArrayList<>();
    private boolean up;
    /// Whether it was asked to end, and nobody waits for that any more.
    private boolean asked;
    private DriverStatus down = new Stopped(true);
    private long pid = 1;
    private End verdict = End.GOES_WELL;

    ModelService(String id, Consumer<String> wrong) {
        this.id = id;
        this.wrong = wrong;
    }

    boolean isUp() {
        return up;
    }

    /// Whether it was asked to end, so that its end is none by itself if it comes after all.
    boolean isAsked() {
        return asked;
    }

    @Nullable
    Work atWork() {
        return atWork.isEmpty() ? null : atWork.getFirst();
    }

    /// Lets what is at work come to its end.
    void end(End how) {
        var work = atWork.removeFirst();
        verdict = how;
        work.turn().goOn();
    }

    /// The engine is gone, and all that was at work with it.
    void engineGone() {
        atWork.clear();
    }

    /// The machine is started anew.
    void vanish() {
        up = false;
        asked = false;
        down = new Stopped(true);
    }

    /// All that matters of it.
    String state() {
        var work = atWork.stream()
                .map(each ->
                        (each.stops() ? "stops " : "starts ") + each.context().stopRequested())
                .toList();
        return (up ? "up" : "down ") + asked + (down instanceof Exited) + work;
    }

    private void begin() {
        up = true;
        asked = false;
        pid++;
    }

    private void stopped() {
        up = false;
        asked = false;
        down = new Stopped(true);
    }

    /// What one engine does with it.
    final class Driver implements ServiceDriver {
        private final Turns turns;
        private final Consumer<OperationContext> begins;
        private @Nullable Consumer<DriverStatus> watcher;

        /// @param begins told of work before it changes anything
        Driver(Turns turns, Consumer<OperationContext> begins) {
            this.turns = turns;
            this.begins = begins;
        }

        @Override
        public void open(Consumer<DriverStatus> newWatcher) {
            watcher = newWatcher;
        }

        @Override
        public void start(OperationContext work) throws DriverException, InterruptedException {
            work.requireLive();
            begins.accept(work);
            if (up) {
                asked = false; // from now on its end would be one by itself
                work.nothingToDo("already running");
                return;
            }
            begin();
            switch (pause(work, false)) {
                case GOES_WELL -> {
                    if (!up) {
                        throw new DriverException("killed");
                    }
                }
                case FAILS -> {
                    stopped();
                    throw new DriverException("failed as planned");
                }
                case GIVES_IN -> {
                    if (!work.letsGo()) {
                        stopped();
                    }
                    throw new InterruptedException();
                }
            }
        }

        @Override
        public void stop(OperationContext work) throws DriverException, InterruptedException {
            work.requireLive();
            begins.accept(work);
            if (!up) {
                stopped();
                if (work.operation().kind() == OperationKind.STOP) {
                    work.nothingToDo("not running");
                }
                return;
            }
            if (work.letsGo()) {
                wrong.accept("rule 29: " + id + " was let go of, and is stopped by "
                        + work.operation().label());
            }
            switch (pause(work, true)) {
                case GOES_WELL -> stopped();
                case FAILS -> {
                    asked = up;
                    throw new DriverException("it does not end");
                }
                case GIVES_IN -> {
                    var cleansUp = work.operation().kind() == OperationKind.START;
                    if (work.cancellation() == null || (cleansUp && !work.letsGo())) {
                        stopped(); // by force
                    } else {
                        asked = up;
                    }
                    throw new InterruptedException();
                }
            }
        }

        private End pause(OperationContext work, boolean stops) {
            if (!atWork.isEmpty()) {
                wrong.accept("rule 3: two at work with " + id + ": "
                        + work.operation().label() + " beside "
                        + atWork.getFirst().context().operation().label());
            }
            turns.pause(turn -> atWork.add(new Work(work, stops, turn)));
            return verdict;
        }

        @Override
        public void kill(Operation operation) {
            stopped();
        }

        /// It ends by itself.
        void crash() {
            var told = watcher;
            var crash = !asked;
            stopped();
            if (crash) {
                down = new Exited(new ExitStatus(1), Instant.EPOCH.plusNanos(pid), List.of(), 0);
            }
            if (told != null) {
                turns.start(id + " exit", () -> told.accept(down));
            }
        }

        @Override
        public DriverStatus status() {
            return up ? new Running(pid, Instant.EPOCH, false) : down;
        }

        @Override
        public @Nullable LogFiles log() {
            return null;
        }

        @Override
        public void close() {
            watcher = null;
        }
    }
}
