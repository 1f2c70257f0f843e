package dev.signalbox.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.journal.Records;
import dev.signalbox.log.LogSlice.Remark;
import dev.signalbox.operation.Operation;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What belongs to an operation in its service's log.
class LogSliceTest {
    private static final Operation FIRST = Records.operation(1, "backend", OperationKind.START);
    private static final Operation SECOND = Records.operation(12, "backend", OperationKind.RESTART);

    @TempDir
    private Path folder;

    private LogFiles log;
    private LogNotes notes;

    @BeforeEach
    void open() {
        log = LogFiles.in(folder, "backend");
        notes = new LogNotes(InstantSource.system());
    }

    @AfterEach
    void close() {
        notes.close();
    }

    private void write(String text) throws IOException {
        Files.writeString(log.out(), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    @Test
    void slice_goesFromItsMarkToTheNextOperations() throws IOException {
        write("before\n");
        notes.mark(log, FIRST.mark());
        notes.mark(log, "started pid 7");
        write("one\n");
        notes.mark(log, SECOND.mark());
        write("two\n");

        var slice = LogSlice.read(log, FIRST.mark());

        assertThat(slice.remark()).isEqualTo(Remark.NONE);
        assertThat(slice.lines())
                .extracting(LogLine::text)
                .containsExactly("start #1 by operator", "started pid 7", "one");
        assertThat(LogSlice.read(log, SECOND.mark()).lines())
                .extracting(LogLine::text)
                .containsExactly("restart #12 by operator", "two");
    }

    @Test
    void slice_endsWhereItsServiceIsKilled() throws IOException {
        var kill = new Operation(
                13, "backend", OperationKind.STOP, Source.OPERATOR, Map.of("signal", "SIGKILL"), 0, Instant.EPOCH);
        notes.mark(log, FIRST.mark());
        write("one\n");
        notes.mark(log, kill.mark());
        write("two\n");

        assertThat(LogSlice.read(log, FIRST.mark()).lines())
                .extracting(LogLine::text)
                .containsExactly("start #1 by operator", "one");
        assertThat(LogSlice.read(log, kill.mark()).lines())
                .extracting(LogLine::text)
                .containsExactly("kill #13 by operator", "two");
    }

    @Test
    void longSlice_isCutShort() throws IOException {
        notes.mark(log, FIRST.mark());
        write("line\n".repeat(LogSlice.MOST_LINES));

        var slice = LogSlice.read(log, FIRST.mark());

        assertThat(slice.lines()).hasSize(LogSlice.MOST_LINES);
        assertThat(slice.remark()).isEqualTo(Remark.MORE);
    }

    @Test
    void whatIsNotThere_isSaid() throws IOException {
        assertThat(LogSlice.read(log, FIRST.mark()).remark()).isEqualTo(Remark.NOT_KEPT);
        Files.createDirectory(log.notes());
        assertThat(LogSlice.read(log, FIRST.mark()).remark()).isEqualTo(Remark.UNREADABLE);
    }
}
