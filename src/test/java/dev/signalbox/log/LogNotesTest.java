package dev.signalbox.log;

import static dev.signalbox.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LogNotesTest {
    private static final Instant NOW = Instant.ofEpochMilli(1000);

    @TempDir
    private Path folder;

    private LogFiles log = LogFiles.in(Path.of(""), "service");

    @BeforeEach
    void nameFiles() {
        log = LogFiles.in(folder, "service");
    }

    private void write(String text) throws IOException {
        Files.writeString(log.out(), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private List<String> noted() throws IOException {
        return Files.readAllLines(log.notes());
    }

    @Test
    void follow_growing_notesTheSizes() throws IOException {
        try (var notes = new LogNotes(() -> NOW)) {
            notes.follow(log);
            write("hello\n");
            await().until(() -> Files.exists(log.notes()));

            assertThat(noted()).containsExactly("1000 6 0");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(log.notes())))
                    .isEqualTo("rw-------");
            write("more\n");
            notes.unfollow(log);
            assertThat(noted()).containsExactly("1000 6 0", "1000 11 0");
        }
    }

    /// Reloads bring and take services for as long as the engine runs.
    @Test
    void unfollow_keepsNothingOfTheService() {
        try (var notes = new LogNotes(() -> NOW)) {
            var gone = followForAWhile(notes);
            await().until(() -> {
                System.gc();
                return gone.get() == null;
            });
        }
    }

    private WeakReference<LogFiles> followForAWhile(LogNotes notes) {
        var files = LogFiles.in(folder, "gone");
        notes.follow(files);
        notes.unfollow(files);
        notes.mark(files, "start #2 began");
        return new WeakReference<>(files);
    }

    @Test
    void mark_text_isOneLine() throws IOException {
        try (var notes = new LogNotes(() -> NOW)) {
            notes.mark(log, "restart #12 began");
            notes.mark(log, "two\nlines");

            assertThat(noted()).containsExactly("1000 0 0 restart #12 began", "1000 0 0 two\\nlines");
        }
    }

    @Test
    void follow_outputWasAddedWhileAway_itsTimeIsUnknown() throws IOException {
        try (var notes = new LogNotes(() -> NOW)) {
            notes.follow(log);
            write("hello\n");
        }
        write("alone\n");
        try (var notes = new LogNotes(() -> NOW)) {
            notes.follow(log);
            notes.mark(log, "adopted");
        }

        assertThat(noted()).containsExactly("1000 6 0", "- 12 0", "1000 12 0 adopted");
    }

    @Test
    void mark_fileGetsLong_keepsTheNewerHalfAndReadersFollow() throws IOException {
        var tail = LogTail.open(log, 10, () -> NOW);
        var seen = new ArrayList<String>();
        var text = "x".repeat(1000);
        try (var notes = new LogNotes(() -> NOW)) {
            for (int i = 0; i < 2500; i++) {
                notes.mark(log, i + " " + text);
                if (i % 100 == 50) {
                    tail.poll().forEach(line -> seen.add(line.text()));
                }
                assertThat(log.notes().toFile().length()).isLessThanOrEqualTo(NotesFile.MAX_SIZE);
            }
        }
        tail.poll().forEach(line -> seen.add(line.text()));

        // The first poll gives ten of the first 51.
        assertThat(seen).hasSize(2500 - 41);
        assertThat(seen.getFirst()).startsWith("41 ");
        assertThat(seen.getLast()).startsWith("2499 ");
        assertThat(noted().getFirst()).matches("1000 0 0 \\d+ x+");
    }

    @Test
    void parse_whatIsNoNote_isSkipped() {
        assertThat(Note.parse("")).isNull();
        assertThat(Note.parse("1000 12")).isNull();
        assertThat(Note.parse("x 1 2")).isNull();
        assertThat(Note.parse("99999999999999999999 1 2")).isNull();
        assertThat(Note.parse("1000 1 2 a  b ")).isEqualTo(new Note(NOW, 1, 2, "a  b "));
    }
}
