package dev.signalbox.engine.local;

import dev.signalbox.engine.Output;
import dev.signalbox.log.LogFiles;
import dev.signalbox.log.LogLine;
import dev.signalbox.log.LogTail;
import dev.signalbox.operation.Operation;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads a service's output from its files, which it opens at the first poll.
final class LocalOutput implements Output {
    private final LogFiles files;
    private final @Nullable Operation from;
    private final int limit;
    private @Nullable LogTail tail;
    private Reach reach = Reach.ON;
    /// How many lines were given since the operation.
    private int given;

    /// @param from see [dev.signalbox.engine.Engine#output], as of `limit`
    LocalOutput(LogFiles files, @Nullable Operation from, int limit) {
        this.files = files;
        this.from = from;
        this.limit = limit;
    }

    @Override
    public News poll() throws IOException {
        var lines = lines();
        return new News(lines, reach, new Sizes(files.outLength(), files.errLength()));
    }

    private List<LogLine> lines() throws IOException {
        if (reach != Reach.ON) {
            return List.of();
        }
        if (tail == null) {
            tail = from == null
                    ? LogTail.open(files, limit)
                    : LogTail.openAt(files, from.mark()).orElse(null);
        }
        if (tail == null) {
            reach = Reach.NOT_KEPT;
            return List.of();
        }
        return from == null ? tail.poll() : upToLimit(tail.poll());
    }

    private List<LogLine> upToLimit(List<LogLine> lines) {
        if (given + lines.size() > limit) {
            reach = Reach.CUT_SHORT;
        }
        var taken = lines.subList(0, Math.min(lines.size(), limit - given));
        given += taken.size();
        return taken;
    }

    @Override
    public void close() {
        // Between two polls no file is open.
    }
}
