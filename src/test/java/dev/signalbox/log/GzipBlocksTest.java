package dev.signalbox.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What was rotated, read from its middle.
final class GzipBlocksTest {
    private static final int LENGTH = 2 * GzipBlocks.BLOCK + 12_345;

    @TempDir
    private Path folder;

    private final byte[] bytes = bytes();

    private static byte[] bytes() {
        var random = new Random(7);
        var bytes = new byte[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            bytes[i] = (byte) ('a' + random.nextInt(20));
        }
        return bytes;
    }

    private interface Making {
        OutputStream around(OutputStream target) throws IOException;
    }

    private RotatedFile written(Making making) throws IOException {
        var file = folder.resolve("part.gz");
        try (var target = making.around(Files.newOutputStream(file))) {
            target.write(bytes);
            if (target instanceof MemberGzip members) {
                members.finish();
            }
        }
        return new RotatedFile(file, 1_000, 1_000 + LENGTH, Files.size(file), Instant.EPOCH);
    }

    private byte[] expected(int block) {
        return Arrays.copyOfRange(bytes, block * GzipBlocks.BLOCK, Math.min(LENGTH, (block + 1) * GzipBlocks.BLOCK));
    }

    @Test
    void part_isReadByAnyProgramThatKnowsTheFormat() throws IOException {
        var part = written(MemberGzip::new);

        try (var in = new GZIPInputStream(Files.newInputStream(part.path()))) {
            assertThat(in.readAllBytes()).isEqualTo(bytes);
        }
    }

    @Test
    void emptyPart_isOneToo() throws IOException {
        var target = new ByteArrayOutputStream();
        try (var zip = new MemberGzip(target)) {
            zip.finish();
        }
        assertThat(target.toByteArray()).hasSizeGreaterThan(MemberGzip.HEADER);
    }

    @Test
    void block_isReadWithoutThoseBefore() throws IOException {
        var part = written(MemberGzip::new);
        // Nothing is left of what is before.
        try (var file = Files.newByteChannel(part.path(), StandardOpenOption.WRITE)) {
            file.position(MemberGzip.HEADER);
            file.write(ByteBuffer.allocate(1000));
        }
        try (var blocks = new GzipBlocks(2)) {
            assertThat(blocks.block(part, 2)).isEqualTo(expected(2));
            assertThat(blocks.block(part, 1)).isEqualTo(expected(1));
            assertThatThrownBy(() -> blocks.block(part, 0))
                    .isInstanceOf(IOException.class)
                    .hasMessageEndingWith("is damaged");
        }
    }

    @Test
    void partOfAnEarlierVersion_isReadInAnyOrder() throws IOException {
        var part = written(GZIPOutputStream::new);
        try (var blocks = new GzipBlocks(1)) {
            assertThat(blocks.block(part, 1)).isEqualTo(expected(1));
            assertThat(blocks.block(part, 0)).isEqualTo(expected(0));
            assertThat(blocks.block(part, 2)).isEqualTo(expected(2));
        }
    }

    @Test
    void partThatWasCutShort_isRefused() throws IOException {
        var part = written(MemberGzip::new);
        try (var file = Files.newByteChannel(part.path(), StandardOpenOption.WRITE)) {
            file.truncate(part.bytes() - 5_000);
        }
        try (var blocks = new GzipBlocks(1)) {
            assertThatThrownBy(() -> blocks.block(part, 2)).isInstanceOf(IOException.class);
        }
    }
}
