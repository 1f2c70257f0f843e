package dev.signalbox.log;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.DataFormatException;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/// What was rotated, a block at a time, of which it keeps those in memory that were used last. One that was made by
/// [MemberGzip] is read where it is wanted; another one from its beginning up to there, so it is read best from the
/// front. Holds one file open. Not thread safe.
final class GzipBlocks implements AutoCloseable {
    /// Bytes of a block; the last one of a file may be shorter.
    static final int BLOCK = MemberGzip.BLOCK;

    private static final int BUFFER = 64 * 1024;

    private record Key(Path file, int block) {}

    private final int most;
    private final Map<Key, byte[]> kept = new LinkedHashMap<>(16, 0.75f, true);
    private @Nullable Path path;
    private @Nullable RandomAccessFile file;
    /// Where each member begins, and behind them the end; empty if they are not so.
    private long[] members = {};
    private @Nullable InputStream stream;
    /// The block that the stream is at.
    private int next;

    /// @param most how many blocks are in memory
    GzipBlocks(int most) {
        this.most = most;
    }

    /// A block of `rotated`, by its number.
    ///
    /// @throws java.nio.file.NoSuchFileException if it is there no more
    byte[] block(RotatedFile rotated, int number) throws IOException {
        var key = new Key(rotated.path(), number);
        var known = kept.get(key);
        if (known != null) {
            return known;
        }
        var opened = open(rotated.path());
        var length = (int) Math.min(BLOCK, rotated.end() - rotated.start() - (long) number * BLOCK);
        if (members.length > 0) {
            return keep(key, member(opened, number, length));
        }
        if (stream == null || next > number) {
            next = 0;
            opened.seek(0);
            stream = new GZIPInputStream(Channels.newInputStream(opened.getChannel()), BUFFER);
        }
        while (true) {
            var bytes = new byte[next < number ? BLOCK : length];
            if (stream.readNBytes(bytes, 0, bytes.length) < bytes.length) {
                throw new EOFException(rotated.path().getFileName() + " is shorter than its name says");
            }
            var read = keep(new Key(rotated.path(), next), bytes);
            if (next++ == number) {
                return read;
            }
        }
    }

    private byte[] keep(Key key, byte[] block) {
        kept.put(key, block);
        if (kept.size() > most) {
            kept.remove(kept.keySet().iterator().next());
        }
        return block;
    }

    private RandomAccessFile open(Path wanted) throws IOException {
        var now = file;
        if (now != null && wanted.equals(path)) {
            return now;
        }
        close();
        var opened = LogContent.openExisting(wanted);
        file = opened;
        path = wanted;
        members = members(opened);
        return opened;
    }

    private static long[] members(RandomAccessFile file) throws IOException {
        var header = new byte[MemberGzip.HEADER];
        var begins = new long[16];
        var count = 0;
        for (long at = 0, length = file.length(); ; count++) {
            begins = count == begins.length ? Arrays.copyOf(begins, 2 * count) : begins;
            begins[count] = at;
            if (at == length) {
                return Arrays.copyOf(begins, count + 1);
            }
            if (length - at < MemberGzip.HEADER) {
                return new long[0];
            }
            file.seek(at);
            file.readFully(header);
            var member = MemberGzip.length(header);
            if (member < MemberGzip.HEADER + MemberGzip.TRAILER || member > length - at) {
                return new long[0];
            }
            at += member;
        }
    }

    private byte[] member(RandomAccessFile opened, int number, int length) throws IOException {
        if (number >= members.length - 1) {
            throw new EOFException(path + " is shorter than its name says");
        }
        var compressed = new byte[(int) (members[number + 1] - members[number])];
        opened.seek(members[number]);
        opened.readFully(compressed);
        var inflater = new Inflater(true);
        try {
            inflater.setInput(
                    compressed, MemberGzip.HEADER, compressed.length - MemberGzip.HEADER - MemberGzip.TRAILER);
            var bytes = new byte[length];
            if (inflater.inflate(bytes) != length || !hasLength(compressed, length)) {
                throw new IOException(path + " is damaged");
            }
            return bytes;
        } catch (DataFormatException e) {
            throw new IOException(path + " is damaged", e);
        } finally {
            inflater.end();
        }
    }

    private static boolean hasLength(byte[] member, int length) {
        return ByteBuffer.wrap(member).order(ByteOrder.LITTLE_ENDIAN).getInt(member.length - 4) == length;
    }

    /// Lets go of the open file. What is in memory can be used on.
    @Override
    public void close() throws IOException {
        stream = null;
        path = null;
        members = new long[0];
        var now = file;
        file = null;
        if (now != null) {
            now.close();
        }
    }
}
