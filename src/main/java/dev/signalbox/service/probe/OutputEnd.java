package dev.signalbox.service.probe;

import dev.signalbox.service.OutputPipe;
import dev.signalbox.service.Secrets;
import dev.signalbox.text.PlainText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Predicate;

/// The last of what a program writes. Not thread safe.
final class OutputEnd implements AutoCloseable {
    private static final int MAX_END = 8 * 1024;

    private final OutputPipe pipe;
    private final byte[] buffer = new byte[64 * 1024];
    private byte[] end = {};
    private long length;

    OutputEnd(OutputPipe pipe) {
        this.pipe = pipe;
    }

    /// Takes in what it has written meanwhile, until there is nothing more of it, or more than `max` in all.
    ///
    /// @return whether there was anything
    boolean read(long max) throws IOException {
        var before = length;
        for (var read = pipe.read(buffer); read > 0; read = length > max ? 0 : pipe.read(buffer)) {
            length += read;
            append(read);
        }
        return length > before;
    }

    private void append(int count) {
        var joined = Arrays.copyOf(end, end.length + count);
        System.arraycopy(buffer, 0, joined, end.length, count);
        end = Arrays.copyOfRange(joined, Math.max(0, joined.length - MAX_END), joined.length);
    }

    /// How much it was in all.
    long length() {
        return length;
    }

    /// Secrets are taken out before anything is cut, as a part of one is no less secret.
    String lastLine(Secrets secrets) {
        var text = secrets.mask(new String(end, StandardCharsets.UTF_8)).stripTrailing();
        var lines = text.lines()
                .map(PlainText::stripped)
                .map(String::strip)
                .filter(Predicate.not(String::isEmpty))
                .toList();
        if (lines.isEmpty()) {
            return "";
        }
        return lines.size() == 1 && length > end.length ? "(a line of " + length + " bytes)" : lines.getLast();
    }

    @Override
    public void close() {
        pipe.close();
    }
}
