package dev.signalbox.driver.process;

import static dev.signalbox.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.signalbox.HungFolder;
import dev.signalbox.operation.TestWork;
import dev.signalbox.service.DriverException;
import dev.signalbox.service.DriverStatus.Stopped;
import dev.signalbox.service.ServiceDefinition;
import dev.signalbox.service.ServiceDefinition.Command;
import dev.signalbox.service.ServiceDefinition.Hook;
import dev.signalbox.service.ServiceDefinition.Hooks;
import dev.signalbox.service.ServiceDefinition.StopSettings;
import dev.signalbox.service.TestDefinitions;
import dev.signalbox.state.StateFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Services whose working directory hangs, as on a share whose server is gone.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class HungFolderTest {
    private static final int MANY = 3 * Runtime.getRuntime().availableProcessors();

    @TempDir
    private Path folder;

    private Path share;

    @BeforeEach
    void makeShare() throws Exception {
        share = Files.createDirectory(folder.resolve("share"));
    }

    private ServiceDefinition service(String id, StopSettings stop) {
        var command = new Command.Argv(List.of("sleep", "1000000"));
        return TestDefinitions.of(id, command, share, List.of(), Map.of(), stop);
    }

    private Bench bench(ServiceDefinition definition) throws Exception {
        return new Bench(folder.resolve("state"), definition);
    }

    /// What an operation does, on a thread as its queue has it.
    private record Body(TestWork work, Thread thread, CompletableFuture<Exception> end) {
        static Body of(TestWork work, Action action) {
            var end = new CompletableFuture<Exception>();
            var thread = Thread.ofVirtual().start(() -> {
                try {
                    action.run(work);
                    end.complete(null);
                } catch (Exception e) {
                    end.complete(e);
                }
            });
            return new Body(work, thread, end);
        }

        Exception await() throws Exception {
            return end.get();
        }
    }

    private interface Action {
        void run(TestWork work) throws Exception;
    }

    private String hangs() {
        return "starting a process in " + share + " hangs; waiting for its end";
    }

    private void awaitHang(Body body) {
        await().until(() -> body.work.doings().contains(hangs()));
    }

    @Test
    void manyServicesHang_anotherOneStartsAndStops() throws Exception {
        try (var bench = bench(service("service", StopSettings.DEFAULT));
                var hung = HungFolder.over(share)) {
            var bodies = new ArrayList<Body>();
            for (var i = 0; i < MANY; i++) {
                var driver = bench.drivers.driver(service("hung" + i, StopSettings.DEFAULT));
                driver.open(_ -> {});
                bodies.add(Body.of(TestWork.start(), driver::start));
            }
            bodies.forEach(this::awaitHang);

            var well = bench.drivers.driver(TestDefinitions.argv("well", "sleep", "1000000"));
            well.open(_ -> {});
            assertThat(Body.of(TestWork.start(), well::start).await()).isNull();
            assertThat(Body.of(TestWork.stop(), well::stop).await()).isNull();
            hung.fail();
            for (var body : bodies) {
                assertThat(body.await()).isInstanceOf(DriverException.class);
            }
        }
    }

    @Test
    void start_folderAnswersAgain_runs() throws Exception {
        try (var bench = bench(service("service", StopSettings.DEFAULT));
                var hung = HungFolder.over(share)) {
            var start = Body.of(TestWork.start(), bench.driver::start);
            awaitHang(start);
            assertThat(start.end()).isNotDone();
            hung.answer();
            assertThat(start.await()).isNull();
            assertThat(bench.isRunning()).isTrue();
        }
    }

    @Test
    void start_atItsDeadline_hasNotEndedBeforeTheFolderAnswers_andLeavesNothing() throws Exception {
        try (var bench = bench(service("service", StopSettings.DEFAULT));
                var hung = HungFolder.over(share)) {
            var start = Body.of(TestWork.start(), bench.driver::start);
            awaitHang(start);
            start.work.askToStop(start.thread);
            assertThat(start.end()).isNotDone();
            hung.answer();
            assertThat(start.await()).isInstanceOf(InterruptedException.class);
            assertThat(bench.census().members()).isEmpty();
            assertThat(bench.driver.status()).isEqualTo(new Stopped(true));
        }
    }

    @Test
    void start_abandoned_whatIsBornLateIsKilled_andToldOf() throws Exception {
        try (var bench = bench(service("service", StopSettings.DEFAULT));
                var hung = HungFolder.over(share)) {
            var start = Body.of(TestWork.start(), bench.driver::start);
            awaitHang(start);
            start.work.askToStop(start.thread);
            start.work.abandon();

            assertThatExceptionOfType(DriverException.class)
                    .isThrownBy(bench::start)
                    .withMessageMatching("cannot be started: starting a process in .*share hangs, since \\d+ s");

            hung.answer();
            start.await();
            assertThat(start.work.steps())
                    .anyMatch(step -> step.matches("late: pid \\d+ was started after it was abandoned, and is killed"));
            assertThat(bench.census().members()).isEmpty();
            bench.start();
            assertThat(bench.isRunning()).isTrue();
        }
    }

    @Test
    void stop_itsCommandHangs_theServiceIsStoppedAllTheSame() throws Exception {
        var stop = new StopSettings("SIGTERM", Duration.ofSeconds(2), List.of("sleep", "1000000"));
        try (var bench = bench(service("service", stop))) {
            bench.start();
            var pid = bench.pid();
            try (var hung = HungFolder.over(share)) {
                var end = Body.of(TestWork.stop(), bench.driver::stop);
                await().until(() -> !bench.isAlive(pid));
                awaitHang(end);
                hung.answer();
                assertThat(end.await()).isNull();
                assertThat(end.work.steps())
                        .anyMatch(step -> step.matches(
                                "stop command: cannot be started: starting a process in .*share hangs: .*"))
                        .anyMatch(step -> step.matches("late: stop command was started when nobody waited for it any"
                                + " more, as pid \\d+, and killed"));
            }
            assertThat(bench.driver.status()).isEqualTo(new Stopped(true));
            assertThat(bench.census().members()).isEmpty();
        }
    }

    /// As where the engine has no file handle left by then.
    @Test
    void stop_itsCommandIsBornLate_andCannotBeLookedAt_isKilledAllTheSame() throws Exception {
        var blind = new AtomicBoolean();
        var stop = new StopSettings("SIGTERM", Duration.ofSeconds(2), List.of("sleep", "1000000"));
        var state = folder.resolve("state");
        try (var bench = new Bench(state, service("service", stop), StopTest.blindWhere(blind))) {
            bench.start();
            try (var hung = HungFolder.over(share)) {
                var end = Body.of(TestWork.stop(), bench.driver::stop);
                awaitHang(end);
                blind.set(true);
                hung.answer();
                end.await();
                assertThat(end.work.steps())
                        .anyMatch(step -> step.matches("late: stop command was started when nobody waited for it any"
                                + " more, as pid \\d+, and its process was killed; what that has started may live"));
            }
            assertThat(bench.census().members()).isEmpty();
            blind.set(false);
        }
    }

    /// Of each service whose processes another engine has started it is asked whether the folder of that is there.
    @Test
    void oneStateFolderHangs_theOthersAreLookedFor() throws Exception {
        var table = new LinuxProcessTable(text -> text, Path.of("/proc"), Duration.ofMillis(100));
        var pid = ProcessHandle.current().pid();
        var there = Files.createDirectory(folder.resolve("there"));
        Files.writeString(there.resolve("id"), "x");
        try (var _ = HungFolder.over(share)) {
            assertThat(table.presence(pid, share.resolve("state").toString(), "x"))
                    .isEqualTo(StateFolder.Presence.UNKNOWN);
            assertThat(table.presence(pid, there.toString(), "x")).isEqualTo(StateFolder.Presence.THERE);
        }
    }

    @Test
    void start_itsHookHangs_failsAtTheTimeOfTheHook_onceThatHasEnded() throws Exception {
        var hook = new Hook(List.of("sleep", "1000000"), Duration.ofMillis(100));
        var definition = service("service", StopSettings.DEFAULT)
                .but()
                .hooks(new Hooks(hook, null))
                .build();
        try (var bench = bench(definition);
                var hung = HungFolder.over(share)) {
            var start = Body.of(TestWork.start(), bench.driver::start);
            awaitHang(start);
            assertThat(start.end()).isNotDone();
            hung.answer();
            assertThat(start.await())
                    .hasMessageMatching("pre_start: cannot be started: starting a process in .* hangs: no answer.*");
            assertThat(bench.census().members()).isEmpty();
        }
    }
}
