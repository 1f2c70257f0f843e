package dev.signalbox.api;

import dev.signalbox.text.Sha256;
import dev.signalbox.wire.Wire;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/// What a handler answers.
sealed interface Answer {
    /// The type of most.
    String JSON = "application/json";

    /// An answer that is there as a whole.
    record Body(int status, String type, String text, Map<String, String> headers) implements Answer {
        Body with(String header, String value) {
            var more = new HashMap<>(headers);
            more.put(header, value);
            return new Body(status, type, text, Map.copyOf(more));
        }
    }

    /// An answer that never changes, with its tag.
    final class Fixed implements Answer {
        private final byte[] bytes;
        private final String tag;

        private Fixed(String text) {
            bytes = text.getBytes(StandardCharsets.UTF_8);
            tag = Answer.tag(bytes);
        }

        byte[] bytes() {
            return bytes;
        }

        String tag() {
            return tag;
        }
    }

    /// By what a client tells whether `bytes` are what it has already.
    static String tag(byte[] bytes) {
        return '"' + Sha256.of(ByteBuffer.wrap(bytes)).substring(0, 32) + '"';
    }

    /// Success with a document that is made once.
    static Fixed fixed(String json) {
        return new Fixed(json);
    }

    /// An answer that goes on until its reader or the server ends it.
    @FunctionalInterface
    non-sealed interface Stream extends Answer {
        /// Writes on the request's own thread, and returns when all is written.
        void writeTo(ServerResponse response) throws InterruptedException;

        /// Says what it would be, to who asks for no more than that.
        default void head(ServerResponse response) {
            response.headers().set(HeaderNames.CONTENT_TYPE, "text/event-stream");
        }
    }

    /// An object or a list.
    static Body json(int status, Object value) {
        return new Body(status, JSON, Wire.write(value), Map.of());
    }

    /// Success with an object or a list.
    static Body ok(Object value) {
        return json(200, value);
    }

    /// Plain text.
    static Body text(String type, String text) {
        return new Body(200, type, text, Map.of());
    }

    /// Success with nothing to say.
    static Body nothing() {
        return new Body(204, "", "", Map.of());
    }
}
