package dev.signalbox.driver.process;

import static dev.signalbox.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.signalbox.operation.TestWork;
import dev.signalbox.service.DriverException;
import dev.signalbox.service.DriverStatus.Stopped;
import dev.signalbox.service.ServiceDefinition;
import dev.signalbox.service.ServiceDefinition.Command;
import dev.signalbox.service.ServiceDefinition.EnvValue;
import dev.signalbox.service.ServiceDefinition.StopSettings;
import dev.signalbox.service.TestDefinitions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Services that are stopped by a command.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class StopCommandTest {
    /// Ends when there is a file, and ignores its signal.
    private static final String DEAF =
            "trap '' TERM; touch ready; while ! [ -e end ]; do sleep 0.02; done; rm end; exit 0";

    private static final Set<Thread.State> WAITING = EnumSet.of(Thread.State.WAITING, Thread.State.TIMED_WAITING);
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(300);

    @TempDir
    private Path folder;

    private ServiceDefinition service(String line, Duration timeout, String... command) {
        var env = Map.of("GREETING", new EnvValue("good bye", false));
        var stop = new StopSettings("SIGTERM", timeout, List.of(command));
        return TestDefinitions.of("service", new Command.Shell(line), folder, List.of(), env, stop);
    }

    private Bench started(ServiceDefinition definition) throws Exception {
        var bench = new Bench(folder, definition);
        bench.start();
        await().until(() -> Files.exists(folder.resolve("ready")));
        return bench;
    }

    private static void assertGone(Bench bench) {
        assertThat(bench.driver.status()).isEqualTo(new Stopped(true));
        assertThat(bench.census().members()).isEmpty();
        assertThat(bench.news).isEmpty();
    }

    @Test
    void stop_command_endsTheServiceInItsPlace() throws Exception {
        var command = "echo \"$GREETING $SIGNALBOX_PID\"; echo and so on >&2; touch end";
        try (var bench = started(service(DEAF, LONG, "sh", "-c", command))) {
            var pid = bench.pid();
            var work = bench.stop();

            assertThat(work.steps().getFirst()).matches("stop command: exited 0 in \\d+ ms");
            assertThat(work.steps().getLast()).matches("exited in \\d+ ms");
            assertThat(work.steps()).noneMatch(step -> step.contains("SIG"));
            assertThat(work.doings().getFirst()).matches("stop command runs as pid \\d+");
            assertThat(Files.readString(bench.log().out())).isEqualTo("good bye " + pid + "\n");
            assertThat(Files.readString(bench.log().err())).isEqualTo("and so on\n");
            assertGone(bench);
        }
    }

    /// Its body hangs for as long as its command does.
    @Test
    void stop_abandoned_theEndOfTheServiceIsToldAllTheSame() throws Exception {
        try (var bench = started(service("touch ready; exec sleep 100", LONG, "sleep", "100"))) {
            var work = TestWork.stop();
            var body = Thread.ofVirtual().start(() -> {
                try {
                    bench.driver.stop(work);
                } catch (DriverException | InterruptedException e) {
                    work.step("ended by " + e.getClass().getSimpleName());
                }
            });
            // Told of before it is waited for.
            await().until(() -> !work.doings().isEmpty() && WAITING.contains(body.getState()));
            work.abandon();
            bench.table.signal(bench.pid(), 9);

            await().until(() -> !bench.news.isEmpty());
            assertThat(bench.news).singleElement().isEqualTo(bench.driver.status());
            assertThat(bench.isRunning()).isFalse();
            assertThat(body.isAlive()).isTrue();
        }
    }

    @Test
    void stop_adopted_isTheSame() throws Exception {
        try (var bench = started(service(DEAF, LONG, "touch", "end"))) {
            bench.leave();
            bench.enter();
            assertThat(bench.stop().steps()).noneMatch(step -> step.contains("SIG"));
            assertGone(bench);
        }
    }

    @Test
    void stop_commandFails_sendsTheSignal() throws Exception {
        var polite = "trap 'echo asked; exit' TERM; touch ready; while :; do sleep 0.02; done";
        try (var bench = started(service(polite, LONG, "sh", "-c", "exit 3"))) {
            var work = bench.stop();

            assertThat(work.steps().getFirst()).matches("stop command: exited 3 in \\d+ ms");
            assertThat(work.steps()).contains("SIGTERM sent").noneMatch(step -> step.contains("SIGKILL"));
            assertThat(Files.readString(bench.log().out())).isEqualTo("asked\n");
            assertGone(bench);
        }
    }

    @Test
    void stop_commandIsNotThere_saysSoAndSendsTheSignal() throws Exception {
        try (var bench = started(service("touch ready; exec sleep 100", LONG, "./no-such-command"))) {
            var work = bench.stop();

            assertThat(work.steps().getFirst())
                    .isEqualTo("stop command: command not found: " + folder.resolve("./no-such-command"));
            assertThat(work.steps()).contains("SIGTERM sent");
            assertGone(bench);
        }
    }

    @Test
    void stop_commandFailsAndServiceIsDeaf_isKilled() throws Exception {
        try (var bench = started(service(DEAF, SHORT, "false"))) {
            assertThat(bench.stop().steps()).anyMatch(step -> step.startsWith("SIGKILL sent to "));
            assertGone(bench);
        }
    }

    @Test
    void stop_commandHasNoEffect_saysSoAndKills() throws Exception {
        try (var bench = started(service(DEAF, SHORT, "true"))) {
            assertThat(bench.stop().steps())
                    .contains("stop command: it has not ended the service within 300 ms")
                    .anyMatch(step -> step.startsWith("SIGKILL sent to "));
            assertGone(bench);
        }
    }

    @Test
    void stop_commandHangs_isKilledWithTheService() throws Exception {
        var hangs = "trap '' TERM; env -i sleep 100 & echo $! > bare; sleep 100; touch end";
        try (var bench = started(service(DEAF, Duration.ofSeconds(1), "sh", "-c", hangs))) {
            var work = bench.stop();

            assertThat(work.steps())
                    .anyMatch(step -> step.matches("stop command: has not ended within \\d+ ms"))
                    .anyMatch(step -> step.startsWith("SIGKILL sent to "));
            assertGone(bench);
            var bare = Long.parseLong(Files.readString(folder.resolve("bare")).strip());
            assertThat(bench.isAlive(bare)).isFalse();
        }
    }

    @Test
    void stop_commandLeavesAChildOfTheService_getsTheSignal() throws Exception {
        var line = "setsid sh -c 'trap \"touch asked; exit\" TERM; touch ready; while :; do sleep 0.02; done' & "
                + "while ! [ -e end ]; do sleep 0.02; done";
        try (var bench = started(service(line, LONG, "touch", "end"))) {
            var work = bench.stop();

            assertThat(work.steps()).anyMatch(step -> step.startsWith("SIGTERM sent to "));
            assertThat(folder.resolve("asked")).exists();
            assertGone(bench);
        }
    }

    @Test
    void stop_askedToEndWhileTheCommandRuns_killsBoth() throws Exception {
        try (var bench = started(service(DEAF, LONG, "sleep", "100"))) {
            var work = TestWork.stop();
            var body = Thread.currentThread();
            var asker = Thread.ofVirtual().start(() -> {
                await().until(() -> !work.doings().isEmpty());
                work.askToStop(body);
            });
            assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> bench.driver.stop(work));
            asker.join();

            assertThat(work.steps()).singleElement().asString().startsWith("asked to end at once: SIGKILL sent to ");
            assertGone(bench);
        }
    }
}
