package dev.signalbox.driver.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// That no end waits for another, of real processes.
@ParameterizedClass
@EnumSource(Means.class)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class EndsTest {
    private final LinuxProcessTable table;
    private final Ends ends;
    private final CountDownLatch released = new CountDownLatch(1);
    private final List<Process> processes = new ArrayList<>();

    @TempDir
    private Path folder;

    EndsTest(Means means) throws Exception {
        table = means.table();
        ends = new Ends(means.opening);
    }

    @AfterEach
    void release() {
        released.countDown();
        ends.close();
        processes.forEach(Process::destroyForcibly);
    }

    /// A run of one process.
    ///
    /// @param adopted whether its end is looked for as that of no child
    private Run run(boolean adopted) throws Exception {
        var id = process();
        return run(table, id, adopted ? null : processes.getLast());
    }

    private ProcessId process() throws IOException {
        var process = new ProcessBuilder("sleep", "100").start();
        processes.add(process);
        var found = table.find(process.pid());
        assertThat(found).isNotNull();
        return found.id();
    }

    private Run run(ProcessTable seen, ProcessId id, @Nullable Process child) {
        var both = new RunRecord.Processes(id, id);
        var record = new RunRecord("k:s:1", table.bootId(), Instant.EPOCH, 0, 0, both, false, Map.of());
        var tree = new ProcessTree(seen, record.cookie(), id, true);
        return new Run(seen, RunFiles.in(folder, "s"), record, both, tree, child);
    }

    private void hang() {
        var interrupted = false;
        while (released.getCount() > 0) {
            try {
                released.await();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void kill(Process process) throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void tellings_thatHang_delayNoOther(boolean adopted) throws Exception {
        var hung = Math.max(2, ForkJoinPool.getCommonPoolParallelism() + 1);
        var begun = new CountDownLatch(hung);
        for (int i = 0; i < hung; i++) {
            run(adopted).onEnd(ends, () -> {
                begun.countDown();
                hang();
            });
        }
        var told = new CountDownLatch(1);
        run(adopted).onEnd(ends, told::countDown);
        for (var process : processes) {
            kill(process);
        }

        begun.await();
        told.await();
        assertThat(released.getCount()).isOne();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void tellings_thatThrow_loseNoOther(boolean adopted) throws Exception {
        var thrown = new CountDownLatch(2);
        run(adopted).onEnd(ends, () -> {
            thrown.countDown();
            throw new IllegalStateException("thrown on purpose, by a test");
        });
        run(adopted).onEnd(ends, () -> {
            thrown.countDown();
            throw new AssertionError("thrown on purpose, by a test");
        });
        var first = List.copyOf(processes);
        var told = new CountDownLatch(1);
        run(adopted).onEnd(ends, told::countDown);
        for (var process : first) {
            kill(process);
        }
        thrown.await();
        kill(processes.getLast());

        told.await();
        assertThat(processes).noneMatch(Process::isAlive);
    }

    /// One that cannot be looked at once.
    @Test
    void lookAtOneEnd_thatThrows_losesNeitherItNorAnother() throws Exception {
        var blind = new AtomicBoolean();
        var seen = (ProcessTable) Proxy.newProxyInstance(
                ProcessTable.class.getClassLoader(), new Class<?>[] {ProcessTable.class}, (_, method, arguments) -> {
                    if (blind.getAndSet(false)) {
                        throw new IllegalStateException("thrown on purpose, by a test");
                    }
                    return method.invoke(table, arguments);
                });
        var first = new CountDownLatch(1);
        var second = new CountDownLatch(1);
        run(seen, process(), null).onEnd(ends, first::countDown);
        run(true).onEnd(ends, second::countDown);
        blind.set(true);
        for (var process : processes) {
            kill(process);
        }

        first.await();
        second.await();
        assertThat(blind).isFalse();
    }

    /// As of a body that was asked to stop once more while it killed.
    @Test
    void exit_onAnInterruptedThread_isKnownAllTheSame() throws Exception {
        var run = run(false);
        processes.getFirst().destroyForcibly();
        Thread.currentThread().interrupt();
        var exit = run.exit();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(exit.code()).isEqualTo(137);
    }
}
