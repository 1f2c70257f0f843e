package dev.signalbox.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a file of slots makes of something that it has not written.
final class SlotFileDamageTest {
    private static final int FIRST = SlotPair.BYTES;
    private static final int SECOND = 2 * SlotPair.BYTES;

    @TempDir
    private Path folder;

    private Path file;
    private Path aside;

    @BeforeEach
    void name() {
        file = folder.resolve("slots");
        aside = folder.resolve("slots.damaged-1");
    }

    /// A file with two keys, of which each was written twice.
    private byte[] good() throws IOException {
        try (var slots = SlotFile.open(file)) {
            slots.put("first", "1, old");
            slots.put("second", "2, old");
            slots.put("first", "1");
            slots.put("second", "2");
        }
        return Files.readAllBytes(file);
    }

    private void damage(byte[] bytes, int... positions) throws IOException {
        for (var position : positions) {
            bytes[position + 50]++;
        }
        Files.write(file, bytes);
    }

    private void isPutAside(byte[] bytes, String problem) throws IOException {
        Files.write(file, bytes);
        try (var slots = SlotFile.open(file)) {
            assertThat(slots.problems())
                    .containsExactly(file + " was put aside as " + aside.getFileName() + ": " + problem);
            assertThat(slots.texts()).isEmpty();
            slots.put("key", "text");
        }
        assertThat(aside).hasBinaryContent(bytes);
        try (var slots = SlotFile.open(file)) {
            assertThat(slots.problems()).isEmpty();
            assertThat(slots.texts()).containsExactly(Map.entry("key", "text"));
        }
    }

    @Test
    void put_cutOnTheDisk_isTheOldTextOrTheNew() throws IOException {
        try (var slots = SlotFile.open(file)) {
            slots.put("key", "oldest");
            slots.put("key", "old");
            // What differs last is the last letter of the oldest, which is longer than the new one.
            var whole = 20 + "key".length() + "oldest".length();
            var before = Files.readAllBytes(file);
            slots.put("key", "new");
            var after = Files.readAllBytes(file);
            var torn = folder.resolve("torn");
            for (int cut = 0; cut <= Slot.BYTES; cut += cut < 64 ? 1 : 61) {
                System.arraycopy(after, FIRST, before, FIRST, cut);
                Files.write(torn, before);
                try (var read = SlotFile.open(torn)) {
                    assertThat(read.problems()).isEmpty();
                    assertThat(read.texts().get("key")).as("cut at %s", cut).isEqualTo(cut < whole ? "old" : "new");
                    // And it can be written again.
                    read.put("key", "newer");
                }
                try (var read = SlotFile.open(torn)) {
                    assertThat(read.find("key")).isEqualTo("newer");
                }
            }
        }
    }

    @FunctionalInterface
    private interface Write {
        void to(SlotFile slots) throws IOException;
    }

    /// What the file holds after each cut of the one page that `write` changes: as if the power had gone.
    private Set<Map<String, String>> cutOnTheDisk(Write write) throws IOException {
        var before = Files.readAllBytes(file);
        try (var slots = SlotFile.open(file)) {
            write.to(slots);
        }
        var after = Files.readAllBytes(file);
        assertThat(after).hasSameSizeAs(before);
        var page = Arrays.mismatch(before, after) / Slot.BYTES * Slot.BYTES;
        var torn = folder.resolve("torn");
        var found = new LinkedHashSet<Map<String, String>>();
        for (int cut = 0; cut <= Slot.BYTES; cut += cut < 64 ? 1 : 61) {
            var bytes = before.clone();
            System.arraycopy(after, page, bytes, page, cut);
            Files.write(torn, bytes);
            try (var read = SlotFile.open(torn)) {
                assertThat(read.problems()).isEmpty();
                found.add(read.texts());
            }
        }
        return found;
    }

