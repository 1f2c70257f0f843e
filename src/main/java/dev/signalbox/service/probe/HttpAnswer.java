package dev.signalbox.service.probe;

import dev.signalbox.service.Statuses;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/// The answer of an HTTP server, as it is read.
final class HttpAnswer {
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.\\d (\\d{3})( .*)?");
    private static final int MAX_HEAD = 64 * 1024;
    private static final int SWITCHING = 101;
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;
    private static final int FIRST_FINAL = 200;
    private static final int HEX = 16;
    private static final int CHUNK_END = 2;

    private final InputStream in;
    private int headLeft = MAX_HEAD;
    private int status;
    private long length = -1;
    private boolean chunked;

    private HttpAnswer(InputStream in) {
        this.in = new BufferedInputStream(in);
    }

    /// Reads the head of the final answer, or of an earlier one if it has a status that is `wanted`.
    static HttpAnswer read(InputStream in, Statuses wanted) throws IOException {
        var answer = new HttpAnswer(in);
        do {
            answer.readHead();
        } while (answer.status < FIRST_FINAL && answer.status != SWITCHING && !wanted.has(answer.status));
        return answer;
    }

    int status() {
        return status;
    }

    private void readHead() throws IOException {
        var first = STATUS.matcher(line());
        if (!first.matches()) {
            throw notHttp();
        }
        status = Integer.parseInt(first.group(1));
        for (var line = line(); !line.isEmpty(); line = line()) {
            var colon = line.indexOf(':');
            if (colon > 0) {
                readHeader(
                        line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        }
    }

    private void readHeader(String name, String value) throws ProtocolException {
        switch (name) {
            case "content-length" -> length = number(value, 10);
            case "transfer-encoding" -> chunked = value.toLowerCase(Locale.ROOT).endsWith("chunked");
            default -> {}
        }
    }

    /// Whether the head tells how long the body is.
    boolean hasLength() {
        return length >= 0 && !chunked;
    }

    /// The body, which may have no end. Breaks off with an exception where the connection does, if there should be
    /// more.
    InputStream body() {
        if (status < FIRST_FINAL || status == NO_CONTENT || status == NOT_MODIFIED) {
            return InputStream.nullInputStream();
        }
        return chunked || length >= 0 ? new Body() : in;
    }

    /// As long as the head says, or in chunks.
    private final class Body extends InputStream {
        /// Until the end, or until that of the chunk.
        private long left = chunked ? 0 : length;
        private boolean begun;
        private boolean ended;

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int count) throws IOException {
            if (left == 0) {
                next();
            }
            if (ended || count == 0) {
                return ended ? -1 : 0;
            }
            var read = in.read(bytes, offset, (int) Math.min(left, count));
            if (read < 0) {
                throw new EOFException("the answer breaks off");
            }
            left -= read;
            return read;
        }

        private void next() throws IOException {
            if (ended || !chunked) {
                ended = true;
                return;
            }
            if (begun) {
                line(); // the end of the chunk
            }
            begun = true;
            headLeft = MAX_HEAD;
            left = number(line().replaceFirst(";.*", "").strip(), HEX);
            if (left == 0) {
                readTrailer();
                ended = true;
            }
        }

        /// What there is of it now: not what ends a chunk.
        @Override
        public int available() throws IOException {
            return Math.max(0, in.available() - (begun && left == 0 ? CHUNK_END : 0));
        }
    }

    private void readTrailer() throws IOException {
        while (!line().isEmpty()) {
            // Nobody wants it.
        }
    }

    /// The next line, without its end.
    private String line() throws IOException {
        var line = new ByteArrayOutputStream();
        for (var next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException(
                        headLeft == MAX_HEAD ? "the connection was closed without an answer" : "the answer breaks off");
            }
            if (--headLeft < 0) {
                throw notHttp();
            }
            line.write(next);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }

    private static long number(String digits, int radix) throws ProtocolException {
        try {
            var number = Long.parseLong(digits, radix);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException _) {
            // It is none.
        }
        throw notHttp();
    }

    private static ProtocolException notHttp() {
        return new ProtocolException("an answer that is not HTTP");
    }
}
