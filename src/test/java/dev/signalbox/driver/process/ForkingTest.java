package dev.signalbox.driver.process;

import static dev.signalbox.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.signalbox.code.Code;
import dev.signalbox.log.LogTail;
import dev.signalbox.operation.TestWork;
import dev.signalbox.service.DriverException;
import dev.signalbox.service.DriverStatus.Exited;
import dev.signalbox.service.DriverStatus.Running;
import dev.signalbox.service.DriverStatus.Stopped;
import dev.signalbox.service.ExitStatus;
import dev.signalbox.service.ServiceDefinition;
import dev.signalbox.service.ServiceDefinition.MainProcess;
import dev.signalbox.service.ServiceDefinition.StopSettings;
import dev.signalbox.service.TestDefinitions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Programs that put themselves into the background, meant or not.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ForkingTest {
    private static final MainProcess BY_SIGHT = new MainProcess(true, null);

    /// Until the test says so.
    private static final String WAIT = "while test ! -e go; do sleep 0.02; done; ";

    @TempDir
    private Path folder;

    private ServiceDefinition of(MainProcess main, String line) {
        return TestDefinitions.shell("service", line)
                .but()
                .cwd(folder)
                .mainProcess(main)
                .build();
    }

    private MainProcess byFile() {
        return new MainProcess(true, folder.resolve("pid"));
    }

    private void go() {
        try {
            Files.createFile(folder.resolve("go"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long written(String file) throws IOException {
        return Long.parseLong(Files.readString(folder.resolve(file)).strip());
    }

    private static void assertGone(Bench bench) throws Exception {
        bench.stop();
        assertThat(bench.driver.status()).isEqualTo(new Stopped(true));
        assertThat(bench.census().members()).isEmpty();
    }

    // --- not meant ---

    @Test
    void start_ofWhatGoesIntoTheBackground_failsAndSaysWhatToDo() throws Exception {
        try (var bench = new Bench(folder, of(MainProcess.STAYS, "setsid sleep 100 & echo $! > pid; exit 0"))) {
            assertThatExceptionOfType(DriverException.class)
                    .isThrownBy(bench::start)
                    .withMessageStartingWith("it has put itself into the background: 1 process of it lived on (pid "
                            + written("pid") + "), and was ended; run it in the foreground")
                    .withMessageContaining("forking: { pid_file");
            assertThat(bench.driver.status()).isEqualTo(new Stopped(true));
            assertThat(bench.census().members()).isEmpty();
        }
    }

    @Test
    void whatGoesIntoTheBackgroundLater_endsAndSaysWhoLivesOn() throws Exception {
        var line = WAIT + "setsid sleep 100 & setsid sleep 100 & sleep 0.1; exit 0";
        try (var bench = new Bench(folder, of(MainProcess.STAYS, line))) {
            bench.start();
            go();
            await().until(() -> !bench.news.isEmpty());
            assertThat(bench.news).singleElement().isInstanceOfSatisfying(Exited.class, end -> {
                assertThat(end.exit()).isEqualTo(new ExitStatus(0));
                assertThat(end.background())
                        .containsExactlyInAnyOrderElementsOf(bench.census().pids());
                assertThat(end.leftovers()).isEqualTo(2);
            });
            var told = ((Exited) bench.news.getFirst()).background();
            bench.leave();
            bench.enter();
            assertThat(((Exited) bench.driver.status()).background())
                    .as("what the next engine tells")
                    .containsExactlyInAnyOrderElementsOf(told);
        }
    }

    @ParameterizedTest
    @CsvSource({"3, false", "0, true"})
    void whatFails_orIsAJob_hasNotPutItselfIntoTheBackground(int code, boolean job) throws Exception {
        var definition = of(MainProcess.STAYS, WAIT + "setsid sleep 100 & exit " + code)
                .but()
                .oneShot(job)
                .build();
        try (var bench = new Bench(folder, definition)) {
            bench.start();
            go();
            await().until(() -> !bench.news.isEmpty());
            assertThat(((Exited) bench.news.getFirst()).background()).isEmpty();
            assertThat(((Exited) bench.news.getFirst()).leftovers()).isOne();
        }
    }

    // --- forking: true ---

    @Test
    void theOneThatIsLeft_isTheService_untilItEnds() throws Exception {
        try (var bench = new Bench(folder, of(BY_SIGHT, "setsid sleep 100 & echo $! > pid; exit 0"))) {
            var work = bench.start();
            assertThat(bench.driver.status())
                    .isInstanceOfSatisfying(
                            Running.class, run -> assertThat(run.adopted()).isFalse());
            assertThat(bench.pid()).isEqualTo(written("pid"));
            assertThat(work.steps()).contains("went into the background as pid " + written("pid"));
            bench.table.signal(bench.pid(), 9);
            await().until(() -> !bench.news.isEmpty());
            assertThat(bench.news).singleElement().isInstanceOfSatisfying(Exited.class, end -> {
                assertThat(end.exit()).isEqualTo(ExitStatus.UNKNOWN);
                assertThat(end.background()).isEmpty();
            });
        }
    }

    @Test
    void theOneThatHasBegunAllOthers_isTheService_andAStopEndsThemAll() throws Exception {
        var line = "setsid sh -c 'echo $$ > pid; sleep 100 & setsid sleep 100 & wait' & exit 0";
        try (var bench = new Bench(folder, of(BY_SIGHT, line))) {
            bench.start();
            await().until(() -> bench.census().size() == 3);
            assertThat(bench.pid()).isEqualTo(written("pid"));
            assertGone(bench);
        }
    }

    @Test
    void severalThatHaveNotBegunEachOther_areNoService_andNothingIsLeft() throws Exception {
        var line = "setsid sleep 100 & setsid sleep 100 & exit 0";
        var definition = of(BY_SIGHT, line);
        var work = new Succession(definition, 0);
        try (var bench = new Bench(folder, of(MainProcess.STAYS, "setsid sleep 100 & setsid sleep 100 & wait"))) {
            bench.start();
            await().until(() -> bench.census().size() >= 3);
            var both = bench.census().members().stream()
                    .filter(member -> member.pid() != bench.pid() && member.session() == member.pid())
                    .toList();
            var record = bench.files().read().orElseThrow();
            assertThat(work.afterAbsence(record, new ExitStatus(0), new Census(both, true)))
                    .as("nobody can tell which")
                    .isNull();
            assertThat(work.afterAbsence(record, new ExitStatus(0), new Census(both.subList(0, 1), true)))
                    .isEqualTo(both.getFirst());
            assertThat(work.afterAbsence(record, new ExitStatus(1), new Census(both.subList(0, 1), true)))
                    .as("it has failed")
                    .isNull();
            assertThat(work.afterAbsence(
                            record.withStopAsked(true), new ExitStatus(0), new Census(both.subList(0, 1), true)))
                    .as("it was being stopped")
                    .isNull();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            setsid sleep 100 & exit 3 | EXITED | ended with exit code 3 before it was in the background
            kill -9 $$                | KILLED | ended with exit code 137 (or SIGKILL) before it was in the background
            echo bad port >&2; exit 0 | EXITED | it has put itself into the background, but nothing of it lives on: bad port
            """)
    void start_thatComesToNothing_saysWhy(String line, Code code, String message) throws Exception {
        try (var bench = new Bench(folder, of(BY_SIGHT, line))) {
            assertThatExceptionOfType(DriverException.class)
                    .isThrownBy(bench::start)
                    .withMessage(message)
                    .returns(code, DriverException::code);
            assertThat(log(bench)).last().asString().startsWith("pid N ended, exit code ");
            assertThat(bench.census().members()).isEmpty();
            assertThat(bench.driver.status()).isEqualTo(new Stopped(true));
        }
    }

    @Test
    void daemonThatEndsRightAfterItsFork_isInTheLogFromItsBeginToItsEnd() throws Exception {
        var line = "setsid sh -c 'until grep -rqs went.into .; do sleep 0.02; done' & echo $! > pid; exit 0";
        var definition = of(byFile(), line).but().settle(Duration.ofSeconds(20)).build();
        try (var bench = new Bench(folder, definition)) {
            assertThatExceptionOfType(DriverException.class)
                    .isThrownBy(bench::start)
                    .withMessage("ended within 20 s in the background");
            assertThat(log(bench))
                    .containsSubsequence("went into the background as pid N", "pid N ended, exit unknown");
        }
    }

    private static List<String> log(Bench bench) throws IOException {
        return LogTail.open(bench.log(), 100).pollWhole().stream()
                .map(line -> line.text().replaceAll("pid \\d+", "pid N"))
                .toList();
    }

    @Test
    void start_whosePidFileNamesNobody_saysSo_withoutTheSecretInItsPath() throws Exception {
        var definition = of(byFile(), "setsid sleep 100 & echo $$ > pid; exit 0")
                .but()
                .hidden(Map.of("${WHERE}", folder.toString()))
                .build();
        try (var bench = new Bench(folder, definition)) {
            assertThatExceptionOfType(DriverException.class)
                    .isThrownBy(bench::start)
                    .withMessage("it has put itself into the background, but pid_file ${WHERE}/pid names no process"
                            + " that it has begun");
        }
    }

    @Test
    void start_ofWhatEndsInTheBackground_saysThat_andItsLastWords() throws Exception {
        var line = "setsid sh -c '" + WAIT + "echo no bind >&2; exit 1' & exit 0";
        var definition = of(BY_SIGHT, line).but().settle(Duration.ofSeconds(50)).build();
        try (var bench = new Bench(folder, definition)) {
            var work = TestWork.start();
            Thread.startVirtualThread(() -> {
                await().until(() -> work.steps().stream().anyMatch(step -> step.startsWith("went into")));
                go();
            });
            assertThatExceptionOfType(DriverException.class)
                    .isThrownBy(() -> bench.driver.start(work))
                    .withMessageMatching("ended (at once|within 50 s) in the background: no bind")
                    .returns(Code.EXITED, DriverException::code);
            assertThat(bench.driver.status()).isEqualTo(new Stopped(true));
        }
    }

    // --- forking: { pid_file } ---

    @Test
    void whomThePidFileNames_isTheService_thoughOthersLiveOn() throws Exception {
        var line = "setsid sleep 100 & setsid sleep 100 & echo $! > pid; exit 0";
        try (var bench = new Bench(folder, of(byFile(), line))) {
            bench.start();
            assertThat(bench.pid()).isEqualTo(written("pid"));
            assertThat(bench.census().size()).isEqualTo(2);
            assertGone(bench);
        }
    }

    /// Not there, empty, half written, of a process that has ended, or of one that is not the service's.
    @ParameterizedTest
    @ValueSource(strings = {":", ": > pid", "printf x > pid", "sh -c 'echo $$ > pid'", "echo 1 > pid"})
    void pidFileThatIsWrittenLate_isWaitedFor_whateverIsInItBefore(String before) throws Exception {
        var line = before + "; setsid sh -c 'sleep 0.2; echo $$ > pid; exec sleep 100' & exit 0";
        try (var bench = new Bench(folder, of(byFile(), line))) {
            bench.start();
            assertThat(bench.pid()).isEqualTo(written("pid"));
        }
    }

    @Test
    void stopOfTheLeader_asksTheDaemonAlone_andKillsWhatIsLeftInTime() throws Exception {
        var line = "setsid sh -c 'trap \"echo asked > asked; exit 0\" TERM; echo $$ > pid;"
                + " setsid sh -c \"trap : TERM; echo on > on; while :; do sleep 0.02; done\" & while :; do sleep 0.02; done' &"
                + " exit 0";
        var stop = new StopSettings("SIGTERM", Duration.ofMillis(300), List.of(), StopSettings.To.LEADER);
        var definition = of(byFile(), line).but().stop(stop).build();
        try (var bench = new Bench(folder, definition)) {
            bench.start();
            await().until(() -> Files.exists(folder.resolve("on")));
            var daemon = bench.pid();
            var work = bench.stop();
            assertThat(folder.resolve("asked")).exists();
            assertThat(work.steps()).contains("SIGTERM sent to pid " + daemon + " alone");
            assertThat(bench.census().members()).isEmpty();
        }
    }

    // --- engines come and go ---

    @Test
    void theNextEngine_adoptsTheDaemon_andStopsAllOfIt() throws Exception {
        var line = "setsid sh -c 'echo $$ > pid; env -i sleep 100 & wait' & exit 0";
        try (var bench = new Bench(folder, of(byFile(), line))) {
            bench.start();
            var before = bench.pid();
            bench.leave();
            bench.enter();
            assertThat(bench.driver.status())
                    .isInstanceOfSatisfying(
                            Running.class, run -> assertThat(run.adopted()).isTrue());
            assertThat(bench.pid()).isEqualTo(before);
            var others = bench.table.look().stream()
                    .filter(one -> one.info().session() == before)
                    .count();
            assertThat(others).as("who has no cookie is in its session").isEqualTo(2);
            assertGone(bench);
            assertThat(bench.table.look())
                    .noneMatch(
                            one -> one.info().session() == before && one.info().isAlive());
        }
    }

    /// As after a reload, or where the engine was killed before its command had ended.
    @Test
    void commandThatRunsWhenItIsSaidToFork_isFollowedIntoTheBackground() throws Exception {
        var line = "while test ! -e go; do sleep 0.02; done; setsid sleep 100 & echo $! > pid; exit 0";
        try (var bench = new Bench(folder, of(MainProcess.STAYS, line))) {
            bench.start();
            bench.driver.close();
            bench.driver = bench.drivers.driver(of(BY_SIGHT, line));
            bench.driver.open(bench.news::add);
            Files.createFile(folder.resolve("go"));
            await().until(() -> !bench.news.isEmpty());
            assertThat(bench.news).singleElement().isInstanceOf(Running.class);
            assertThat(bench.pid()).isEqualTo(written("pid"));
        }
    }

    @Test
    void daemonThatEndsWhileNoEngineRuns_hasEndedUnknown() throws Exception {
        try (var bench = new Bench(folder, of(BY_SIGHT, "setsid sleep 100 & exit 0"))) {
            bench.start();
            var pid = bench.pid();
            bench.leave();
            bench.table.signal(pid, 9);
            await().until(() -> !bench.isAlive(pid));
            bench.enter();
            assertThat(bench.driver.status())
                    .isInstanceOfSatisfying(
                            Exited.class, end -> assertThat(end.exit()).isEqualTo(ExitStatus.UNKNOWN));
        }
    }

    /// What a kill of the engine leaves right after the command has ended.
    @Test
    void engineThatIsKilledBeforeTheDaemonIsRecorded_theNextOneFindsIt() throws Exception {
        try (var bench = new Bench(folder, of(BY_SIGHT, "setsid sleep 100 & exit 0"))) {
            bench.start();
            var daemon = bench.pid();
            var record = bench.files().read().orElseThrow();
            bench.leave();
            var gone = new RunRecord.Processes(ProcessId.gone(999_999_998), ProcessId.gone(999_999_999));
            bench.files().write(record.with(gone));
            bench.enter();
            assertThat(bench.pid()).isEqualTo(daemon);
            assertGone(bench);
        }
    }

    @Test
    void record_ofADaemon_isReadAsItWasWritten() throws Exception {
        try (var bench = new Bench(folder, of(BY_SIGHT, "setsid sleep 100 & exit 0"))) {
            bench.start();
            var record = bench.files().read().orElseThrow();
            assertThat(record.hasHeir()).isTrue();
            assertThat(RunRecord.fromJson(record.toJson())).isEqualTo(record);
        }
    }
}
