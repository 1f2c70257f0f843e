package dev.signalbox.engine;

import dev.signalbox.log.LogLine;
import java.io.IOException;
import java.util.List;

/// A service's output as it is written, on a machine that is not this one. For one thread at a time, but that any
/// may close it.
public interface OutputReader extends AutoCloseable {

    /// The lines that have come since the last call. Does not wait for any.
    ///
    /// @throws IOException if none come at present, with the reason for people; they may come again
    List<LogLine> poll() throws IOException;

    @Override
    void close();
}
