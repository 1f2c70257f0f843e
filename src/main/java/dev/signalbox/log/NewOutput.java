package dev.signalbox.log;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// What a service writes from now on, on either stream. Holds no file open. Not thread safe.
public final class NewOutput {
    /// How long a line may wait for its end: a prompt has none.
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final InstantSource clock;
    private final LogFiles log;
    private final long begin;
    private final List<FileTail> streams;

    private NewOutput(LogFiles log, InstantSource clock) {
        this.log = log;
        this.clock = clock;
        this.begin = length(log);
        this.streams = List.of(atEnd(log.out()), atEnd(log.err()));
    }

    /// Takes note of where the output ends now. The files need not exist yet.
    ///
    /// @param clock by which a line without an end is waited for
    public static NewOutput of(LogFiles log, InstantSource clock) {
        return new NewOutput(log, clock);
    }

    /// Whether nothing at all has been written, not even the start of a line.
    public boolean isSilent() {
        return length(log) == begin;
    }

    private static long length(LogFiles log) {
        return Segments.length(log.out()) + Segments.length(log.err());
    }

    private static FileTail atEnd(Path file) {
        return FileTail.from(file, Segments.length(file));
    }

    /// The lines that were added since the last poll, escape sequences included; in order within a stream. Of a
    /// flood it gives some megabytes, and the rest at the next polls. A line without an end is given after a
    /// second.
    ///
    /// @throws IOException if a file cannot be read; a later poll goes on where this one began
    public List<String> poll() throws IOException {
        var now = clock.instant();
        var lines = new ArrayList<String>();
        for (var stream : streams) {
            stream.read();
            stream.endPartial(now, PATIENCE);
            for (FileTail.Line line; (line = stream.lines().poll()) != null; ) {
                if (!line.remark()) {
                    lines.add(line.text());
                }
            }
        }
        return lines;
    }
}
