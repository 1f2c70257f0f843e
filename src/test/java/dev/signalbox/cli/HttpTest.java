package dev.signalbox.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Bodies as they come over the wire.
final class HttpTest {
    private static ByteArrayInputStream in(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String chunked(String text) throws IOException {
        return new String(new ChunkedInput(in(text)).readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void chunks_areJoined() throws IOException {
        assertThat(chunked("5\r\nhello\r\n7;name=value\r\n, world\r\n0\r\n\r\n"))
                .isEqualTo("hello, world");
        assertThat(chunked("0\r\n\r\n")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5\r\nhel", "x\r\nhello\r\n", "5\r\nhello\r\n", "-1\r\n"})
    void chunks_thatEndTooEarlyOrAreNone_fail(String text) {
        assertThatIOException().isThrownBy(() -> chunked(text));
    }

    @Test
    void length_isWhatCounts() throws IOException {
        assertThat(new LimitedInput(in("hello, world"), 5).readAllBytes())
                .asString()
                .isEqualTo("hello");
        assertThatIOException().isThrownBy(() -> new LimitedInput(in("hel"), 5).readAllBytes());
    }

    @Test
    void json_isReadAndWrittenAsItIs() {
        var text = "{\"a\":[1,2.5,true,null,\"ä\\n\"],\"b\":{},\"c\":12345678901234567890}";

        assertThat(Node.read(text)).hasToString(text);
        assertThat(Node.read(text).path("a").get(4).text()).isEqualTo("ä\n");
        assertThat(Node.read(text).path("x").path("y").text()).isEmpty();
    }
}
