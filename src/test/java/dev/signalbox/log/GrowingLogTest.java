package dev.signalbox.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Logs that grow by more, each time they are read, than one read takes.
final class GrowingLogTest {
    private static final byte[] MORE = "y\n".repeat(3 * 1024 * 1024).getBytes(StandardCharsets.UTF_8);
    private static final int ENOUGH = 10;
    private static final Instant NOW = Instant.ofEpochMilli(50_000);

    @TempDir
    private Path folder;

    private int openings;

    /// What a runaway child writes while it is read.
    private LogContent grow(Path log) throws IOException {
        assertThat(++openings).as("times that it was read").isLessThan(ENOUGH);
        Files.write(log, MORE, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        return LogContent.open(log);
    }

    /// The same, but first it is looked at as it is. An empty one stays so.
    private LogContent growAfterwards(Path log) throws IOException {
        if (openings > 0 && Files.exists(log)) {
            return grow(log);
        }
        openings++;
        return LogContent.open(log);
    }

    @Test
    void lastLines_ofAFlood_areThoseBeforeTheCall() throws IOException {
        var log = folder.resolve("log");
        Files.writeString(log, "first\nsecond\nlast\n");

        assertThat(LastLines.of(log, 0, 2, this::growAfterwards)).containsExactly("second", "last");
    }

    @Test
    void lastLines_ofALongLine_areItsLastMebibyte() throws IOException {
        var log = folder.resolve("log");
        Files.writeString(log, "first\n" + "x".repeat(1024 * 1024 - 5) + "\nlast\n");

        assertThat(LastLines.of(log, 0, 50)).hasSize(2).doesNotContain("first").endsWith("last");
    }

    @Test
    void poll_ofAFlood_endsAndGivesTheRestLater() throws IOException {
        var log = LogFiles.in(folder, "service");
        Files.writeString(log.out(), "first\nsecond\nlast\n");
        var tail = LogTail.open(log, 2, () -> NOW, this::growAfterwards);

        assertThat(tail.poll().stream().map(LogLine::text)).containsExactly("second", "last");
        assertThat(tail.poll().stream().map(LogLine::text))
                .hasSizeGreaterThan(1_000_000)
                .containsOnly("y");
    }

    @Test
    void notes_ofAFlood_areThoseBeforeTheCall() throws IOException {
        var notes = folder.resolve("notes");
        Files.writeString(notes, "1000 1 0\n2000 2 0 started pid 7\n");

        assertThat(new NotesReader(notes, this::grow).read()).hasSize(2);
    }
}
