package dev.signalbox.metrics;

import dev.signalbox.state.PrivateFiles;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A file with the figures of each minute of the last 30 days. It is a ring: each minute has its place, where that of
/// 30 days ago was, so that it never grows beyond [#MOST_BYTES]. What was torn by a crash, or is of other days, is a
/// gap. Open only while it is read or written. Not safe to use from several threads.
///
/// A record is the minute since the epoch, of each [Figure] the least, the mean and the most as numbers of 24 bits (an
/// IEEE single without its last byte), and the CRC-32 of all that.
final class MinuteFile {
    static final int MINUTES = 30 * 24 * 60;

    private static final Logger LOG = LoggerFactory.getLogger(MinuteFile.class);
    private static final byte[] HEAD = "signalbox metrics 1\n".getBytes(StandardCharsets.US_ASCII);
    private static final int NUMBER_BYTES = 3;
    private static final int RECORD_BYTES = Integer.BYTES + Figure.values().length * 3 * NUMBER_BYTES + Integer.BYTES;
    static final long MOST_BYTES = HEAD.length + (long) MINUTES * RECORD_BYTES;
    private static final int SECONDS = 60;
    private static final int MOST_DAMAGED = 100;

    private final Path file;
    private boolean checked;
    /// Whether it was told that it cannot be written.
    private boolean told;

    MinuteFile(Path file) {
        this.file = file;
    }

    /// Keeps what a minute was like. That it cannot be kept is logged once, and a gap.
    ///
    /// @param minute since the epoch
    void write(long minute, Sum sum) {
        try {
            setAsideIfBroken();
            try (var out = new RandomAccessFile(PrivateFiles.create(file).toFile(), "rw")) {
                if (out.length() == 0) {
                    out.write(HEAD);
                }
                out.seek(place(minute));
                out.write(bytes(minute, sum));
            }
            told = false;
        } catch (IOException e) {
            if (!told) {
                LOG.warn("what its service uses cannot be kept in {}: {}", file, e.getMessage());
            }
            told = true;
        }
    }

    /// What is kept of these minutes, oldest first.
    ///
    /// @param from since the epoch, at most [#MINUTES] before `to`
    /// @param to not with it
    List<Point> read(long from, long to) {
        try {
            setAsideIfBroken();
            if (from >= to || !Files.exists(file)) {
                return List.of();
            }
            var first = Math.max(from, to - MINUTES);
            var turn = Math.min(to, first - Math.floorMod(first, (long) MINUTES) + MINUTES);
            try (var in = new RandomAccessFile(file.toFile(), "r")) {
                return Stream.concat(read(in, first, turn).stream(), read(in, turn, to).stream())
                        .toList();
            }
        } catch (IOException e) {
            LOG.warn("what its service used cannot be read from {}: {}", file, e.getMessage());
            return List.of();
        }
    }

    /// Minutes that lie one behind the other.
    private static List<Point> read(RandomAccessFile in, long from, long to) throws IOException {
        var begin = place(from);
        var length = Math.min((to - from) * RECORD_BYTES, in.length() - begin);
        if (from >= to || length < RECORD_BYTES) {
            return List.of();
        }
        var bytes = new byte[(int) length];
        in.seek(begin);
        in.readFully(bytes);
        return Stream.iterate(0, at -> at + RECORD_BYTES <= bytes.length, at -> at + RECORD_BYTES)
                .filter(at -> isWhole(bytes, at, from + at / RECORD_BYTES))
                .map(at -> point(ByteBuffer.wrap(bytes, at, RECORD_BYTES)))
                .toList();
    }

    private static boolean isWhole(byte[] bytes, int at, long minute) {
        var end = at + RECORD_BYTES - Integer.BYTES;
        var buffer = ByteBuffer.wrap(bytes);
        return buffer.getInt(at) == (int) minute && buffer.getInt(end) == sum(bytes, at, end);
    }

    private static long place(long minute) {
        return HEAD.length + Math.floorMod(minute, (long) MINUTES) * RECORD_BYTES;
    }

    private static byte[] bytes(long minute, Sum sum) {
        var bytes = ByteBuffer.allocate(RECORD_BYTES);
        bytes.putInt((int) minute);
        for (var figure : Figure.values()) {
            var spread = sum.spread(figure);
            for (var number : List.of(spread.min(), spread.mean(), spread.max())) {
                put(bytes, number);
            }
        }
        bytes.putInt(sum(bytes.array(), 0, bytes.position()));
        return bytes.array();
    }

    private static int sum(byte[] bytes, int from, int to) {
        var sum = new CRC32();
        sum.update(bytes, from, to - from);
        return (int) sum.getValue();
    }

    private static Point point(ByteBuffer bytes) {
        var at = Instant.ofEpochSecond((long) bytes.getInt() * SECONDS);
        return new Point(at, spread(bytes), spread(bytes), spread(bytes), spread(bytes));
    }

    private static Spread spread(ByteBuffer bytes) {
        return new Spread(number(bytes), number(bytes), number(bytes));
    }

    /// Rounded to what is kept of it.
    private static void put(ByteBuffer bytes, double number) {
        var bits = Float.floatToIntBits((float) number) + (Double.isNaN(number) ? 0 : 1 << 7);
        bytes.put((byte) (bits >> 24)).put((byte) (bits >> 16)).put((byte) (bits >> 8));
    }

    private static double number(ByteBuffer bytes) {
        var bits = (bytes.get() & 0xff) << 24 | (bytes.get() & 0xff) << 16 | (bytes.get() & 0xff) << 8;
        return Float.intBitsToFloat(bits);
    }

    /// Renames what is there to `<file>.damaged-<n>`, if it is no such file.
    private void setAsideIfBroken() throws IOException {
        if (checked) {
            return;
        }
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !isSuch()) {
            var aside = aside();
            PrivateFiles.move(file, aside);
            LOG.warn("{} is not what this engine has written, and is now {}; the figures begin anew", file, aside);
        }
        checked = true;
    }

    private boolean isSuch() throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) > MOST_BYTES) {
            return false;
        }
        try (var in = Files.newInputStream(file)) {
            var head = in.readNBytes(HEAD.length);
            return head.length == 0 || Arrays.equals(head, HEAD);
        }
    }

    private Path aside() throws IOException {
        for (int i = 1; i <= MOST_DAMAGED; i++) {
            var aside = file.resolveSibling(file.getFileName() + ".damaged-" + i);
            if (!Files.exists(aside, LinkOption.NOFOLLOW_LINKS)) {
                return aside;
            }
        }
        throw new IOException("it is no file of figures, and there are " + MOST_DAMAGED
                + " such beside it. Allowed: a file of figures, or none");
    }
}
