package dev.signalbox.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.signalbox.Mount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A file of slots on a file system of its own that is full, or may not be written.
final class SlotFileDiskTest {
    private static final String FULL = "No space left on device";

    @TempDir
    private Path folder;

    private Mount mount;
    private Path file;
    private Path filler;

    @BeforeEach
    void mount() throws Exception {
        mount = Mount.of(folder.resolve("disk"), "tmpfs", "size=256k,mode=700");
        file = mount.folder().resolve("slots");
        filler = mount.folder().resolve("filler");
    }

    @AfterEach
    void unmount() throws IOException {
        mount.close();
    }

    /// Fills the disk, but for `left` bytes of it.
    private void fill(int left) throws IOException {
        try (var out = Files.newOutputStream(filler, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            var block = new byte[512];
            while (true) {
                out.write(block);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining(FULL);
        }
        try (var channel = Files.newByteChannel(filler, StandardOpenOption.WRITE)) {
            channel.truncate(channel.size() - left);
        }
    }

    @Test
    void put_onAFullDisk_overwritesWhatHasARecord_andFailsForANewKey() throws IOException {
        try (var slots = SlotFile.open(file)) {
            slots.put("key", "0");
            slots.reserve("reserved");
            fill(0);
            var size = Files.size(file);
            for (int i = 1; i <= 10; i++) {
                slots.put("key", "text " + i);
            }
            slots.put("reserved", "its first");
            assertThatIOException()
                    .isThrownBy(() -> slots.put("new", "text"))
                    .withMessage(file + " cannot take up another key: " + FULL);
            assertThatIOException()
                    .isThrownBy(() -> slots.reserve("new"))
                    .withMessage(file + " cannot take up another key: " + FULL);
            assertThat(slots.find("new")).isNull();
            assertThat(Files.size(file)).isEqualTo(size);

            slots.remove("key");
            slots.put("new", "in the room of the other");
        }
        try (var slots = SlotFile.open(file)) {
            assertThat(slots.problems()).isEmpty();
            assertThat(slots.texts())
                    .containsExactly(Map.entry("new", "in the room of the other"), Map.entry("reserved", "its first"));
        }
    }

    @Test
    void put_newKeyWithRoomForHalfARecord_givesThatBack_andGoesOnWhenThereIsMore() throws IOException {
        try (var slots = SlotFile.open(file)) {
            slots.put("key", "old");
            fill(Slot.BYTES);
            var size = Files.size(file);
            var free = free();
            assertThat(free).isEqualTo(Slot.BYTES);

            assertThatIOException().isThrownBy(() -> slots.put("new", "text")).withMessageContaining(FULL);
            assertThat(Files.size(file)).isEqualTo(size);
            assertThat(free()).isEqualTo(free);
            slots.put("key", "new");

            Files.delete(filler);
            slots.put("new", "text");
            assertThat(slots.texts()).containsExactly(Map.entry("key", "new"), Map.entry("new", "text"));
        }
    }

    private long free() throws IOException {
        return Files.getFileStore(mount.folder()).getUsableSpace();
    }

    @Test
    void open_onAFullDisk_readsWhatThereIs_andMakesNothing() throws IOException {
        try (var slots = SlotFile.open(file)) {
            slots.put("key", "text");
        }
        fill(0);

        try (var slots = SlotFile.open(file)) {
            slots.put("key", "new");
            assertThat(slots.problems()).isEmpty();
        }
        var another = mount.folder().resolve("another");
        assertThatIOException()
                .isThrownBy(() -> SlotFile.open(another))
                .withMessage(another + " cannot be made: " + FULL);
        assertThat(another).doesNotExist();
    }

    @Test
    void open_readOnlyFolder_readsWhatThereIs_andSaysWhyItMayNotBeWritten() throws Exception {
        try (var slots = SlotFile.open(file)) {
            slots.put("key", "text");
        }
        mount.readOnly(true);

        var reason = file + " may not be written: Read-only file system";
        try (var slots = SlotFile.open(file)) {
            assertThat(slots.problems()).containsExactly(reason);
            assertThat(slots.texts()).containsExactly(Map.entry("key", "text"));
            assertThatIOException().isThrownBy(() -> slots.put("key", "new")).withMessage(reason);
            assertThatIOException().isThrownBy(() -> slots.reserve("new")).withMessage(reason);
        }
        var another = mount.folder().resolve("another");
        assertThatIOException()
                .isThrownBy(() -> SlotFile.open(another))
                .withMessage(another + " cannot be made: Read-only file system");
    }

    @Test
    void open_foreignFileInAReadOnlyFolder_saysWhatIsWrong() throws Exception {
        Files.writeString(file, "foreign");
        mount.readOnly(true);

        assertThatIOException()
                .isThrownBy(() -> SlotFile.open(file))
                .withMessage(file + " cannot be put aside (Read-only file system), though it is no file of slots");
        assertThat(file).hasContent("foreign");
    }

    @Test
    void open_foreignFileOnAFullDisk_saysWhereItIs() throws IOException {
        Files.writeString(file, "foreign");
        fill(0);

        assertThatIOException()
                .isThrownBy(() -> SlotFile.open(file))
                .withMessage(file + " was put aside as slots.damaged-1: it is no file of slots; and " + file
                        + " cannot be made: " + FULL);
        assertThat(mount.folder().resolve("slots.damaged-1")).hasContent("foreign");
    }
}
