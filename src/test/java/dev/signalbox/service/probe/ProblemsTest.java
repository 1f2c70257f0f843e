package dev.signalbox.service.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.service.Answer.Kind;
import java.io.EOFException;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.List;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// Whose fault it is that there is no answer.
class ProblemsTest {
    private record Case(Throwable problem, Kind kind, String text) {}

    /// Of a connection that did not come about.
    static final List<Case> CONNECTING = List.of(
            new Case(new ConnectException("Connection refused"), Kind.BAD, "connection refused"),
            new Case(new NoRouteToHostException("No route to host"), Kind.BAD, "No route to host"),
            new Case(new ProtocolException("Protocol error"), Kind.BAD, "Protocol error"),
            new Case(new SocketTimeoutException("Connect timed out"), Kind.BAD, "Connect timed out"),
            new Case(new SocketException("Too many open files"), Kind.UNKNOWN, "Too many open files"),
            new Case(new SocketException("Zu viele offene Dateien"), Kind.UNKNOWN, "Zu viele offene Dateien"),
            new Case(
                    new BindException("Cannot assign requested address"),
                    Kind.UNKNOWN,
                    "Cannot assign requested address"),
            new Case(new BindException("Permission denied"), Kind.UNKNOWN, "Permission denied"),
            new Case(new SocketException("Operation not permitted"), Kind.UNKNOWN, "Operation not permitted"),
            new Case(new SocketException("Network is unreachable"), Kind.UNKNOWN, "Network is unreachable"),
            new Case(new SocketException("No buffer space available"), Kind.UNKNOWN, "No buffer space available"),
            new Case(new SocketException("Cannot allocate memory"), Kind.UNKNOWN, "Cannot allocate memory"));

    /// Of everything else.
    static final List<Case> ASKING = List.of(
            new Case(new SocketException("Connection reset"), Kind.BAD, "Connection reset"),
            new Case(new SocketException("Broken pipe"), Kind.BAD, "Broken pipe"),
            new Case(new EOFException("the answer breaks off"), Kind.BAD, "the answer breaks off"),
            new Case(new SSLHandshakeException("certificate expired"), Kind.BAD, "certificate expired"),
            new Case(new SocketException("Cannot allocate memory"), Kind.UNKNOWN, "Cannot allocate memory"),
            new Case(new IOException("x", new IOException("/tmp/x: Too many open files")), Kind.UNKNOWN, "x"),
            new Case(new IOException("No space left on device"), Kind.UNKNOWN, "No space left on device"),
            new Case(new IOException(), Kind.BAD, "IOException"),
            new Case(new UnaskableException("hangs in /srv"), Kind.UNKNOWN, "hangs in /srv"),
            new Case(new UnaskableException(new IOException("no setsid")), Kind.UNKNOWN, "no setsid"),
            new Case(UnaskableException.noHost("no such host: db"), Kind.NO_HOST, "no such host: db"),
            new Case(new IllegalStateException("broken"), Kind.UNKNOWN, "broken"),
            new Case(new OutOfMemoryError("Java heap space"), Kind.UNKNOWN, "Java heap space"),
            new Case(new StackOverflowError(), Kind.UNKNOWN, "StackOverflowError"),
            new Case(new NoClassDefFoundError("javax/net/ssl/X"), Kind.UNKNOWN, "javax/net/ssl/X"));

    @ParameterizedTest
    @FieldSource("CONNECTING")
    void connection_thatDidNotComeAbout_isBadOnlyWhereTheServiceRefusedIt(Case one) {
        var problem = Problems.connecting((IOException) one.problem());
        assertThat(Problems.of(problem)).isEqualTo(new Finding(one.kind(), one.text()));
    }

    @ParameterizedTest
    @FieldSource("ASKING")
    void anythingElse_isBadOnlyWhereTheServiceAnswered(Case one) {
        assertThat(Problems.of(one.problem())).isEqualTo(new Finding(one.kind(), one.text()));
    }
}
