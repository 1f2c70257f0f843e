package dev.signalbox.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.Seed;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class RawTextTest {
    private static byte[] bytes(int... bytes) {
        var all = new byte[bytes.length];
        for (var i = 0; i < bytes.length; i++) {
            all[i] = (byte) bytes[i];
        }
        return all;
    }

    @Test
    void text_isText() {
        var text = "gr\u00fcn \u65e5\u672c \ud83d\ude80 \0";

        assertThat(RawText.of(text.getBytes(StandardCharsets.UTF_8))).isEqualTo(text);
        assertThat(RawText.bytes(text)).isEqualTo(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void bytesThatAreNoText_areKept() {
        var latin = bytes('g', 'r', 0xfc, 'n');

        assertThat(RawText.of(latin)).isEqualTo("gr\udcfcn");
        assertThat(RawText.bytes("gr\udcfcn")).isEqualTo(latin);
        assertThat(RawText.shown("gr\udcfcn")).isEqualTo("gr\ufffdn");
    }

    @Test
    void anyBytes_comeBack() {
        var random = new Random(Seed.of(RawTextTest.class));
        for (var i = 0; i < 20_000; i++) {
            var bytes = new byte[random.nextInt(12)];
            random.nextBytes(bytes);
            // Many with parts of letters that have four bytes, or are none, such as halves of surrogate pairs.
            for (var j = 0; j < bytes.length; j++) {
                if (random.nextBoolean()) {
                    bytes[j] =
                            (byte) (new int[] {0xf0, 0x9f, 0x9a, 0x80, 0xed, 0xb3, 0xbc, 0xc0, 'a'})[random.nextInt(9)];
                }
            }

            assertThat(RawText.bytes(RawText.of(bytes))).isEqualTo(bytes);
        }
    }
}