    @Test
    void remove_cutOnTheDisk_isTheOldTextOrNone_andThenNoneOrThatOfTheNextKey() throws IOException {
        try (var slots = SlotFile.open(file)) {
            slots.put("other", "untouched");
            slots.put("key", "oldest");
            slots.put("key", "old");
        }
        var others = Map.of("other", "untouched");

        assertThat(cutOnTheDisk(slots -> slots.remove("key")))
                .containsExactly(Map.of("other", "untouched", "key", "old"), others);
        assertThat(cutOnTheDisk(slots -> slots.put("next", "new")))
                .containsExactly(others, Map.of("other", "untouched", "next", "new"));
        assertThat(cutOnTheDisk(slots -> slots.put("next", "newer")))
                .containsExactly(
                        Map.of("other", "untouched", "next", "new"), Map.of("other", "untouched", "next", "newer"));
    }

    @Test
    void open_oneSlotIsDamaged_takesTheOther() throws IOException {
        damage(good(), FIRST, SECOND + Slot.BYTES);

        try (var slots = SlotFile.open(file)) {
            assertThat(slots.problems()).isEmpty();
            assertThat(slots.texts()).containsExactly(Map.entry("first", "1"), Map.entry("second", "2, old"));
        }
    }

    @Test
    void open_bothSlotsAreDamaged_saysSo_andKeepsTheOthers() throws IOException {
        damage(good(), FIRST, FIRST + Slot.BYTES);

        try (var slots = SlotFile.open(file)) {
            assertThat(slots.problems()).containsExactly("record 1 of " + file + " is damaged; what it held is lost");
            assertThat(slots.texts()).containsExactly(Map.entry("second", "2"));
            var size = Files.size(file);
            slots.put("first", "new");
            assertThat(Files.size(file)).isEqualTo(size);
        }
        try (var slots = SlotFile.open(file)) {
            assertThat(slots.problems()).isEmpty();
            assertThat(slots.texts()).containsExactly(Map.entry("first", "new"), Map.entry("second", "2"));
        }
    }

