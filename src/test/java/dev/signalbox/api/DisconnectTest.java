package dev.signalbox.api;

import static dev.signalbox.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A client that waits for an operation, and wants it cancelled should it go away.
@Timeout(120)
final class DisconnectTest {
    private static final String PATH = "/start/backend?wait=true&cancel_on_disconnect=true";

    enum Way {
        PLAIN,
        TLS,
        FILE
    }

    @TempDir
    Path folder;

    private ApiBench bench;

    private record Client(InputStream in, OutputStream out, Closeable connection) implements AutoCloseable {
        void send(String line, String token) throws IOException {
            out.write((line + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token
                            + "\r\nContent-Length: 0\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.flush();
        }

        /// What comes until `text` has.
        String until(String text) throws IOException {
            var read = new StringBuilder();
            while (read.indexOf(text) < 0) {
                var next = in.read();
                assertThat(next)
                        .as("the end instead of %s after %s", text, read)
                        .isNotNegative();
                read.append((char) next);
            }
            return read.toString();
        }

        @Override
        public void close() throws IOException {
            connection.close();
        }
    }

    @BeforeEach
    void open() throws Exception {
        bench = new ApiBench(Files.createDirectory(folder.resolve("api")));
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private Client client(Way way) throws Exception {
        if (way == Way.FILE) {
            var channel = SocketChannel.open(UnixDomainSocketAddress.of(bench.socket()));
            return new Client(Channels.newInputStream(channel), Channels.newOutputStream(channel), channel);
        }
        var socket = way == Way.TLS ? secured() : connected(RawHttp.network(bench.address));
        return new Client(socket.getInputStream(), socket.getOutputStream(), socket);
    }

    private static Socket connected(InetSocketAddress address) throws IOException {
        return new Socket(address.getAddress(), address.getPort());
    }

    private Socket secured() throws Exception {
        var files = OwnCertificate.in(Files.createDirectory(folder.resolve("tls")), "ip:127.0.0.1");
        var address = RawHttp.network(bench.api.listen(new ApiSettings("127.0.0.1", 0, files, Set.of())));
        var trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        try (var chain = Files.newInputStream(files.chain())) {
            trusted.setCertificateEntry(
                    "own", CertificateFactory.getInstance("X.509").generateCertificate(chain));
        }
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context.getSocketFactory().createSocket(address.getAddress(), address.getPort());
    }

    private void awaitRun() {
        await().until(() -> bench.queue.snapshot("backend").active() != null);
    }

    @ParameterizedTest
    @EnumSource
    void clientThatStays_isAnswered_andAskedForMoreOnTheSameConnection(Way way) throws Exception {
        bench.driver("backend").hang();
        try (var client = client(way)) {
            client.send("POST " + PATH, bench.operator);
            awaitRun();
            bench.driver("backend").release();

            assertThat(client.until("\"effective_outcome\":\"succeeded\"")).startsWith("HTTP/1.1 200");
            client.send("GET /services/idle", bench.operator);
            assertThat(client.until("\"id\":\"idle\"")).contains("HTTP/1.1 200");
        }
    }

    @ParameterizedTest
    @EnumSource
    void clientThatSendsItsNextRequestMeanwhile_isThere_andBothAreAnswered(Way way) throws Exception {
        bench.driver("backend").hang();
        try (var client = client(way)) {
            client.send("POST " + PATH, bench.operator);
            awaitRun();
            client.send("GET /services/idle", bench.operator);
            bench.driver("backend").release();

            assertThat(client.until("\"effective_outcome\":\"succeeded\"")).startsWith("HTTP/1.1 200");
            assertThat(client.until("\"id\":\"idle\"")).contains("HTTP/1.1 200");
        }
    }

    @ParameterizedTest
    @EnumSource
    void clientThatGoes_hasItsOperationCancelled(Way way) throws Exception {
        bench.driver("backend").hang();
        try (var client = client(way)) {
            client.send("POST " + PATH, bench.operator);
            awaitRun();
        }

        await().until(() -> bench.get("/operations/1").field("outcome").equals("cancelled"));
    }
}
