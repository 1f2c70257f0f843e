package dev.signalbox.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A file of slots that many threads use at once, or threads that are interrupted.
final class SlotFileThreadsTest {
    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("slots");
    }

    /// What another program finds, which finds nothing wrong.
    private Map<String, String> read() throws IOException {
        try (var slots = SlotFile.open(file)) {
            assertThat(slots.problems()).isEmpty();
            return slots.texts();
        }
    }

    @Test
    void close_whilePutsGoOn_keepsThoseThatReturned() throws Exception {
        var slots = SlotFile.open(file);
        var results = inManyThreads(8, thread -> {
            var last = -1;
            try {
                for (int i = 0; ; i++) {
                    slots.put("key-" + thread, String.valueOf(i));
                    last = i;
                    if (thread == 0 && i == 10) {
                        slots.close();
                    }
                }
            } catch (IOException e) {
                assertThat(e).hasMessage(file + " is closed");
            }
            return last;
        });

        var texts = read();
        for (int i = 0; i < results.size(); i++) {
            var last = results.get(i);
            assertThat(texts.get("key-" + i)).isEqualTo(last < 0 ? null : String.valueOf(last));
        }
    }

    @Test
    void put_fromManyThreads_eachIsDurableWhenItReturns() throws Exception {
        var count = 50;
        try (var slots = SlotFile.open(file)) {
            inManyThreads(count, thread -> {
                for (int i = 0; i < 4; i++) {
                    slots.put("own-" + thread, thread + " " + i);
                    assertThat(slots.find("own-" + thread)).isEqualTo(thread + " " + i);
                    slots.put("shared", thread + " " + i);
                    slots.put("passing-" + thread, "text");
                    slots.remove("passing-" + thread);
                    slots.reserve("own-" + thread);
                }
                return null;
            });

            var expected = new HashMap<String, String>();
            for (int i = 0; i < count; i++) {
                expected.put("own-" + i, i + " 3");
            }
            expected.put("shared", slots.find("shared"));
            assertThat(slots.find("shared")).endsWith(" 3");
            assertThat(slots.texts()).isEqualTo(expected);
            // Read before it is closed: that adds nothing.
            assertThat(read()).isEqualTo(expected);
        }
        // None of the records that were free for a moment is lost.
        assertThat(Files.size(file)).isLessThanOrEqualTo((1L + 1 + 2 * count) * SlotPair.BYTES);
    }

    @Test
    void reserve_whileAnotherPutsTheKey_leavesItsText() throws Exception {
        var expected = new ConcurrentHashMap<String, String>();
        try (var slots = SlotFile.open(file)) {
            for (int i = 0; i < 20; i++) {
                var key = "key-" + i;
                inManyThreads(12, thread -> {
                    // All wait for the disk, and go on together.
                    slots.put("own-" + thread, "text");
                    expected.put("own-" + thread, "text");
                    if (thread == 0) {
                        slots.put(key, "text");
                    } else {
                        slots.reserve(key);
                    }
                    return null;
                });
                expected.put(key, "text");
            }
            assertThat(slots.texts()).isEqualTo(expected);
        }

        assertThat(read()).isEqualTo(expected);
        assertThat(Files.size(file)).isEqualTo((1L + expected.size()) * SlotPair.BYTES);
    }

    private interface Work<T> {
        T run(int thread) throws Exception;
    }

    private static <T> List<T> inManyThreads(int count, Work<T> work) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var tasks = new ArrayList<Callable<T>>();
            for (int i = 0; i < count; i++) {
                var thread = i;
                tasks.add(() -> work.run(thread));
            }
            var results = new ArrayList<T>();
            for (Future<T> result : threads.invokeAll(tasks)) {
                results.add(result.get());
            }
            return results;
        }
    }

    @Test
    void everyCall_ofAnInterruptedThread_doesItsWork_andLeavesItInterrupted() throws IOException {
        Thread.currentThread().interrupt();
        try (var slots = SlotFile.open(file)) {
            slots.put("key", "text");
            slots.reserve("other");
            slots.remove("other");
            assertThat(slots.texts()).containsExactly(Map.entry("key", "text"));
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }

        assertThat(read()).containsExactly(Map.entry("key", "text"));
    }

    @Test
    void put_interruptedAtAnyMoment_isWritten_andTheFileStaysOpen() throws Exception {
        try (var slots = SlotFile.open(file)) {
            var done = new AtomicBoolean();
            var putting = Thread.currentThread();
            var interrupting = Thread.ofPlatform().start(() -> {
                while (!done.get()) {
                    putting.interrupt();
                    Thread.onSpinWait();
                }
            });
            try {
                for (int i = 0; i < 200; i++) {
                    slots.put("key", String.valueOf(i));
                }
            } finally {
                done.set(true);
                while (interrupting.isAlive()) {
                    var _ = Thread.interrupted();
                }
                var _ = Thread.interrupted();
            }
            slots.put("other", "text");
        }

        assertThat(read()).containsExactly(Map.entry("key", "199"), Map.entry("other", "text"));
    }
}
