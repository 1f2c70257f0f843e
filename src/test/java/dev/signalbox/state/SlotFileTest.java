package dev.signalbox.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Map;
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
    void keys_areThoseWithARecord_withATextOrWithout() throws IOException {
        try (var slots = SlotFile.open(file)) {
            slots.put("text", "1");
            slots.reserve("room");
            slots.put("gone", "2");
            slots.remove("gone");
            assertThat(slots.keys()).containsExactly("room", "text");
        }
        try (var slots = SlotFile.open(file)) {
            assertThat(slots.keys()).containsExactly("room", "text");
            slots.remove("room");
            assertThat(slots.keys()).containsExactly("text");
        }
    }

    @Test
    void remove_andPutOfAnother_manyTimes_needsNoMoreRoom() throws IOException {
        try (var slots = SlotFile.open(file)) {
            slots.put("stays", "0");
            slots.put("key 0", "0");
            var size = Files.size(file);
            for (int i = 1; i <= 20; i++) {
                slots.remove("key " + (i - 1));
                slots.put("key " + i, "text " + i);
            }
            assertThat(Files.size(file)).isEqualTo(size);
        }

        assertThat(read()).containsExactly(Map.entry("key 20", "text 20"), Map.entry("stays", "0"));
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
}
