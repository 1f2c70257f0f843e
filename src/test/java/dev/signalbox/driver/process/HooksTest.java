package dev.signalbox.driver.process;

import static dev.signalbox.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.signalbox.operation.TestWork;
import dev.signalbox.service.DriverException;
import dev.signalbox.service.DriverStatus.Exited;
import dev.signalbox.service.DriverStatus.Stopped;
import dev.signalbox.service.ServiceDefinition;
import dev.signalbox.service.ServiceDefinition.Hook;
import dev.signalbox.service.ServiceDefinition.Hooks;
import dev.signalbox.service.TestDefinitions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What is executed before a start and after an end.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class HooksTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final String RUNS = "echo run >> events; exec sleep 100";

    @TempDir
    private Path folder;

    private static Hook hook(Duration timeout, String line) {
        return new Hook(List.of("sh", "-c", line), timeout);
    }

    private ServiceDefinition service(String line, @Nullable Hook before, @Nullable Hook after) {
        return TestDefinitions.shell("service", line)
                .but()
                .cwd(folder)
                .hooks(new Hooks(before, after))
                .build();
    }

    private List<String> events() throws IOException {
        var file = folder.resolve("events");
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    private void assertFails(Bench bench, String message) {
        assertThatExceptionOfType(DriverException.class)
                .isThrownBy(bench::start)
                .satisfies(e -> assertThat(e.getMessage()).matches(message));
        assertThat(bench.driver.status()).isEqualTo(new Stopped(true));
        assertThat(bench.census().members()).isEmpty();
        assertThat(bench.files().record()).doesNotExist();
        assertThat(bench.news).isEmpty();
    }

    @Test
    void startAndStop_hooks_areRunAround() throws Exception {
        var before = hook(LONG, "echo before >> events; echo hello");
        var after = hook(LONG, "echo after >> events; echo bye >&2");
        try (var bench = new Bench(folder, service(RUNS, before, after))) {
            var start = bench.start();
            var stop = bench.stop();

            assertThat(events()).containsExactly("before", "run", "after");
            assertThat(start.steps().getFirst()).matches("pre_start: exited 0 in \\d+ ms");
            assertThat(start.steps().getLast()).startsWith("started pid ");
            assertThat(stop.steps().getLast()).matches("post_stop: exited 0 in \\d+ ms");
            assertThat(Files.readString(bench.log().out())).isEqualTo("hello\n");
            assertThat(Files.readString(bench.log().err())).isEqualTo("bye\n");
            assertThat(bench.files().record()).doesNotExist();
            bench.stop();
            assertThat(events()).hasSize(3);
        }
    }

    @Test
    void start_preStartFails_failsWithItsLastLine() throws Exception {
        var before = hook(LONG, "echo out; echo no such table >&2; sleep 100 & exit 3");
        try (var bench = new Bench(folder, service(RUNS, before, null))) {
            assertFails(bench, "pre_start: exited 3 in \\d+ ms: no such table");
            assertThat(events()).isEmpty();
        }
    }

    @Test
    void start_preStartIsNotThere_fails() throws Exception {
        var before = new Hook(List.of("./no-such-hook"), LONG);
        try (var bench = new Bench(folder, service(RUNS, before, null))) {
            assertFails(bench, "pre_start: command not found: .*/no-such-hook");
        }
    }

    @Test
    void start_preStartHangs_isKilled() throws Exception {
        var before = hook(SHORT, "trap '' TERM; echo waiting; setsid sleep 100 & sleep 100");
        try (var bench = new Bench(folder, service(RUNS, before, null))) {
            assertFails(bench, "pre_start: has not ended within \\d+ ms: waiting");
            assertThat(events()).isEmpty();
        }
    }

    @Test
    void start_preStartMakesTheProgram_runs() throws Exception {
        var before = hook(LONG, "printf '#!/bin/sh\\nexec sleep 100' > built; chmod +x built");
        var definition = TestDefinitions.argv("service", "./built")
                .but()
                .cwd(folder)
                .hooks(new Hooks(before, null))
                .build();
        try (var bench = new Bench(folder, definition)) {
            bench.start();
            assertThat(bench.isAlive(bench.pid())).isTrue();
        }
    }

    @Test
    void stop_whatPreStartLeftInTheBackground_isStoppedToo() throws Exception {
        var before = hook(LONG, "sleep 100 & echo $! > helper");
        try (var bench = new Bench(folder, service(RUNS, before, null))) {
            bench.start();
            var helper =
                    Long.parseLong(Files.readString(folder.resolve("helper")).strip());
            assertThat(bench.isAlive(helper)).isTrue();
            bench.stop();

            assertThat(bench.isAlive(helper)).isFalse();
        }
    }

    @Test
    void start_askedToStopWhilePreStartRuns_leavesNothing() throws Exception {
        var before = hook(LONG, "trap '' TERM; sleep 100");
        var after = hook(LONG, "echo after >> events");
        try (var bench = new Bench(folder, service(RUNS, before, after))) {
            var work = TestWork.start();
            var body = Thread.currentThread();
            var asker = Thread.ofVirtual().start(() -> {
                await().until(() -> !work.doings().isEmpty());
                work.askToStop(body);
            });
            assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> bench.driver.start(work));
            asker.join();

            assertThat(bench.driver.status()).isEqualTo(new Stopped(true));
            assertThat(bench.census().members()).isEmpty();
            assertThat(events()).isEmpty();
            // What pre_start has made is undone as soon as there is time.
            bench.stop();
            assertThat(events()).containsExactly("after");
        }
    }

    @Test
    void start_exitsAtOnce_postStopFollows() throws Exception {
        var after = hook(LONG, "echo after >> events");
        try (var bench = new Bench(folder, service("exit 4", null, after))) {
            assertFails(bench, "exited at once with exit code 4");
            assertThat(events()).containsExactly("after");
            bench.stop();
            assertThat(events()).containsExactly("after");
        }
    }

    @Test
    void start_afterAnEndByItself_postStopComesFirst() throws Exception {
        var line = "echo run >> events; while ! [ -e end ]; do sleep 0.02; done; rm end; exit 9";
        var before = hook(LONG, "echo before >> events");
        var after = hook(LONG, "echo after >> events");
        try (var bench = new Bench(folder, service(line, before, after))) {
            bench.start();
            Files.createFile(folder.resolve("end"));
            await().until(() -> !bench.news.isEmpty());
            assertThat(bench.news).singleElement().isInstanceOf(Exited.class);
            assertThat(events()).containsExactly("before", "run");
            bench.start();

            assertThat(events()).containsExactly("before", "run", "after", "before", "run");
        }
    }

    @Test
    void stop_afterAnEndWhileAway_postStopRunsOnce() throws Exception {
        var after = hook(LONG, "echo after >> events");
        try (var bench = new Bench(folder, service(RUNS, null, after))) {
            bench.start();
            var group = bench.process(bench.pid()).group();
            bench.leave();
            bench.table.signal(-group, 9);
            await().until(() -> bench.census().isEmpty());
            bench.enter();
            bench.stop();
            bench.leave();
            bench.enter();
            bench.stop();

            assertThat(events()).containsExactly("run", "after");
        }
    }

    @Test
    void start_afterAStopThatTheConsoleDidNotSeeTheEndOf_postStopComesFirst() throws Exception {
        var after = hook(LONG, "echo after >> events");
        try (var bench = new Bench(folder, service(RUNS, null, after))) {
            bench.start();
            var group = bench.process(bench.pid()).group();
            bench.leave();
            bench.files().write(bench.files().read().orElseThrow().withStopAsked(true));
            bench.table.signal(-group, 9);
            await().until(() -> bench.census().isEmpty());
            bench.enter();
            assertThat(bench.driver.status()).isEqualTo(new Stopped(true));
            bench.start();

            assertThat(events()).containsExactly("run", "after", "run");
        }
    }

    @Test
    void stop_postStopFails_succeedsAndSaysSo() throws Exception {
        var after = hook(LONG, "echo cannot unmount >&2; exit 5");
        try (var bench = new Bench(folder, service(RUNS, null, after))) {
            bench.start();

            assertThat(bench.stop().steps().getLast()).matches("post_stop: exited 5 in \\d+ ms: cannot unmount");
            assertThat(bench.driver.status()).isEqualTo(new Stopped(true));
        }
    }

    @Test
    void stop_postStopHangs_isKilled() throws Exception {
        var after = hook(SHORT, "trap '' TERM; setsid sleep 100 & sleep 100");
        try (var bench = new Bench(folder, service(RUNS, null, after))) {
            bench.start();

            assertThat(bench.stop().steps().getLast()).matches("post_stop: has not ended within \\d+ ms");
            assertThat(bench.census().members()).isEmpty();
        }
    }

    @Test
    void stop_postStopLeavesAProcess_isKilled() throws Exception {
        var after = hook(LONG, "setsid sleep 100 &");
        try (var bench = new Bench(folder, service(RUNS, null, after))) {
            bench.start();

            assertThat(bench.stop().steps()).last().isEqualTo("SIGKILL sent to 1 process that post_stop left");
            assertThat(bench.census().members()).isEmpty();
        }
    }
}
