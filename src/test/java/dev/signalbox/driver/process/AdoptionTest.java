package dev.signalbox.driver.process;

import static dev.signalbox.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.signalbox.operation.TestWork;
import dev.signalbox.service.DriverException;
import dev.signalbox.service.DriverStatus.Exited;
import dev.signalbox.service.DriverStatus.Running;
import dev.signalbox.service.DriverStatus.Stopped;
import dev.signalbox.service.DriverStatus.Unknown;
import dev.signalbox.service.ExitStatus;
import dev.signalbox.service.ServiceDefinition;
import dev.signalbox.service.Signals;
import dev.signalbox.service.TestDefinitions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// What a console finds of the one before.
@ParameterizedClass
@EnumSource(Means.class)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class AdoptionTest {
    private static final ServiceDefinition SLEEP = TestDefinitions.argv("service", "sleep", "100");

    @Parameter
    private Means means = Means.BY_PIDFD;

    @TempDir
    private Path folder;

    private static RunRecord record(Bench bench) throws IOException {
        return bench.files().read().orElseThrow();
    }

    private static RunRecord intent(RunRecord record) {
        return new RunRecord(
                record.cookie(),
                record.bootId(),
                record.at(),
                record.out(),
                record.err(),
                null,
                false,
                record.definition(),
                record.group());
    }

    @Test
    void open_recordOfAnIntentOnly_adoptsAndCompletesIt() throws Exception {
        try (var bench = new Bench(folder, SLEEP, means)) {
            bench.start();
            var complete = record(bench);
            bench.leave();
            bench.files().write(intent(complete));
            bench.enter();

            assertThat(bench.driver.status())
                    .isEqualTo(new Running(
                            Objects.requireNonNull(complete.processes())
                                    .service()
                                    .pid(),
                            complete.at(),
                            true));
            assertThat(record(bench)).isEqualTo(complete);
            bench.stop();
            assertThat(bench.census().members()).isEmpty();
        }
    }

    @Test
    void open_intentThatWasNeverSpawned_stopped() throws Exception {
        try (var bench = new Bench(folder, SLEEP, means)) {
            bench.leave();
            bench.files()
                    .write(new RunRecord(
                            Bench.KEY + ":service:0",
                            bench.table.bootId(),
                            Instant.EPOCH,
                            0,
                            0,
                            null,
                            false,
                            Map.of()));
            bench.enter();

            assertThat(bench.driver.status()).isEqualTo(new Stopped(true));
        }
    }

    /// A look may come before the scan that notices the ends of adopted services.
    @Test
    void end_thatALookNotices_isToldOnceAndNotToWhoLooks() throws Exception {
        try (var bench = new Bench(folder, SLEEP, means)) {
            bench.start();
            bench.leave();
            var tellers = new CopyOnWriteArrayList<Thread>();
            bench.enter(_ -> tellers.add(Thread.currentThread()));
            Signals.send((int) bench.pid(), 9);
            while (!(bench.driver.status() instanceof Exited)) { // more often than the scan
                Thread.onSpinWait();
            }

            await().until(() -> !tellers.isEmpty());
            assertThat(bench.driver.status()).isInstanceOf(Exited.class);
            assertThat(tellers).hasSize(1).doesNotContain(Thread.currentThread());
        }
    }

    /// What a kill of the engine in the middle of a stop leaves.
    @Test
    void adopted_whileItIsStopped_endsAsAskedAsLongAsTheStopMayTake() throws Exception {
        try (var bench = new Bench(folder, SLEEP, means)) {
            bench.start();
            bench.leave();
            bench.files().write(record(bench).withStopAsked(true));
            bench.enter();
            Signals.send((int) bench.pid(), 15);

            await().until(() -> bench.driver.status().equals(new Stopped(true)));
        }
    }

    @Test
    void adopted_afterAStopThatCameToNothing_itsCrashIsACrash() throws Exception {
        try (var bench = new Bench(folder, SLEEP, means)) {
            bench.start();
            bench.leave();
            bench.files().write(record(bench).withStopAsked(true));
            bench.enter();
            bench.ahead = SLEEP.stop().timeout().plusMillis(1);
            Signals.send((int) bench.pid(), 9);

            await().until(() -> !bench.isRunning());
            assertThat(bench.driver.status()).isInstanceOf(Exited.class);
        }
    }

    @Test
    void adopted_afterAStopThatCameToNothing_stoppedByAnother_endsAsAsked() throws Exception {
        try (var bench = new Bench(folder, SLEEP, means)) {
            bench.start();
            bench.leave();
            bench.files().write(record(bench).withStopAsked(true));
            bench.enter();
            bench.ahead = SLEEP.stop().timeout().plusMillis(1);
            bench.driver.kill(TestWork.kill().operation());

            await().until(() -> !bench.isRunning());
            assertThat(bench.driver.status()).isEqualTo(new Stopped(true));
        }
    }

    @Test
    void open_severalRunsAlive_startsNothing() throws Exception {
        try (var bench = new Bench(folder, SLEEP, means)) {
            bench.start();
            var first = record(bench);
            bench.leave();
            Files.delete(bench.files().record());
            var builder = new ProcessBuilder("setsid", "sleep", "100");
            builder.environment().put(ProcessTable.COOKIE, Bench.KEY + ":service:another");
            var another = builder.start();
            bench.files().write(intent(first));
            bench.enter();

            assertThat(bench.driver.status()).isInstanceOf(Unknown.class);
            assertThatExceptionOfType(DriverException.class)
                    .isThrownBy(bench::start)
                    .withMessage("processes of several runs of it are alive, 3 processes; stop it first");
            bench.stop();
            assertThat(bench.driver.status()).isEqualTo(new Stopped(true));
            assertThat(another.waitFor()).isNotZero();
            assertThat(bench.census().members()).isEmpty();
        }
    }

    @Test
    void open_recordOfAnEndedRunAndAnotherRuns_unknown() throws Exception {
        try (var bench = new Bench(folder, SLEEP, means)) {
            bench.start();
            var ended = record(bench);
            bench.stop();
            bench.start();
            bench.leave();
            bench.files().write(ended);
            bench.enter();

            assertThat(bench.driver.status())
                    .isEqualTo(new Unknown("processes of several runs of it are alive, 2 processes"));
            bench.stop();
            assertThat(bench.driver.status()).isEqualTo(new Stopped(true));
            assertThat(bench.census().members()).isEmpty();
        }
    }

    @Test
    void open_exitedWhileAway_knowsHow() throws Exception {
        var definition = TestDefinitions.shell("service", "sleep 0.4; echo bye >&2; exit 42");
        try (var bench = new Bench(folder, definition, means)) {
            bench.start();
            bench.leave();
            await().until(() -> bench.census().members().isEmpty());
            bench.enter();

            assertThat(bench.driver.status()).isInstanceOfSatisfying(Exited.class, exited -> {
                assertThat(exited.exit()).isEqualTo(new ExitStatus(42));
                assertThat(exited.lastLines()).containsExactly("bye");
            });
            bench.stop();
            bench.leave();
            bench.enter();
            assertThat(bench.driver.status()).isEqualTo(new Stopped(true));
        }
    }

    @Test
    void open_exitedWhileAway_wasNotJustNow() throws Exception {
        try (var bench = new Bench(folder, TestDefinitions.shell("service", "sleep 0.4; exit 42"), means)) {
            bench.start();
            bench.leave();
            await().until(() -> bench.census().members().isEmpty());
            var returned = Instant.now();
            bench.ahead = Duration.ofHours(1);
            bench.enter();

            assertThat(bench.driver.status())
                    .isInstanceOfSatisfying(
                            Exited.class, exited -> assertThat(exited.at()).isBefore(returned.plusSeconds(1)));
        }
    }

    @Test
    void open_killedWhileAway_exitIsUnknown() throws Exception {
        try (var bench = new Bench(folder, SLEEP, means)) {
            bench.start();
            var group = bench.process(bench.pid()).group();
            bench.leave();
            bench.table.signal(-group, 9);
            await().until(() -> bench.census().members().isEmpty());
            bench.enter();

            assertThat(bench.driver.status())
                    .isInstanceOfSatisfying(
                            Exited.class, exited -> assertThat(exited.exit()).isEqualTo(ExitStatus.UNKNOWN));
        }
    }

    @Test
    void open_exitedDuringAStop_stopped() throws Exception {
        try (var bench = new Bench(folder, SLEEP, means)) {
            bench.start();
            var pid = bench.pid();
            bench.leave();
            bench.files().write(record(bench).withStopAsked(true));
            bench.table.signal(pid, 15);
            await().until(() -> bench.census().members().isEmpty());
            bench.enter();

            assertThat(bench.driver.status()).isEqualTo(new Stopped(true));
        }
    }

    @Test
    void exit_adoptedDuringAStop_isToldAsStopped() throws Exception {
        try (var bench = new Bench(folder, SLEEP, means)) {
            bench.start();
            bench.leave();
            bench.files().write(record(bench).withStopAsked(true));
            bench.enter();
            bench.table.signal(bench.pid(), 15);
            await().until(() -> !bench.news.isEmpty());

            assertThat(bench.news).containsExactly(new Stopped(true));
        }
    }

    @Test
    void open_pidWasGivenAgain_isNeverSignalled() throws Exception {
        var stranger = new ProcessBuilder("setsid", "sleep", "100").start();
        try (var bench = new Bench(folder, SLEEP, means)) {
            var id = bench.process(stranger.pid()).id();
            bench.leave();
            var earlier = new ProcessId(id.pid(), id.startTicks() - 1);
            bench.files()
                    .write(new RunRecord(
                            Bench.KEY + ":service:0",
                            bench.table.bootId(),
                            Instant.EPOCH,
                            0,
                            0,
                            new RunRecord.Processes(earlier, earlier),
                            false,
                            Map.of()));
            bench.enter();

            assertThat(bench.driver.status()).isInstanceOf(Exited.class);
            bench.stop();
            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.destroyForcibly();
        }
    }

    @Test
    void open_recordOfAnotherBoot_isNeverSignalled() throws Exception {
        var stranger = new ProcessBuilder("setsid", "sleep", "100").start();
        try (var bench = new Bench(folder, SLEEP, means)) {
            var id = bench.process(stranger.pid()).id();
            bench.leave();
            bench.files()
                    .write(new RunRecord(
                            Bench.KEY + ":service:0",
                            "another boot",
                            Instant.EPOCH,
                            0,
                            0,
                            new RunRecord.Processes(id, id),
                            false,
                            Map.of()));
            bench.enter();

            assertThat(bench.driver.status()).isInstanceOf(Exited.class);
            bench.start();
            bench.stop();
            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.destroyForcibly();
        }
    }

    @Test
    void open_brokenRecord_isSetAside() throws Exception {
        try (var bench = new Bench(folder, SLEEP, means)) {
            bench.leave();
            Files.writeString(bench.files().record(), "{\"cookie\": 5");
            bench.enter();

            assertThat(bench.driver.status()).isEqualTo(new Stopped(true));
            assertThat(bench.files().record()).doesNotExist();
            assertThat(folder.resolve("run/service.json.bad")).hasContent("{\"cookie\": 5");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"cookie\" : \"[^\"]*\" | \"cookie\" : null",
                "\"at\" : \"[^\"]*\"     | \"at\" : null",
                "\"pid\" : [0-9]+       | \"pid\" : 0",
                "\"pid\" : [0-9]+       | \"pid\" : 1",
                "\"pid\" : [0-9]+       | \"pid\" : -5",
                "\"pid\" : [0-9]+       | \"pid\" : 99999999999999",
                "\"cookie\"            | \u00ff",
            })
    void open_recordThatMakesNoSense_isSetAside(String part, String nonsense) throws Exception {
        try (var bench = new Bench(folder, SLEEP, means)) {
            bench.start();
            var broken = Files.readString(bench.files().record()).replaceAll(part, nonsense);
            bench.stop();
            bench.leave();
            Files.writeString(bench.files().record(), broken, StandardCharsets.ISO_8859_1);
            bench.enter();

            assertThat(bench.driver.status()).isEqualTo(new Stopped(true));
            assertThat(folder.resolve("run/service.json.bad")).exists();
        }
    }

    @Test
    void open_brokenRecordAndItRuns_unknown() throws Exception {
        try (var bench = new Bench(folder, SLEEP, means)) {
            bench.start();
            bench.leave();
            Files.writeString(bench.files().record(), "null");
            bench.enter();

            assertThat(bench.driver.status())
                    .isEqualTo(new Unknown("its record is broken and was set aside, but 2 processes of it run"));
            assertThatExceptionOfType(DriverException.class).isThrownBy(bench::start);
            bench.stop();
            assertThat(bench.driver.status()).isEqualTo(new Stopped(true));
            assertThat(bench.census().members()).isEmpty();
        }
    }

    @Test
    void parse_nameWithSpacesAndParentheses_findsTheFields() {
        var fields = "1234 (a) b (c) S 1 1200 1100 0 -1 4194304 99 0 0 0 0 0 0 0 20 0 1 0 91101 3133440 390"
                + " 18446744073709551615 1 1 0 0 0 0 4096 0 0 0 0 0 17 1 0 0 0 0 0 0 0 0 2 0 3 5 0";

        assertThat(ProcessInfo.parse(fields))
                .isEqualTo(new ProcessInfo(new ProcessId(1234, 91101), 'S', 1200, 1100, (31 * 2 + 3) * 31 + 5, 1));
        assertThat(ProcessInfo.parse("")).isNull();
    }
}
