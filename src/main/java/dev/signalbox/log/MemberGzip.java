package dev.signalbox.log;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/// Compresses to the gzip format in members of one length, each of which can be read without those before it. All
/// programs that know the format read them as one (RFC 1952, 2.2); who knows that they are so finds the next one by the
/// extra field of each, which tells how long it is (2.3.1.1, as BGZF has it). Not thread safe.
final class MemberGzip extends OutputStream {
    /// Bytes in each member but the last one, before they are compressed.
    static final int BLOCK = 1024 * 1024;

    /// Of a member, up to its compressed bytes.
    static final int HEADER = 20;

    /// Of a member, behind them.
    static final int TRAILER = 8;

    private static final int MAGIC_DEFLATE = 0x00088b1f;
    private static final int EXTRA = 0x4;
    private static final short EXTRA_LENGTH = 8;
    private static final short OURS = 'S' | 'B' << 8;
    private static final short FOUR = 4;
    /// Logs shrink to about a tenth at any level, and a service should not outrun its rotation.
    private static final int LEVEL = Deflater.BEST_SPEED;

    private final OutputStream target;
    private final Deflater deflater = new Deflater(LEVEL, true);
    private final byte[] block = new byte[BLOCK];
    private final byte[] compressed = new byte[64 * 1024];
    private final ByteArrayOutputStream member = new ByteArrayOutputStream();
    private int filled;
    private boolean begun;

    MemberGzip(OutputStream target) {
        this.target = target;
    }

    /// How long the member is that begins with `header`; negative if it does not say so.
    static long length(byte[] header) {
        var bytes = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
        var isOurs = bytes.getInt(0) == (MAGIC_DEFLATE | EXTRA << 24)
                && bytes.getShort(10) == EXTRA_LENGTH
                && bytes.getShort(12) == OURS
                && bytes.getShort(14) == FOUR;
        return isOurs ? Integer.toUnsignedLong(bytes.getInt(16)) : -1;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        for (int done = 0; done < length; ) {
            var count = Math.min(BLOCK - filled, length - done);
            System.arraycopy(bytes, from + done, block, filled, count);
            filled += count;
            done += count;
            if (filled == BLOCK) {
                writeMember();
            }
        }
    }

    private void writeMember() throws IOException {
        var crc = new CRC32();
        crc.update(block, 0, filled);
        member.reset();
        deflater.reset();
        deflater.setInput(block, 0, filled);
        deflater.finish();
        while (!deflater.finished()) {
            member.write(compressed, 0, deflater.deflate(compressed));
        }
        target.write(ByteBuffer.allocate(HEADER)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(MAGIC_DEFLATE | EXTRA << 24)
                .putInt(0) // no time
                .putShort((short) 0) // by what, and where, does not matter
                .putShort(EXTRA_LENGTH)
                .putShort(OURS)
                .putShort(FOUR)
                .putInt(HEADER + member.size() + TRAILER)
                .array());
        member.writeTo(target);
        target.write(ByteBuffer.allocate(TRAILER)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt((int) crc.getValue())
                .putInt(filled)
                .array());
        filled = 0;
        begun = true;
    }

    /// Writes what is left; at least one member.
    void finish() throws IOException {
        if (filled > 0 || !begun) {
            writeMember();
        }
        target.flush();
    }

    @Override
    public void close() throws IOException {
        deflater.end();
        target.close();
    }
}
