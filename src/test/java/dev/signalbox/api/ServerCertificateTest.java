package dev.signalbox.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.signalbox.api.ApiSettings.Certificate;
import dev.signalbox.time.FakeTime;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ServerCertificateTest {
    private static final String NAME = "ip:127.0.0.1";

    @TempDir
    private Path folder;

    private static ServerCertificate open(Certificate files) throws IOException {
        return ServerCertificate.open(files, InstantSource.system());
    }

    private Path sub(String name) throws IOException {
        return Files.createDirectory(folder.resolve(name));
    }

    @Test
    void keyThatOthersCanRead_isRefused() throws Exception {
        var files = OwnCertificate.in(folder, NAME);
        Files.setPosixFilePermissions(files.key(), PosixFilePermissions.fromString("rw-r--r--"));

        assertThatIOException()
                .isThrownBy(() -> open(files))
                .withMessageStartingWith("the key " + files.key() + " can be read by others (rw-r--r--). Allowed: ");
    }

    @Test
    void certificateThatIsOverSoon_isToldOfEachDay() throws Exception {
        var opened = open(OwnCertificate.in(folder, NAME, "EC", "-validity", "10"));
        var time = new FakeTime();
        opened.watch(time);

        for (int day = 1; day <= 3; day++) {
            assertThat(Log.of(() -> time.advance(Duration.ofDays(1))))
                    .as("day %d", day)
                    .singleElement()
                    .asString()
                    .contains("expires on " + opened.end());
        }
    }

    @Test
    void keyOfAnotherCertificate_isRefused() throws Exception {
        var one = OwnCertificate.in(sub("one"), NAME);
        for (var algorithm : List.of("EC", "RSA")) {
            var other = OwnCertificate.in(sub("other" + algorithm), NAME, algorithm);
            assertThatIOException()
                    .isThrownBy(() -> open(new Certificate(one.chain(), other.key())))
                    .withMessage("the key " + other.key() + " is not that of the certificate " + one.chain()
                            + ". Allowed: the two that were made together");
            assertThat(open(other).end()).isAfter(InstantSource.system().instant());
        }
    }

    @Test
    void weakKey_isRefused() throws Exception {
        var weak = OwnCertificate.in(folder, NAME, "RSA", "-keysize", "1024");

        assertThatIOException()
                .isThrownBy(() -> open(weak))
                .withMessage(
                        "the certificate " + weak.chain() + " has an RSA key of 1024 bits. Allowed: at least 2048");
    }

    @Test
    void keyAsOpensslEcparamWritesIt_isRefused_withTheCommandThatTurnsIt() throws Exception {
        var files = OwnCertificate.in(folder, NAME);
        Files.writeString(files.key(), "-----BEGIN EC PRIVATE KEY-----\nMHcCAQEE\n-----END EC PRIVATE KEY-----\n");

        assertThatIOException()
                .isThrownBy(() -> open(files))
                .withMessageEndingWith(
                        "Allowed: PKCS #8; openssl pkcs8 -topk8 -nodes -in " + files.key() + " -out NEW");
    }

    @Test
    void certificateThatIsOver_isShownAllTheSame() throws Exception {
        var over = OwnCertificate.in(folder, NAME, "EC", "-startdate", "-20d", "-validity", "10");

        assertThat(open(over).end()).isBefore(InstantSource.system().instant());
    }

    @Test
    void renewedCertificate_isShownByTheServerThatRuns_andItsEndIsInTheMetrics() throws Exception {
        var files = OwnCertificate.in(sub("tls"), NAME);
        try (var bench = new ApiBench(sub("api"))) {
            var address = bench.api.listen(new ApiSettings("127.0.0.1", 0, files, Set.of()));
            var port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
            var before = shown(port, "TLSv1.3");

            var _ = OwnCertificate.in(files.key().getParent(), NAME, "RSA", "-validity", "30");
            bench.api.renew();

            var after = shown(port, "TLSv1.2");
            assertThat(after).isNotEqualTo(before);
            assertThat(bench.send(bench.request("GET", "/metrics", bench.reader))
                            .text())
                    .contains("signalbox_tls_certificate_end_seconds "
                            + after.getNotAfter().toInstant().getEpochSecond());

            Files.writeString(files.key(), "nothing");
            bench.api.renew();
            assertThat(shown(port, "TLSv1.3")).isEqualTo(after);
        }
    }

    @Test
    void oldCiphers_areNotSpoken() throws Exception {
        var files = OwnCertificate.in(sub("tls"), NAME, "RSA");
        try (var bench = new ApiBench(sub("api"))) {
            var address = bench.api.listen(new ApiSettings("127.0.0.1", 0, files, Set.of()));
            var port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
            try (var socket = socket(port)) {
                socket.setEnabledProtocols(new String[] {"TLSv1.2"});
                socket.setEnabledCipherSuites(new String[] {"TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA"});
                assertThat(org.assertj.core.api.Assertions.catchThrowable(socket::startHandshake))
                        .isInstanceOf(SSLException.class);
            }
        }
    }

    private static SSLSocket socket(int port) throws Exception {
        var context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Anybody()}, null);
        var socket = (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getByName("127.0.0.1"), port);
        socket.setSoTimeout((int) Duration.ofSeconds(20).toMillis());
        return socket;
    }

    private static X509Certificate shown(int port, String protocol) throws Exception {
        try (var socket = socket(port)) {
            socket.setEnabledProtocols(new String[] {protocol});
            socket.startHandshake();
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    private static final class Anybody implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
