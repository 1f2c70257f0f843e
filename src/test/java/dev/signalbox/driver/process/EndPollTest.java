package dev.signalbox.driver.process;

import static dev.signalbox.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.signalbox.service.DriverStatus.Exited;
import dev.signalbox.service.TestDefinitions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The ends of processes by the kernel's handles on them, of this machine's.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class EndPollTest {
    private final LinuxProcessTable table = new LinuxProcessTable(text -> text);
    private final List<Process> processes = new ArrayList<>();

    @TempDir
    private Path folder;

    EndPollTest() throws Exception {}

    @AfterEach
    void kill() {
        processes.forEach(Process::destroyForcibly);
    }

    private ProcessInfo begin(String... command) throws IOException {
        var process = new ProcessBuilder(command).start();
        processes.add(process);
        return Objects.requireNonNull(table.find(process.pid()));
    }

    private Run run(ProcessId id) {
        var both = new RunRecord.Processes(id, id);
        var record = new RunRecord("k:s:1", table.bootId(), Instant.EPOCH, 0, 0, both, false, Map.of());
        var tree = new ProcessTree(table, record.cookie(), id, true);
        return new Run(table, RunFiles.in(folder, "s"), record, both, tree, null);
    }

    private static long handles() throws IOException {
        try (var all = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            var count = 0;
            for (var one : all) {
                try {
                    count += Files.readSymbolicLink(one).toString().equals("anon_inode:[pidfd]") ? 1 : 0;
                } catch (IOException e) {
                    // Closed meanwhile.
                    count += 0;
                }
            }
            return count;
        }
    }

    @Test
    void ends_ofTwoHundredRuns_leaveNoHandle() throws Exception {
        var before = handles();
        var told = new CountDownLatch(200);
        try (var ends = new Ends(Pidfd::open)) {
            for (int i = 0; i < 200; i++) {
                run(begin("sleep", "100").id()).onEnd(ends, told::countDown);
            }
            assertThat(handles()).isEqualTo(before + 200);
            for (var process : processes) {
                process.destroyForcibly();
            }
            told.await();
            assertThat(handles()).isEqualTo(before);
            assertThat(ends.means()).isEqualTo(new KernelMeans(0, 0, ""));
        }
    }

    @Test
    void ends_forgottenOrClosed_leaveNoHandle() throws Exception {
        var before = handles();
        var told = new AtomicInteger();
        try (var ends = new Ends(Pidfd::open)) {
            var first = run(begin("sleep", "100").id());
            var second = run(begin("sleep", "100").id());
            first.onEnd(ends, told::incrementAndGet);
            second.onEnd(ends, told::incrementAndGet);
            assertThat(handles()).isEqualTo(before + 2);
            ends.forget(first);
            assertThat(handles()).isEqualTo(before + 1);
        }
        assertThat(handles()).isEqualTo(before);
        for (var process : processes) {
            process.destroyForcibly().waitFor();
        }
        assertThat(told).hasValue(0);
    }

    @Test
    void ends_noHandleIsFree_areLookedForAndToldAllTheSame() throws Exception {
        var free = new AtomicInteger(1);
        var told = new CountDownLatch(2);
        try (var ends = new Ends(pid -> free.getAndDecrement() > 0 ? Pidfd.open(pid) : -Pidfd.EMFILE)) {
            run(begin("sleep", "100").id()).onEnd(ends, told::countDown);
            assertThat(ends.means().text()).isEqualTo("by pidfd");
            run(begin("sleep", "100").id()).onEnd(ends, told::countDown);

            assertThat(ends.means().text())
                    .isEqualTo("by pidfd, of 1 by looking at /proc each 250 ms: too many open files");
            for (var process : processes) {
                process.destroyForcibly();
            }
            told.await();
            assertThat(ends.means()).isEqualTo(new KernelMeans(0, 0, "too many open files"));
        }
    }

    @Test
    void ends_noThreadCanBeHad_sayWhy_andTheNextIsWatched() throws Exception {
        var told = new CountDownLatch(1);
        var process = begin("sleep", "100").id();
        var run = run(process);
        try (var poll =
                new EndPoll(LookTest.noneAtFirst(), Pidfd::open, (_, _) -> told.countDown(), (_, why) -> fail(why))) {
            assertThat(Pidfd.reason(poll.watch(run, process))).isEqualTo("no thread can be had");
            assertThat(poll.watch(run, process)).isZero();
            processes.forEach(Process::destroyForcibly);
            told.await();
        }
    }

    @Test
    void noticing_onAnOldKernel_saysWhyItLooks() throws Exception {
        try (var bench = new Bench(folder, TestDefinitions.argv("service", "sleep", "100"), Means.BY_LOOKS)) {
            assertThat(bench.drivers.noticing())
                    .isEqualTo("by looking at /proc each 250 ms: the kernel has no pidfd, which Linux 5.3 has");
        }
        try (var bench = new Bench(folder, TestDefinitions.argv("service", "sleep", "100"), Means.BY_PIDFD)) {
            assertThat(bench.drivers.noticing()).isEqualTo("by pidfd");
        }
    }

    /// The service ends first, and its wrapper writes how.
    @Test
    void end_ofAnAdoptedService_isToldWithItsExitCode() throws Exception {
        var line = "while ! [ -e '" + folder + "/go' ]; do sleep 0.02; done; exit 7";
        try (var bench = new Bench(folder, TestDefinitions.shell("service", line))) {
            bench.start();
            bench.leave();
            bench.enter();
            Files.createFile(folder.resolve("go"));

            await().until(() -> !bench.news.isEmpty());
            assertThat(bench.news)
                    .singleElement()
                    .isInstanceOfSatisfying(
                            Exited.class, end -> assertThat(end.exit().code()).isEqualTo(7));
        }
    }
}
