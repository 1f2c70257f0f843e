package dev.signalbox.service.supervision;

import static dev.signalbox.Waiting.await;
import static dev.signalbox.operation.OperationKind.RESTART;
import static dev.signalbox.operation.OperationKind.START;
import static dev.signalbox.operation.OperationKind.STOP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.operation.InMemoryJournal;
import dev.signalbox.operation.OperationContext;
import dev.signalbox.operation.OperationQueue;
import dev.signalbox.operation.Outcome;
import dev.signalbox.operation.QueueSettings;
import dev.signalbox.service.DriverException;
import dev.signalbox.service.DriverStatus;
import dev.signalbox.service.ExitStatus;
import dev.signalbox.service.FakeDriver;
import dev.signalbox.service.Intent;
import dev.signalbox.service.ServiceState;
import dev.signalbox.service.ServiceStatus;
import dev.signalbox.service.TestDefinitions;
import dev.signalbox.time.FakeTime;
import java.nio.file.Path;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a supervisor keeps of what was wanted.
final class SupervisorTest {
    private final FakeDriver driver = new FakeDriver();

    private final FakeTime time = new FakeTime();
    private final OperationQueue queue = new OperationQueue(new InMemoryJournal(100), time, 1);

    @TempDir
    private Path folder;

    private Supervisor supervisor;

    @BeforeEach
    void open() {
        supervisor = new Supervisor(
                TestDefinitions.argv("service", "sleep", "100"), _ -> driver, TestSupervision.of(queue, time));
        supervisor.open();
    }

    @Test
    void stop_wishCannotBeKept_stopsAllTheSame() {
        try (var test = new Supervised(Supervised.definition().build(), folder)) {
            test.mustRun(START);
            test.store.breakDown(true);
            test.mustRun(STOP);

            assertThat(test.driver.instances()).isZero();
            assertThat(test.ended().getLast().steps())
                    .anyMatch(step -> step.text().startsWith("the next engine will not know"));
            assertThat(test.supervisor.intent().desired().value()).isEqualTo(Intent.Value.STOPPED);
        }
    }

    @Test
    void stop_wishCouldNotBeKeptAtOnce_isKeptWhenItBegins() {
        try (var test = new Supervised(Supervised.definition().build(), folder)) {
            test.mustRun(START);
            test.queue.hold(Supervised.ID);
            test.store.breakDown(true);
            var stop = test.submit(STOP);
            test.store.breakDown(false);
            test.queue.resume(Supervised.ID);

            assertThat(Supervised.outcome(stop)).isEqualTo(new Outcome.Succeeded());
            assertThat(new Intents(test.store, "boot")
                            .of(Supervised.ID)
                            .desired()
                            .value())
                    .isEqualTo(Intent.Value.STOPPED);
        }
    }

    @Test
    void start_wishCannotBeKept_startsNothing() {
        try (var test = new Supervised(Supervised.definition().build(), folder)) {
            test.store.breakDown(true);
            assertThat(test.run(START)).isInstanceOf(Outcome.Failed.class);

            assertThat(test.driver.instances()).isZero();
            assertThat(test.supervisor.intent().desired().value()).isEqualTo(Intent.Value.UNSET);
        }
    }

    @Test
    void abandonedOperation_isOver_alsoIfItsBodyNeverEnds() {
        try (var test = new Supervised(
                Supervised.definition().queue(QueueSettings.DEFAULT).build(), folder, new FakeDriver())) {
            test.mustRun(START);
            test.driver.hangDeaf();
            var stop = test.submit(STOP);
            await().until(() -> test.queue.snapshot(Supervised.ID).active() != null);
            test.pass(QueueSettings.DEFAULT.stopTimeout());
            assertThat(Supervised.outcome(stop)).isInstanceOf(Outcome.TimedOut.class);
            test.pass(QueueSettings.DEFAULT.grace());
            assertThat(test.state()).isEqualTo(ServiceState.STOPPING);
            assertThat(test.queue.abandon(Supervised.ID)).isTrue();
            assertThat(test.awaitStatus(now -> now.state() == ServiceState.RUNNING)
                            .pid())
                    .isPositive();
            test.driver.crash(new ExitStatus(1));
            assertThat(test.state()).isEqualTo(ServiceState.FAILED);
        }
    }

    @Test
    void watcher_thatThrows_costsNoOtherItsNews() {
        try (var test = new Supervised(Supervised.definition().build(), folder)) {
            test.mustRun(START);
            var seen = new AtomicReference<ServiceState>();
            test.supervisor.watch(() -> {
                throw new IllegalStateException("thrown on purpose, by a test");
            });
            test.supervisor.watch(() -> seen.set(test.supervisor.status().state()));
            var thread = Thread.currentThread();
            var before = thread.getUncaughtExceptionHandler();
            thread.setUncaughtExceptionHandler((_, _) -> {});
            try {
                test.driver.crash(new ExitStatus(1));
            } finally {
                thread.setUncaughtExceptionHandler(before);
            }

            assertThat(seen).hasValue(ServiceState.FAILED);
        }
    }

    @Test
    void restart_betweenStopAndStart_showsNoProcess() {
        var seen = new AtomicReference<ServiceStatus>();
        var shown = new AtomicReference<Supervisor>();
        var watched = new FakeDriver() {
            @Override
            public void start(OperationContext work) throws DriverException, InterruptedException {
                seen.set(shown.get().status());
                super.start(work);
            }
        };
        try (var test = new Supervised(Supervised.definition().build(), folder, watched)) {
            shown.set(test.supervisor);
            test.supervisor.redefine(Supervised.definition().build());
            test.mustRun(START);
            test.mustRun(RESTART);
            assertThat(seen.get().state()).isEqualTo(ServiceState.RESTARTING);
            assertThat(seen.get().pid()).isNegative();
            assertThat(seen.get().since()).isNull();
        }
    }

    @Test
    void end_thatALookNotices_isToldOnce() {
        var watcher = new AtomicReference<Consumer<DriverStatus>>();
        var noticed = new AtomicBoolean(true);
        var telling = new FakeDriver() {
            @Override
            public void open(Consumer<DriverStatus> newWatcher) {
                watcher.set(newWatcher);
                super.open(newWatcher);
            }

            @Override
            public DriverStatus status() {
                var seen = super.status();
                if (!noticed.getAndSet(true)) {
                    watcher.get().accept(seen);
                }
                return seen;
            }

            @Override
            public void crash(ExitStatus exit, String... lastLines) {
                super.close(); // nobody is told, before somebody looks
                super.crash(exit, lastLines);
                noticed.set(false);
            }
        };
        var told = new CopyOnWriteArrayList<ServiceState>();
        try (var test = new Supervised(Supervised.definition().build(), folder, telling, telling)) {
            test.supervisor.redefine(Supervised.definition().build());
            test.mustRun(START);
            test.supervisor.onStatus((_, after) -> told.add(after.state()));
            telling.crash(new ExitStatus(137));
            test.supervisor.redefine(Supervised.definition().autostart(true).build());

            assertThat(told).containsExactly(ServiceState.FAILED);
        }
    }
}
