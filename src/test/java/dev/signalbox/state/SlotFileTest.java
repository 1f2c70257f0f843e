package dev.signalbox.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
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

/// What a file of slots keeps.
final class SlotFileTest {
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
    void open_missingFile_makesItForItsOwnerAlone() throws IOException {
        try (var slots = SlotFile.open(file)) {
            assertThat(slots.texts()).isEmpty();
            assertThat(slots.problems()).isEmpty();
        }

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void put_textsOfAllKinds_areReadBack() throws IOException {
        var texts = Map.of(
                "a",
                "text",
                "with spaces\nand lines",
                "zwölf\0€𝄞",
                "empty",
                "",
                "k".repeat(SlotFile.MOST_KEY),
                "t".repeat(SlotFile.MOST_TEXT));
        try (var slots = SlotFile.open(file)) {
            for (var text : texts.entrySet()) {
                slots.put(text.getKey(), text.getValue());
            }
            assertThat(slots.texts()).isEqualTo(texts);
            assertThat(slots.find("empty")).isEmpty();
            assertThat(slots.find("none")).isNull();
        }

        assertThat(read()).isEqualTo(texts);
    }

    @Test
    void put_again_overwritesInPlace_oneSlotOfTheTwo() throws IOException {
        try (var slots = SlotFile.open(file)) {
            slots.put("key", "0");
            var size = Files.size(file);
            for (int i = 1; i <= 20; i++) {
                var before = Files.readAllBytes(file);
                slots.put("key", "text " + i);
                var after = Files.readAllBytes(file);

                var changed = Arrays.mismatch(before, after) / Slot.BYTES;
                assertThat(changed).isEqualTo(2 + i % 2);
                System.arraycopy(before, changed * Slot.BYTES, after, changed * Slot.BYTES, Slot.BYTES);
                assertThat(after).isEqualTo(before);
                assertThat(read()).containsExactly(Map.entry("key", "text " + i));
            }
            assertThat(Files.size(file)).isEqualTo(size);
        }
    }

    @Test
    void put_afterTheFileWasOpenedAnew_goesOnWithTheGenerations() throws IOException {
        for (int i = 0; i < 5; i++) {
            try (var slots = SlotFile.open(file)) {
                slots.put("key", "text " + i);
            }
            assertThat(read()).containsExactly(Map.entry("key", "text " + i));
        }
    }

    @Test
    void reserve_newKey_hasNoText_andItsRecordIsItsOwnEvenLater() throws IOException {
        try (var slots = SlotFile.open(file)) {
            slots.reserve("key");
            assertThat(slots.find("key")).isNull();
            assertThat(slots.texts()).isEmpty();
        }
        try (var slots = SlotFile.open(file)) {
            slots.put("other", "2");
            var size = Files.size(file);
            slots.put("key", "1");
            assertThat(Files.size(file)).isEqualTo(size);
        }

        assertThat(read()).containsExactly(Map.entry("key", "1"), Map.entry("other", "2"));
    }

    @Test
    void reserve_keyWithText_leavesIt() throws IOException {
        try (var slots = SlotFile.open(file)) {
            slots.put("key", "text");
            var before = Files.readAllBytes(file);
            slots.reserve("key");
            assertThat(slots.find("key")).isEqualTo("text");
            assertThat(file).hasBinaryContent(before);
        }
    }

    @Test
    void remove_key_leavesItsRecordToTheNextNewOne() throws IOException {
        try (var slots = SlotFile.open(file)) {
            slots.put("first", "1");
            slots.put("second", "2");
            var size = Files.size(file);

            slots.remove("first");
            slots.remove("first");
            slots.remove("never there");
            assertThat(slots.texts()).containsOnlyKeys("second");
            assertThat(read()).containsOnlyKeys("second");

            slots.put("third", "3");
            assertThat(Files.size(file)).isEqualTo(size);
            assertThat(read()).containsExactly(Map.entry("second", "2"), Map.entry("third", "3"));
        }
    }

    @Test
    void put_tooMuch_saysHowMuchIsAllowed() throws IOException {
        try (var slots = SlotFile.open(file)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> slots.put("k", "ü".repeat(1921)))
                    .withMessage("a text of 3842 bytes. Allowed: at most 3840 bytes of UTF-8");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> slots.put("k".repeat(237), ""))
                    .withMessage("a key of 237 bytes. Allowed: 1 to 236 bytes of UTF-8");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> slots.reserve(""))
                    .withMessage("a key of 0 bytes. Allowed: 1 to 236 bytes of UTF-8");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> slots.remove("\ud834"))
                    .withMessageContaining("half a surrogate pair");
        }

        assertThat(read()).isEmpty();
    }

    @Test
    void put_textCutWithinACharacter_isKept() throws IOException {
        try (var slots = SlotFile.open(file)) {
            slots.put("key", "cut: \ud834");
            assertThat(slots.find("key")).isEqualTo("cut: ?");
        }

        assertThat(read()).containsExactly(Map.entry("key", "cut: ?"));
    }

    @Test
    void close_twice_isFine_andEveryPutFails() throws IOException {
        var slots = SlotFile.open(file);
        slots.put("key", "text");
        slots.close();
        slots.close();

        assertThatIOException().isThrownBy(() -> slots.put("key", "new")).withMessage(file + " is closed");
        assertThatIOException().isThrownBy(() -> slots.reserve("key")).withMessage(file + " is closed");
        assertThatIOException().isThrownBy(() -> slots.remove("key")).withMessage(file + " is closed");
        assertThat(slots.find("key")).isEqualTo("text");
        assertThat(read()).containsExactly(Map.entry("key", "text"));
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
