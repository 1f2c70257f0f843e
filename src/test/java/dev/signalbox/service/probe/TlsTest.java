package dev.signalbox.service.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.api.OwnCertificate;
import dev.signalbox.service.Answer;
import dev.signalbox.service.Answer.Kind;
import dev.signalbox.service.Probe.Check.Http;
import dev.signalbox.service.Probe.Check.Request;
import dev.signalbox.service.Statuses;
import dev.signalbox.time.SideThread;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Questions by HTTPS to a server with a development certificate, which is for localhost.
@Timeout(60)
class TlsTest {
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    static Path folder;

    private static Path certificate;
    private static SSLServerSocket server;

    private final Asking asking = new Asking();

    @BeforeAll
    static void serve() throws Exception {
        certificate = OwnCertificate.in(folder, "dns:localhost").chain();
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(KeyStore.getInstance(folder.resolve("own.p12").toFile(), PASSWORD), PASSWORD);
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        server = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        Thread.ofVirtual().start(TlsTest::answer);
    }

    private static void answer() {
        while (!server.isClosed()) {
            try (var connection = (SSLSocket) server.accept()) {
                connection.startHandshake();
                connection
                        .getOutputStream()
                        .write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                connection.getInputStream().transferTo(OutputStream.nullOutputStream());
            } catch (IOException e) {
                // The client does not believe it, or the test is over.
            }
        }
    }

    @AfterAll
    static void end() throws IOException {
        server.close();
    }

    @AfterEach
    void close() {
        asking.close();
    }

    private Answer ask(String host, @Nullable Path ca, boolean insecure) throws InterruptedException {
        var uri = URI.create("https://" + host + ":" + server.getLocalPort() + "/");
        return asking.ask(new Http(uri, new Request("GET", Map.of(), ca, insecure), Statuses.of(200), null));
    }

    @Test
    void ask_developmentCertificate_saysInPlainWordsThatNobodyTrustsIt_andTheCure() throws Exception {
        assertThat(ask("localhost", null, false))
                .isEqualTo(new Answer(
                        Kind.BAD,
                        "its certificate is signed by nobody whom this machine trusts; ca: FILE.pem in the probe"
                                + " trusts those in a file",
                        1));
    }

    @Test
    void ask_developmentCertificateThatIsNamed_isOk() throws Exception {
        assertThat(ask("localhost", certificate, false)).isEqualTo(new Answer(Kind.GOOD, "HTTP 200", 1));
    }

    private static String text(@Nullable Path ca, Exception cause) {
        var tls = new Tls(new Request("GET", Map.of(), ca, false), new SideThread());
        return tls.text(new SSLHandshakeException("PKIX path validation failed", cause), "localhost");
    }

    @Test
    void certificateThatWasMadeAnew_isSignedByNobodyInTheFile() {
        var ca = Path.of("/srv/ca.pem");
        assertThat(text(ca, new CertPathValidatorException("x", null, null, -1, BasicReason.INVALID_SIGNATURE)))
                .isEqualTo("its certificate is signed by nobody in /srv/ca.pem");
        assertThat(text(ca, new CertPathBuilderException("unable to find")))
                .isEqualTo("its certificate is signed by nobody in /srv/ca.pem");
    }

    @Test
    void certificateOutOfItsTime_isToldAsThat() {
        var cause = new CertPathValidatorException("x", new CertificateExpiredException("NotAfter: Monday"));
        assertThat(text(null, cause)).isEqualTo("its certificate has expired (NotAfter: Monday)");
        assertThat(text(null, new CertificateNotYetValidException("NotBefore: Monday")))
                .isEqualTo("its certificate is not valid yet (NotBefore: Monday)");
        assertThat(text(null, new IOException("broken"))).isEqualTo("PKIX path validation failed");
    }

    @Test
    void ask_certificateOfAnotherHost_namesTheHost() throws Exception {
        assertThat(ask("127.0.0.1", certificate, false).text())
                .startsWith("its certificate is for another host than 127.0.0.1: No ");
    }

    @Test
    void ask_insecure_takesAnyCertificateOfThisMachine() throws Exception {
        assertThat(ask("localhost", null, true)).isEqualTo(new Answer(Kind.GOOD, "HTTP 200", 1));
        assertThat(ask("127.0.0.1", null, true)).isEqualTo(new Answer(Kind.GOOD, "HTTP 200", 1));
    }

    @Test
    void ask_certificatesThatAreNotThere_saysNothingOfTheService() throws Exception {
        var missing = folder.resolve("none.pem");
        assertThat(ask("localhost", missing, false))
                .isEqualTo(new Answer(Kind.UNKNOWN, "there is no file " + missing, 1));
        var none = Files.writeString(folder.resolve("no.pem"), "hello");
        assertThat(ask("localhost", none, false).kind()).isEqualTo(Kind.UNKNOWN);
    }
}
