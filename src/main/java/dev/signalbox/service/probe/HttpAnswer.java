package dev.signalbox.service.probe;

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

    private final InputStream in;
    private int headLeft = MAX_HEAD;
    private int status;
    private long length = -1;
    private boolean chunked;

    private HttpAnswer(InputStream in) {
        this.in = new BufferedInputStream(in);
    }

    /// Reads the head of the final answer, or of an earlier one if it has the status `wanted`.
    static HttpAnswer read(InputStream in, int wanted) throws IOException {
        var answer = new HttpAnswer(in);
        do {
            answer.readHead();
        } while (answer.status < FIRST_FINAL && answer.status != SWITCHING && answer.status != wanted);
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

    /// The start of the body.
    byte[] body(int max) throws IOException {
        if (status < FIRST_FINAL || status == NO_CONTENT || status == NOT_MODIFIED) {
            return new byte[0];
        }
        if (chunked) {
            return chunks(max);
        }
        return length < 0 ? in.readNBytes(max) : exactly(Math.min(length, max));
    }

    private byte[] chunks(int max) throws IOException {
        var body = new ByteArrayOutputStream();
        while (true) {
            headLeft = MAX_HEAD;
            var size = number(line().replaceFirst(";.*", "").strip(), HEX);
            if (size == 0) {
                readTrailer();
                return body.toByteArray();
            }
            body.writeBytes(exactly(Math.min(size, max - body.size())));
            if (body.size() == max) {
                return body.toByteArray();
            }
            line(); // the end of the chunk
        }
    }

    private void readTrailer() throws IOException {
        while (!line().isEmpty()) {
            // Nobody wants it.
        }
    }

    private byte[] exactly(long count) throws IOException {
        var bytes = in.readNBytes(Math.toIntExact(count));
        if (bytes.length < count) {
            throw new EOFException("the answer breaks off");
        }
        return bytes;
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
