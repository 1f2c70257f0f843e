package dev.signalbox.driver.process;

import static dev.signalbox.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.signalbox.state.StateFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Looks at the processes of this machine.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class LookTest {
    private final LinuxProcessTable table;

    @TempDir
    private Path folder;

    LookTest() throws Exception {
        table = new LinuxProcessTable(text -> text);
    }

    private String cookie(long pid) {
        return table.look().stream()
                .filter(one -> one.info().pid() == pid)
                .map(one -> String.valueOf(one.cookie()))
                .findFirst()
                .orElse("gone");
    }

    @Test
    void look_processBecomesAnotherProgram_seesItsNewCookie() throws Exception {
        // The same pid and start time throughout.
        var line = "touch first; while ! [ -e go ]; do sleep 0.02; done; SIGNALBOX_RUN=k:s:2 exec sh -c"
                + " 'touch second; while ! [ -e on ]; do sleep 0.02; done; exec env -u SIGNALBOX_RUN sleep 100'";
        var builder = new ProcessBuilder("sh", "-c", line).directory(folder.toFile());
        builder.environment().put(ProcessTable.COOKIE, "k:s:1");
        var process = builder.start();
        try {
            await().until(() -> Files.exists(folder.resolve("first")));
            assertThat(cookie(process.pid())).isEqualTo("k:s:1");
            assertThat(cookie(process.pid())).isEqualTo("k:s:1");
            Files.createFile(folder.resolve("go"));
            await().until(() -> Files.exists(folder.resolve("second")));
            assertThat(cookie(process.pid())).isEqualTo("k:s:2");
            Files.createFile(folder.resolve("on"));
            await().until(() -> table.commandLine(process.pid()).equals("sleep 100"));
            assertThat(cookie(process.pid())).isEmpty();
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertThat(cookie(process.pid())).isIn("", "gone");
    }

    /// Between two programs the environment is empty for a moment.
    @Test
    void cookie_ofAProcessThatExecutesPrograms_isAlwaysSeen() throws Exception {
        var script = Files.writeString(folder.resolve("again"), "exec sh again");
        var builder = new ProcessBuilder("sh", script.toString()).directory(folder.toFile());
        builder.environment().put(ProcessTable.COOKIE, "k:s:1");
        var process = builder.start();
        try {
            for (int i = 0; i < 5_000; i++) {
                assertThat(table.cookie(process.pid())).as("look %d", i).isEqualTo("k:s:1");
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void cookie_ofAProcessWithoutEnvironment_isEmpty() throws Exception {
        var process = new ProcessBuilder("env", "-i", "sleep", "100").start();
        try {
            await().until(() -> table.commandLine(process.pid()).equals("sleep 100"));
            assertThat(table.cookie(process.pid())).isEmpty();
            var proc = new ProcFiles();
            assertThat(proc.isKnownEmpty(process.pid()))
                    .as("or each of many such processes would hold up a look")
                    .isTrue();
            assertThat(proc.isKnownEmpty(ProcessHandle.current().pid())).isFalse();
            assertThat(proc.isKnownEmpty(2)).as("a thread of the kernel").isFalse();
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    /// As daemons do that leave their work to other threads.
    @Test
    void process_whoseFirstThreadHasEnded_isAlive() throws Exception {
        var script = "import ctypes, threading, time\n"
                + "threading.Thread(target=time.sleep, args=(100,)).start()\n"
                + "ctypes.CDLL(None).pthread_exit(None)\n";
        assumeTrue(hasPython(), "python3 is not installed");
        var builder = new ProcessBuilder("python3", "-c", script);
        builder.environment().put(ProcessTable.COOKIE, "k:s:1");
        var process = builder.start();
        try {
            await().until(() -> Files.readString(Path.of("/proc/" + process.pid() + "/stat"))
                    .contains(") Z "));

            var found = Objects.requireNonNull(table.find(process.pid()));
            assertThat(found.isAlive()).isTrue();
            assertThat(table.isAlive(found.id())).isTrue();
            assertThat(cookie(process.pid())).isEqualTo("k:s:1");
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private static boolean hasPython() {
        try {
            return new ProcessBuilder("python3", "-c", "import ctypes, threading")
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException | InterruptedException e) {
            return false;
        }
    }

    @Test
    void process_thatHasEndedAndIsNotReaped_isNotAlive() throws Exception {
        var process = new ProcessBuilder("sh", "-c", "true & exec sleep 100").start();
        try {
            await().until(() -> process.children().findFirst().isPresent());
            var child = process.children().findFirst().orElseThrow().pid();

            await().until(() -> !Objects.requireNonNull(table.find(child)).isAlive());
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void scan_actionFails_theOthersAreRun() {
        var told = new AtomicInteger();
        try (var scan = new ExitScan()) {
            scan.watch(ended("one"), () -> {
                throw new IllegalStateException("planted");
            });
            scan.watch(ended("two"), told::incrementAndGet);

            await().until(() -> told.get() == 1);
            scan.watch(ended("three"), told::incrementAndGet);
            await().until(() -> told.get() == 2);
        }
    }

    @Test
    void scan_noThreadCanBeHad_theNextOneTriesAgain() {
        var told = new AtomicInteger();
        var first = ended("one");
        try (var scan = new ExitScan(noneAtFirst())) {
            scan.watch(first, told::incrementAndGet);
            scan.watch(ended("two"), told::incrementAndGet);
            await().until(() -> told.get() == 2);
        }
    }

    /// Makes threads, but for the first that it is asked for.
    static ThreadFactory noneAtFirst() {
        var asked = new AtomicInteger();
        return task -> {
            if (asked.incrementAndGet() == 1) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            return Thread.ofPlatform().daemon().unstarted(task);
        };
    }

    @Test
    void strangers_noThreadCanBeHad_theyAreLookedAtLater() {
        var looks = new AtomicInteger();
        Runnable look = looks::incrementAndGet;
        try (var scan = new StrangerScan(noneAtFirst(), Duration.ofMillis(1))) {
            scan.watch(look);
            scan.watch(look);
            await().until(() -> looks.get() > 1);
        }
    }

    @Test
    void strangers_aLookFails_theOthersAreRunAgain() {
        var looks = new AtomicInteger();
        try (var scan = new StrangerScan(Thread.ofPlatform().daemon().factory(), Duration.ofMillis(1))) {
            scan.watch(() -> {
                throw new StackOverflowError("planted");
            });
            scan.watch(looks::incrementAndGet);
            await().until(() -> looks.get() > 1);
        }
    }

    private Run ended(String name) {
        var gone = ProcessId.gone(Integer.MAX_VALUE);
        var record = new RunRecord("k:" + name + ":1", table.bootId(), Instant.EPOCH, 0, 0, null, false, Map.of());
        var tree = new ProcessTree(table, record.cookie(), null, false);
        return new Run(table, RunFiles.in(folder, name), record, new RunRecord.Processes(gone, gone), tree, null);
    }

    private static void process(Path proc, long pid) throws IOException {
        var folder = Files.createDirectories(proc.resolve(Long.toString(pid)));
        Files.writeString(folder.resolve("stat"), pid + " (x) S 1 " + pid + " " + pid + " 0".repeat(46));
        Files.writeString(folder.resolve("environ"), "SIGNALBOX_RUN=k:s:" + pid + "\0");
    }

    private static Path bootId(Path proc) throws IOException {
        Files.createDirectories(proc.resolve("sys/kernel/random"));
        return Files.writeString(proc.resolve("sys/kernel/random/boot_id"), "boot");
    }

    /// A file that is there and cannot be opened, nor any other, stands for an engine without a file handle left.
    @ParameterizedTest
    @ValueSource(strings = {"11/stat", "11/environ"})
    void noFileHandleIsLeft_nobodyIsTakenForEnded(String file, @TempDir Path proc) throws Exception {
        var bootId = bootId(proc);
        process(proc, 11);
        process(proc, 12);
        var seen = new LinuxProcessTable(text -> text, proc, Duration.ofMinutes(1));
        Files.delete(proc.resolve(file));
        Files.createDirectory(proc.resolve(file));
        assertThat(seen.look()).as("that file alone").isNotEmpty();
        Files.delete(bootId);
        assertThatExceptionOfType(UnseenException.class).isThrownBy(seen::look);
        bootId(proc);
        Files.delete(proc.resolve(file));
        process(proc, 11);
        assertThat(seen.look()).extracting(Seen::cookie).containsExactlyInAnyOrder("k:s:11", "k:s:12");
    }

    @Test
    void processesCannotBeListed_nobodyIsTakenForEnded(@TempDir Path proc) throws Exception {
        bootId(proc);
        process(proc, 11);
        var seen = new LinuxProcessTable(text -> text, proc, Duration.ofMinutes(1));
        Files.move(proc, folder.resolve("moved"));
        assertThatExceptionOfType(UnseenException.class).isThrownBy(seen::look);
        Files.move(folder.resolve("moved"), proc);
        assertThat(seen.look()).hasSize(1);
    }

    /// All of them take longer than is waited for one.
    @Test
    void manyProcesses_areSeen_andNoThreadIsLeft(@TempDir Path proc) throws Exception {
        bootId(proc);
        var count = 3000;
        for (var pid = 1; pid <= count; pid++) {
            process(proc, pid);
        }
        var seen = new LinuxProcessTable(text -> text, proc, Duration.ofMillis(2));
        assertThat(seen.look()).hasSize(count);
        assertThat(seen.look()).hasSize(count);
        await().until(() -> waiting() == 0);
    }

    private static long waiting() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("looking at processes"))
                .count();
    }

    /// A pipe that nobody writes to stands for memory that waits for a disk which is gone.
    @Test
    void oneProcessHangs_theOthersAreSeen_andOneThreadWaitsForIt(@TempDir Path proc) throws Exception {
        bootId(proc);
        for (var pid : List.of(11, 12, 13)) {
            process(proc, pid);
        }
        var memory = proc.resolve("12/environ");
        Files.delete(memory);
        assertThat(new ProcessBuilder("mkfifo", memory.toString()).start().waitFor())
                .isZero();

        var seen = new LinuxProcessTable(text -> text, proc, Duration.ofMillis(500));
        for (var i = 0; i < 3; i++) {
            assertThat(seen.look())
                    .extracting(one -> one.info().pid(), Seen::cookie)
                    .containsExactlyInAnyOrder(tuple(11L, "k:s:11"), tuple(12L, null), tuple(13L, "k:s:13"));
            assertThat(seen.commandLine(12)).isEqualTo("?");
        }
        assertThat(waiting()).isOne();

        Files.writeString(memory, "SIGNALBOX_RUN=k:s:12\0");
        await().until(() -> waiting() == 0);
        Files.delete(memory);
        Files.writeString(memory, "SIGNALBOX_RUN=k:s:12\0");
        assertThat(seen.look()).extracting(Seen::cookie).containsExactlyInAnyOrder("k:s:11", "k:s:12", "k:s:13");
    }

    /// What the first thread has lost says nothing about the folder.
    @Test
    void stateFolderOfAProcess_whoseFirstThreadHasEnded_isFoundByAnother(@TempDir Path proc) throws Exception {
        Files.createDirectories(proc.resolve("sys/kernel/random"));
        Files.writeString(proc.resolve("sys/kernel/random/boot_id"), "boot");
        var ended = Files.createDirectory(proc.resolve("11"));
        Files.writeString(ended.resolve("stat"), "11 (x) Z 1 11 11" + " 0".repeat(46));
        var thread = Files.createDirectories(ended.resolve("task/12"));
        Files.writeString(thread.resolve("stat"), "12 (x) S 1 11 11" + " 0".repeat(46));
        Files.createDirectory(folder.resolve("state"));
        Files.writeString(folder.resolve("state/id"), "it\n");
        var seen = new LinuxProcessTable(text -> text, proc, Duration.ofSeconds(5));

        assertThat(seen.presence(11, "/state", "it")).isEqualTo(StateFolder.Presence.UNKNOWN);
        Files.createSymbolicLink(thread.resolve("root"), folder);
        assertThat(seen.presence(11, "/state", "it")).isEqualTo(StateFolder.Presence.THERE);
        assertThat(seen.presence(11, "/none", "it")).isEqualTo(StateFolder.Presence.GONE);
    }
}
