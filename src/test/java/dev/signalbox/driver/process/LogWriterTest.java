package dev.signalbox.driver.process;

import static dev.signalbox.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.Mount;
import dev.signalbox.log.LogLine;
import dev.signalbox.log.LogRotation;
import dev.signalbox.log.LogRotation.Limits;
import dev.signalbox.log.LogTail;
import dev.signalbox.service.DriverStatus.Exited;
import dev.signalbox.service.DriverStatus.Running;
import dev.signalbox.service.DriverStatus.Stopped;
import dev.signalbox.service.ServiceDefinition;
import dev.signalbox.service.ServiceDefinition.Command;
import dev.signalbox.service.ServiceDefinition.LogSettings;
import dev.signalbox.service.Signals;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Services whose logs cannot be rotated in place, on a file system of which that is only said, and on one of
/// which it is true.
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class LogWriterTest {
    private static final int KILL = Signals.number("SIGKILL");
    private static final long MAX = 1_000_000;

    @TempDir
    private Path folder;

    private Bench bench(Path at, String line) throws IOException {
        var definition = ServiceDefinition.builder("service", new Command.Shell(line), folder)
                .log(new LogSettings(MAX, 100))
                .build();
        return new Bench(at, definition, new LinuxProcessTable(text -> text), _ -> false);
    }

    private Bench bench(String line) throws IOException {
        return bench(folder, line);
    }

    private static LogRotation rotation(Bench bench) throws IOException {
        var rotation =
                new LogRotation(bench.folder.resolve("log"), Long.MAX_VALUE, bench.notes, InstantSource.system());
        rotation.keep(bench.log(), new Limits(MAX, 100, null));
        return rotation;
    }

    private static List<Path> files(Path log, String pattern) throws IOException {
        try (var files = Files.list(log)) {
            return files.filter(file -> file.getFileName().toString().matches(pattern))
                    .sorted()
                    .toList();
        }
    }

    /// All that is kept of one stream.
    private static List<String> lines(Bench bench, String stream) throws IOException {
        var text = new StringBuilder();
        for (var file : files(bench.folder.resolve("log"), "service\\." + stream + "\\..*\\.gz")) {
            try (var in = new GZIPInputStream(Files.newInputStream(file))) {
                text.append(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        var lines = new ArrayList<>(text.toString().lines().toList());
        LogTail.open(bench.log(), Integer.MAX_VALUE).poll().stream()
                .filter(line -> line.stream().name().equalsIgnoreCase(stream))
                .forEach(line -> lines.add(line.text()));
        return lines;
    }

    private static List<String> numbers(long first, long last) {
        return LongStream.rangeClosed(first, last).mapToObj(Long::toString).toList();
    }

    private static long writer(Bench bench, String stream) {
        try {
            var door = Files.readString(bench.folder.resolve("run/service." + stream + ".writer"));
            return Long.parseLong(door.split(" ", 2)[0]);
        } catch (IOException e) {
            return -1;
        }
    }

    private static void awaitWritersGone(Bench bench) {
        await().until(() -> writer(bench, "out") < 0 && writer(bench, "err") < 0);
    }

    enum Disk {
        SAID,
        TRUE
    }

    @Test
    void deletedLogOfALogWriter_isBegunAnewAtOnce() throws Exception {
        var line = "echo one; until [ -e go ]; do sleep 0.02; done; echo two; exec sleep 1000";
        try (var bench = bench(line)) {
            bench.start();
            await().until(() -> Files.readString(bench.log().notes()).contains(" 4 0\n"));
            Files.delete(bench.log().out());
            await().until(() -> Files.exists(bench.log().out()));
            Files.createFile(folder.resolve("go"));

            await().untilAsserted(() -> assertThat(bench.log().out()).hasContent("two"));
            assertThat(LogTail.open(bench.log(), 100).pollWhole())
                    .extracting(LogLine::text)
                    .endsWith("service.out.log was deleted or moved away; a new file was begun", "two");
        }
    }

    @ParameterizedTest
    @EnumSource
    void write_flood_everyLineOfBothStreamsIsFoundOnce(Disk disk) throws Exception {
        try (var mount = disk == Disk.TRUE ? Mount.without(folder.resolve("mount")) : null;
                var bench = bench(
                        mount == null ? folder : mount.folder(),
                        "seq 1000000 2999999 & seq 5000000 5999999 >&2; wait; exec sleep 1000")) {
            var tail = LogTail.open(bench.log(), 0);
            try (var rotation = rotation(bench)) {
                bench.start();
                var total = (2_000_000 + 1_000_000) * 8L;
                await().atMost(Duration.ofSeconds(60)).until(() -> {
                    tail.poll();
                    return bench.log().outLength() + bench.log().errLength() == total;
                });
                await().until(() -> bench.log().out().toFile().length() <= MAX / 2
                        && files(bench.folder.resolve("log/service.out.log.segments"), ".*")
                                        .size()
                                <= 5);
                assertThat(rotation.problems()).isEmpty();
            }

            assertThat(lines(bench, "out")).isEqualTo(numbers(1_000_000, 2_999_999));
            assertThat(lines(bench, "err")).isEqualTo(numbers(5_000_000, 5_999_999));
            bench.stop();
            awaitWritersGone(bench);
        }
    }

    @Test
    void stop_serviceThatIgnoresSigterm_isKilledAndItsWritersEnd() throws Exception {
        try (var bench = bench("trap '' TERM; echo begun; while :; do sleep 0.1; done")) {
            bench.start();
            assertThat(bench.census().members()).noneMatch(member -> member.pid() == writer(bench, "out"));
            bench.table.signal(writer(bench, "out"), Signals.number("SIGTERM"));

            Killing.of(new ProcessTree(bench.table, Bench.KEY + ":service:", null, false));
            await().until(() -> bench.driver.status() instanceof Exited);
            awaitWritersGone(bench);
            assertThat(lines(bench, "out")).containsExactly("begun");
        }
    }

    @Test
    void stop_childOutsideHoldsThePipe_saysStoppedAndTheNextStartUsesTheWriter() throws Exception {
        // It has no cookie and a session of its own, so a stop takes it not, and at most its control group knows it.
        var line = "env -u SIGNALBOX_RUN setsid sh -c 'echo $$ > child; sleep 3; echo late' & exec sleep 1000";
        try (var bench = bench(line)) {
            bench.start();
            var before = writer(bench, "out");
            await().until(() -> Files.exists(folder.resolve("child")));
            bench.stop();

            assertThat(bench.driver.status())
                    .isInstanceOfSatisfying(
                            Stopped.class,
                            stopped -> assertThat(stopped.verified()).isTrue());
            assertThat(writer(bench, "out")).isEqualTo(before);
            bench.start();
            assertThat(writer(bench, "out")).isEqualTo(before);
            await().until(() -> lines(bench, "out").contains("late"));
            bench.stop();
            awaitWritersGone(bench);
        }
    }

    @Test
    void kill_theWriter_theNextStartHasAnotherAndLosesNothingThatWasWritten() throws Exception {
        try (var bench = bench("while :; do echo line; sleep 0.05; done")) {
            bench.start();
            var pid = writer(bench, "out");
            await().until(() -> lines(bench, "out").size() > 2);
            bench.table.signal(-pid, KILL);

            await().until(() -> !bench.isAlive(pid));
            bench.stop();
            var before = lines(bench, "out").size();
            bench.start();
            assertThat(writer(bench, "out")).isNotEqualTo(pid);
            await().until(() -> lines(bench, "out").size() > before);
            assertThat(lines(bench, "out")).containsOnly("line");
            bench.stop();
            awaitWritersGone(bench);
        }
    }

    @Test
    void adopt_serviceOfAnotherConsole_isWrittenAndRotatedOn() throws Exception {
        var line = "seq 1000000 1199999; until [ -e go ]; do sleep 0.05; done; seq 1200000 1499999; exec sleep 1000";
        try (var bench = bench(line)) {
            bench.start();
            var pid = bench.pid();
            await().until(() -> bench.log().outLength() == 200_000 * 8);
            bench.leave();
            Files.createFile(folder.resolve("go"));
            await().until(() -> bench.log().outLength() == 500_000 * 8);
            bench.enter();

            assertThat(bench.pid()).isEqualTo(pid);
            try (var rotation = rotation(bench)) {
                await().until(() -> files(folder.resolve("log"), ".*\\.gz").size() >= 3);
                assertThat(rotation.problems()).isEmpty();
            }
            assertThat(lines(bench, "out")).isEqualTo(numbers(1_000_000, 1_499_999));
            bench.stop();
            awaitWritersGone(bench);
        }
    }

    @Test
    void write_fullDisk_theServiceLivesAndALineSaysWhatIsMissing() throws Exception {
        try (var mount = Mount.of(folder.resolve("mount"), "tmpfs", "size=1m");
                var bench = bench(
                        mount.folder(),
                        "seq 1000000 1999999; touch written; until [ -e go ]; do sleep 0.05; done; "
                                + "echo after; echo all; exec sleep 1000")) {
            bench.start();
            await().until(() -> Files.exists(folder.resolve("written")));
            assertThat(bench.driver.status()).isInstanceOf(Running.class);
            var segments = files(bench.folder.resolve("log/service.out.log.segments"), ".*");
            for (var segment : segments.subList(0, segments.size() - 1)) {
                Files.delete(segment);
            }
            Files.createFile(folder.resolve("go"));

            await().until(() -> lines(bench, "out").contains("all"));
            assertThat(lines(bench, "out"))
                    .contains("signalbox: output was lost before this, as it could not be written");
            assertThat(bench.driver.status()).isInstanceOf(Running.class);
            bench.stop();
            awaitWritersGone(bench);
        }
    }
}
