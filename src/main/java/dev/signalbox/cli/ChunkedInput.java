package dev.signalbox.cli;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/// A body that comes in chunks, each with its length before it (RFC 9112).
final class ChunkedInput extends InputStream {
    private static final int HEX = 16;

    private final InputStream in;
    private @Nullable LimitedInput chunk;
    private boolean ended;

    ChunkedInput(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        while (!ended) {
            var read = chunk == null ? -1 : chunk.read(bytes, offset, length);
            if (read >= 0) {
                return read;
            }
            next();
        }
        return -1;
    }

    private void next() throws IOException {
        if (chunk != null) {
            // The end of the line that the chunk is on.
            Http.line(in);
        }
        var text = Http.line(in).split(";", 2)[0].strip();
        if (!text.matches("[0-9A-Fa-f]{1,15}")) {
            throw new IOException("what answers there does not speak HTTP");
        }
        var length = Long.parseLong(text, HEX);
        chunk = new LimitedInput(in, length);
        ended = length == 0;
    }
}