    @Test
    void open_keyWithTwoRecords_takesTheNewer() throws IOException {
        var bytes = good();
        Files.write(file, Arrays.copyOf(bytes, SECOND));
        try (var slots = SlotFile.open(file)) {
            slots.put("first", "newest");
        }
        var both = Arrays.copyOf(Files.readAllBytes(file), SECOND + SlotPair.BYTES);
        System.arraycopy(bytes, FIRST, both, SECOND, SlotPair.BYTES);
        Files.write(file, both);

        try (var slots = SlotFile.open(file)) {
            assertThat(slots.problems())
                    .containsExactly("record 2 of " + file + " is an older one of first and does not count");
            assertThat(slots.texts()).containsExactly(Map.entry("first", "newest"));
            slots.put("other", "text");
        }
        try (var slots = SlotFile.open(file)) {
            assertThat(slots.problems()).isEmpty();
            assertThat(slots.texts()).containsExactly(Map.entry("first", "newest"), Map.entry("other", "text"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100, 100_000})
    void open_foreignFile_isPutAside(int length) throws IOException {
        isPutAside("#!/bin/sh\n".repeat(length).getBytes(UTF_8), "it is no file of slots");
    }

    @Test
    void open_againAForeignFile_getsTheNextName() throws IOException {
        Files.writeString(aside, "earlier");
        aside = folder.resolve("slots.damaged-2");

        isPutAside("foreign".getBytes(UTF_8), "it is no file of slots");

        assertThat(folder.resolve("slots.damaged-1")).hasContent("earlier");
    }

    @Test
    void open_laterVersion_isPutAside() throws IOException {
        var bytes = good();
        bytes["signalbox slots, version ".length()] = '2';

        isPutAside(bytes, "a later Signalbox has made it, in version 2 of its format");
    }

    @ParameterizedTest
    @ValueSource(ints = {30, 1000, SlotPair.BYTES - 1})
    void open_damagedHeader_isPutAside(int position) throws IOException {
        var bytes = good();
        bytes[position]++;

        isPutAside(bytes, "its header is damaged");
    }

    @Test
    void open_cutWithinTheHeader_isPutAside() throws IOException {
        isPutAside(Arrays.copyOf(good(), SlotPair.BYTES - 1), "its header is damaged");
    }

    @ParameterizedTest
    @ValueSource(ints = {FIRST + 20, FIRST + Slot.BYTES, SECOND + Slot.BYTES + 1, SECOND + SlotPair.BYTES - 1})
    void open_cutWithinARecord_isPutAside(int length) throws IOException {
        isPutAside(Arrays.copyOf(good(), length), "it ends within a record");
    }

    @Test
    void open_moreThanWholeRecords_isPutAside() throws IOException {
        var bytes = good();
        var more = Arrays.copyOf(bytes, bytes.length + 1);
        more[bytes.length] = 'x';

        isPutAside(more, "it ends within a record");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, Slot.BYTES, SlotPair.BYTES - 1, SlotPair.BYTES})
    void open_newRecordThatAKillHasCut_isNoDamage(int length) throws IOException {
        var bytes = good();
        Files.write(file, Arrays.copyOf(bytes, bytes.length + length));

        try (var slots = SlotFile.open(file)) {
            assertThat(slots.problems()).isEmpty();
            slots.put("third", "3");
        }
        assertThat(file).hasSize(bytes.length + SlotPair.BYTES);
        try (var slots = SlotFile.open(file)) {
            assertThat(slots.problems()).isEmpty();
            assertThat(slots.texts()).hasSize(3).containsEntry("third", "3");
        }
    }

    @Test
    void open_link_isRefused_andWhatItLeadsToStays() throws IOException {
        var target = Files.writeString(folder.resolve("target"), "text");
        Files.createSymbolicLink(file, target);

        assertThatIOException()
                .isThrownBy(() -> SlotFile.open(file))
                .withMessage(file + " is a link. Allowed: a regular file, or none");
        assertThat(target).hasContent("text");

        Files.delete(target);
        assertThatIOException().isThrownBy(() -> SlotFile.open(file)).withMessageContaining("is a link");
        assertThat(target).doesNotExist();
    }

    @Test
    void open_folder_isRefused() throws IOException {
        Files.createDirectory(file);

        assertThatIOException()
                .isThrownBy(() -> SlotFile.open(file))
                .withMessage(file + " is no regular file. Allowed: a regular file, or none");
    }

    @Test
    void open_pipe_isRefused_andBlocksNobody() throws Exception {
        var code = new ProcessBuilder("mkfifo", file.toString()).start().waitFor();
        assumeThat(code).as("mkfifo makes no pipe here").isZero();

        assertThatIOException()
                .isThrownBy(() -> SlotFile.open(file))
                .withMessage(file + " is no regular file. Allowed: a regular file, or none");
    }

    @Test
    void open_device_isRefused() {
        assertThatIOException()
                .isThrownBy(() -> SlotFile.open(Path.of("/dev/zero")))
                .withMessage("/dev/zero is no regular file. Allowed: a regular file, or none");
    }

    @Test
    void open_fileOfAnotherUser_isRefused() throws IOException {
        good();
        assumeThat((int) Files.getAttribute(folder, "unix:uid"))
                .as("only root can give a file to another user")
                .isZero();
        Files.setAttribute(file, "unix:uid", 4321);

        assertThatIOException()
                .isThrownBy(() -> SlotFile.open(file))
                .withMessage(file + " belongs to user 4321. Allowed: the user of this program, or root");
    }

    @Test
    void open_noFolder_saysSo() {
        var missing = folder.resolve("missing/slots");

        assertThatIOException()
                .isThrownBy(() -> SlotFile.open(missing))
                .withMessage(missing + " cannot be made: no such folder");
    }
}
