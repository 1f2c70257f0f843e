package dev.signalbox.engine;

import dev.signalbox.log.LogLine;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A service's output as it is written, see [Engine#output]. For one thread at a time, but that any may close it.
public interface Output extends AutoCloseable {

    /// What has come since the last call.
    ///
    /// @param reach how far the lines go, with these
    /// @param sizes how much was written in all; `null` if that is not known
    record News(List<LogLine> lines, Reach reach, @Nullable Sizes sizes) {
        public News {
            lines = List.copyOf(lines);
        }
    }

    /// How far the lines go.
    enum Reach {
        /// To the end, and on with what is written.
        ON,
        /// As far as lines were wanted; there are more, and none of them comes.
        CUT_SHORT,
        /// Nowhere: where they were to begin was never marked, or is not kept any more.
        NOT_KEPT
    }

    /// How much a service has written.
    ///
    /// @param out bytes to standard output
    /// @param err bytes to standard error
    record Sizes(long out, long err) {}

    /// What has come since the last call, at the first one what is there. Does not wait for more; it may read files.
    ///
    /// @throws IOException if none comes at present, with the reason for people; it may come again
    News poll() throws IOException;

    /// Lets go of it. Does not wait for a call that is under way.
    @Override
    void close();

    /// One from which nothing ever comes.
    ///
    /// @param reason for people
    static Output none(String reason) {
        return new Output() {
            @Override
            public News poll() throws IOException {
                throw new IOException(reason);
            }

            @Override
            public void close() {
                // Nothing is open.
            }
        };
    }
}
