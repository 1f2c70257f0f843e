package dev.signalbox.api;

import static dev.signalbox.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What is known of a client while it waits for an answer, with a socket of our own.
@Timeout(60)
final class IncomingTest {
    private final LinkedBlockingQueue<Supplier<byte @Nullable []>> sent = new LinkedBlockingQueue<>();
    private volatile int reads;
    private final Incoming incoming = new Incoming(() -> {
        reads++;
        try {
            return sent.take().get();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    });

    private static byte[] bytes(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    }

    @Test
    void clientThatSaysNothing_isThere_andWhatItSendsLaterIsNotLost() {
        var end = incoming.end();
        await().until(() -> reads == 1);
        assertThat(end).isNotDone();

        sent.add(() -> bytes("GET "));
        sent.add(() -> bytes("/"));

        assertThat(incoming.next()).asString().isEqualTo("GET ");
        assertThat(incoming.next()).asString().isEqualTo("/");
        assertThat(end).isNotDone();
    }

    @Test
    void clientThatHasClosed_isGone_andTheConnectionHasItsEnd() {
        var end = incoming.end();
        sent.add(() -> null);

        end.join();
        assertThat(incoming.next()).isNull();
    }

    @Test
    void clientThatWasLost_isGone_andTheReaderIsToldWhy() {
        var end = incoming.end();
        sent.add(() -> {
            throw new IllegalArgumentException("Connection reset");
        });

        end.join();
        assertThatThrownBy(incoming::next)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Connection reset");
    }

    @Test
    void twoThatWait_areServedByOneReader() {
        var one = incoming.end();
        var other = incoming.end();
        sent.add(() -> null);

        one.join();
        other.join();
        assertThat(reads).isEqualTo(1);
    }
}
