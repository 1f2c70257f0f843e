package dev.signalbox.service.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.service.Answer;
import dev.signalbox.service.Answer.Kind;
import dev.signalbox.service.Probe.Check.Http;
import dev.signalbox.service.Probe.Check.Request;
import dev.signalbox.service.Statuses;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Questions over HTTP to servers of all manners.
@Timeout(60)
class HttpQuestionTest {
    private final Asking asking = new Asking();

    @AfterEach
    void close() {
        asking.close();
    }

    @Test
    void ask_wantedStatus_isOk() throws Exception {
        try (var server = RawServer.answering("HTTP/1.1 204 No Content", "", "")) {
            assertThat(asking.ask(new Http(server.uri("/health?deep=1"), 204, null)))
                    .isEqualTo(new Answer(Kind.GOOD, "HTTP 204", 1));
            assertThat(server.requests.poll(30, TimeUnit.SECONDS))
                    .startsWith("GET /health?deep=1 HTTP/1.1")
                    .contains("Connection: close", "User-Agent: Signalbox")
                    .noneMatch(line -> line.startsWith("Authorization") || line.startsWith("Cookie"));
        }
    }

    @Test
    void ask_wantedStatus_closesInOrder() throws Exception {
        try (var server = RawServer.answering("HTTP/1.1 200 OK", "Content-Length: 5", "", "hello")) {
            asking.ask(new Http(server.uri("/"), 200, null));
            assertThat(server.orderlyEnds.poll(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void ask_otherStatus_isNotOkAndNamesBoth() throws Exception {
        try (var server = RawServer.answering("HTTP/1.1 503 Down", "Content-Length: 4", "", "down")) {
            assertThat(asking.ask(new Http(server.uri("/"), 200, null)))
                    .isEqualTo(new Answer(Kind.BAD, "HTTP 503 instead of 200", 1));
        }
    }

    @Test
    void ask_wantedErrorWithBody_isOk() throws Exception {
        try (var server = RawServer.answering("HTTP/1.1 503 Down", "Content-Length: 4", "", "down")) {
            assertThat(asking.ask(new Http(server.uri("/"), 503, Pattern.compile("^down$"))))
                    .isEqualTo(new Answer(Kind.GOOD, "HTTP 503", 1));
        }
    }

    @Test
    void ask_redirect_isNotFollowed() throws Exception {
        try (var server = RawServer.answering("HTTP/1.1 302 Found", "Location: /login", "Content-Length: 0", "", "")) {
            assertThat(asking.ask(new Http(server.uri("/"), 200, null)).text()).isEqualTo("HTTP 302 instead of 200");
            assertThat(server.requests).hasSize(1);
        }
    }

    @Test
    void ask_bodyWithoutMatch_isNotOk() throws Exception {
        try (var server = RawServer.answering("HTTP/1.1 200 OK", "Content-Length: 5", "", "sorry")) {
            assertThat(asking.ask(new Http(server.uri("/"), 200, Pattern.compile("ok"))))
                    .isEqualTo(new Answer(Kind.BAD, "HTTP 200, but its body has no match of /ok/", 1));
        }
    }

    @Test
    void ask_bodyInChunks_isPutTogether() throws Exception {
        try (var server = RawServer.answering(
                "HTTP/1.1 200 OK", "Transfer-Encoding: chunked", "", "2", "up", "5", " güt", "0", "", "")) {
            assertThat(asking.ask(new Http(server.uri("/"), 200, Pattern.compile("^up güt$")))
                            .text())
                    .isEqualTo("HTTP 200");
        }
    }

    @Test
    void ask_hugeBody_looksAtItsStartOnly() throws Exception {
        try (var server = RawServer.answering("HTTP/1.1 200 OK", "", "ok" + " ".repeat(10_000_000) + "late")) {
            assertThat(asking.ask(new Http(server.uri("/"), 200, Pattern.compile("ok")))
                            .isGood())
                    .isTrue();
            assertThat(asking.ask(new Http(server.uri("/"), 200, Pattern.compile("late")))
                            .isGood())
                    .isFalse();
        }
    }

    @Test
    void ask_halfABody_isNotOk() throws Exception {
        try (var server = RawServer.answering("HTTP/1.1 200 OK", "Content-Length: 100", "", "ok so far")) {
            assertThat(asking.ask(new Http(server.uri("/"), 200, Pattern.compile("ok"))))
                    .isEqualTo(new Answer(Kind.BAD, "the answer breaks off", 1));
        }
    }

    @Test
    void ask_noHttpAnswer_isNotOk() throws Exception {
        try (var server = RawServer.answering("220 mail.example.org ESMTP", "")) {
            assertThat(asking.ask(new Http(server.uri("/"), 200, null)))
                    .isEqualTo(new Answer(Kind.BAD, "an answer that is not HTTP", 1));
        }
    }

    @Test
    void ask_nothingAnswered_isNotOk() throws Exception {
        try (var server = RawServer.answering("")) {
            assertThat(asking.ask(new Http(server.uri("/"), 200, null)))
                    .isEqualTo(new Answer(Kind.BAD, "the connection was closed without an answer", 1));
        }
    }

    @Test
    void ask_nobodyListens_isRefused() throws Exception {
        var port = freePort();
        var uri = URI.create("http://127.0.0.1:" + port + "/");
        assertThat(asking.ask(new Http(uri, 200, null)))
                .isEqualTo(new Answer(Kind.BAD, "connection refused on 127.0.0.1:" + port, 1));
    }

    @Test
    void ask_unknownHost_namesIt_andSaysNoMore() throws Exception {
        assertThat(asking.ask(new Http(URI.create("http://nowhere.invalid/"), 200, null)))
                .isEqualTo(new Answer(Kind.NO_HOST, "no such host: nowhere.invalid", 1));
    }

    @Test
    void ask_serverThatKeepsConnections_seesTheEndAtOnce() throws Exception {
        try (var server =
                RawServer.hangingAfter("HTTP/1.1 200 OK", "Connection: keep-alive", "Content-Length: 5", "", "hello")) {
            assertThat(asking.ask(new Http(server.uri("/"), 200, null)).isGood())
                    .isTrue();
            assertThat(server.orderlyEnds.take()).isTrue();
            assertThat(asking.ask(new Http(server.uri("/"), 500, null)).isGood())
                    .isFalse();
            assertThat(server.orderlyEnds.take()).isTrue();
        }
    }

    @Test
    void ask_serverThatBeginsWithAHint_isAskedForItsAnswer() throws Exception {
        try (var server = RawServer.answering(
                "HTTP/1.1 103 Early Hints", "Link: </a.css>", "", "HTTP/1.1 200 OK", "Content-Length: 2", "", "ok")) {
            assertThat(asking.ask(new Http(server.uri("/"), 200, Pattern.compile("^ok$"))))
                    .isEqualTo(new Answer(Kind.GOOD, "HTTP 200", 1));
        }
    }

    @Test
    void ask_headWithoutEnd_isNotHttp() throws Exception {
        try (var server = RawServer.answering("HTTP/1.1 200 OK", "X: " + "x".repeat(100_000))) {
            assertThat(asking.ask(new Http(server.uri("/"), 200, null)))
                    .isEqualTo(new Answer(Kind.BAD, "an answer that is not HTTP", 1));
        }
    }

    @Test
    void ask_lengthThatIsNoNumber_isNotHttp() throws Exception {
        for (var length : List.of("-5", "many", "99999999999999999999")) {
            try (var server = RawServer.answering("HTTP/1.1 200 OK", "Content-Length: " + length, "", "ok")) {
                assertThat(asking.ask(new Http(server.uri("/"), 200, null)).text())
                        .isEqualTo("an answer that is not HTTP");
            }
        }
    }

    @Test
    void ask_chunksThatBreakOff_isNotOk() throws Exception {
        try (var server =
                RawServer.answering("HTTP/1.1 200 OK", "Transfer-Encoding: chunked", "", "5;x=1", "hello", "5", "he")) {
            assertThat(asking.ask(new Http(server.uri("/"), 200, Pattern.compile("hello hello"))))
                    .isEqualTo(new Answer(Kind.BAD, "the answer breaks off", 1));
        }
    }

    @Test
    void ask_patternThatIsTooHard_saysNothingOfTheService() throws Exception {
        try (var server = RawServer.answering("HTTP/1.1 200 OK", "Content-Length: 60", "", "a".repeat(60))) {
            assertThat(asking.ask(new Http(server.uri("/"), 200, Pattern.compile("^(a|aa)+\\1b$")))
                            .kind())
                    .isEqualTo(Kind.UNKNOWN);
        }
    }

    @Test
    void ask_nameOfThisMachine_andItsNumbers_reachTheService() throws Exception {
        try (var server = RawServer.answering("HTTP/1.1 200 OK", "Content-Length: 0", "", "")) {
            for (var host : List.of("localhost", "127.0.0.1", "[::ffff:127.0.0.1]")) {
                var uri = URI.create("http://" + host + ":" + server.port() + "?deep");
                assertThat(asking.ask(new Http(uri, 200, null))).isEqualTo(new Answer(Kind.GOOD, "HTTP 200", 1));
                assertThat(server.requests.poll(30, TimeUnit.SECONDS))
                        .startsWith("GET /?deep HTTP/1.1", "Host: " + host + ":" + server.port());
            }
        }
    }

    @Test
    void ask_plainServerByHttps_isNotOk() throws Exception {
        try (var server = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            asking.begin(new Http(URI.create("https://127.0.0.1:" + server.getLocalPort() + "/"), 200, null));
            try (var connection = server.accept()) {
                connection.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.UTF_8));
                assertThat(asking.answer()).isEqualTo(new Answer(Kind.BAD, "no TLS there; http:// asks without", 1));
            }
        }
    }

    @Test
    void timeout_serverNeverAnswers_breaksOff() throws Exception {
        try (var server = RawServer.hangingAfter("")) {
            breaksOff(server);
        }
    }

    @Test
    void timeout_serverSendsHalfAHeader_breaksOff() throws Exception {
        try (var server = RawServer.hangingAfter("HTTP/1.1 200 OK", "Content-Le")) {
            breaksOff(server);
        }
    }

    @Test
    void timeout_serverSendsHalfABody_breaksOff() throws Exception {
        try (var server = RawServer.hangingAfter("HTTP/1.1 200 OK", "Content-Length: 100", "", "ok so far")) {
            breaksOff(server);
        }
    }

    private void breaksOff(RawServer server) throws Exception {
        asking.begin(new Http(server.uri("/"), 200, Pattern.compile("more")));
        assertThat(server.requests.poll(30, TimeUnit.SECONDS)).isNotNull();
        asking.timeOut();
        assertThat(asking.answer()).isEqualTo(new Answer(Kind.BAD, "no answer within 2 s", 1));
        assertThat(server.orderlyEnds.poll(30, TimeUnit.SECONDS))
                .as("whether the connection was closed")
                .isNotNull();
    }

    @Test
    void ask_userInTheUrl_isNotShownAndNotSent() throws Exception {
        try (var server = RawServer.answering("HTTP/1.1 401 Who", "WWW-Authenticate: Basic realm=\"x\"", "", "")) {
            var http = new Http(URI.create("http://me:hush@127.0.0.1:" + server.port() + "/"), 200, null);
            assertThat(asking.ask(http)).isEqualTo(new Answer(Kind.BAD, "HTTP 401 instead of 200", 1));
            assertThat(http.text()).isEqualTo("http 200 on http://127.0.0.1:" + server.port() + "/");
            assertThat(server.requests.poll(30, TimeUnit.SECONDS)).noneMatch(line -> line.startsWith("Authorization"));
        }
        var port = freePort();
        var nobody = URI.create("http://me:hush@127.0.0.1:" + port + "/");
        assertThat(asking.ask(new Http(nobody, 200, null)).text()).isEqualTo("connection refused on 127.0.0.1:" + port);
    }

    private static int freePort() throws Exception {
        try (var socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    @Test
    void ask_wantedErrorWithoutBody_isOk() throws Exception {
        try (var server = RawServer.answering("HTTP/1.1 503 Down", "Content-Length: 0", "", "")) {
            assertThat(asking.ask(new Http(server.uri("/"), 503, null)))
                    .isEqualTo(new Answer(Kind.GOOD, "HTTP 503", 1));
        }
        try (var server = RawServer.answering("HTTP/1.1 404 Nowhere", "Connection: close", "", "")) {
            assertThat(asking.ask(new Http(server.uri("/"), 404, null)))
                    .isEqualTo(new Answer(Kind.GOOD, "HTTP 404", 1));
        }
        try (var server = RawServer.answering(
                "HTTP/1.1 401 Who", "WWW-Authenticate: Basic realm=x", "Content-Length: 0", "", "")) {
            assertThat(asking.ask(new Http(server.uri("/"), 401, null)))
                    .isEqualTo(new Answer(Kind.GOOD, "HTTP 401", 1));
        }
    }

    private static Statuses statuses(String... words) {
        return new Statuses(Stream.of(words)
                .map(Statuses.Range::parse)
                .map(Objects::requireNonNull)
                .toList());
    }

    private static Http get(RawServer server, Statuses statuses) {
        return new Http(server.uri("/"), Request.GET, statuses, null);
    }

    @Test
    void ask_oneOfSeveralStatuses_isOk_andAnotherNamesThemAll() throws Exception {
        var wanted = statuses("204", "3xx", "200-202");
        for (var good : List.of(204, 302, 200, 201, 202, 399)) {
            try (var server = RawServer.answering("HTTP/1.1 " + good + " So", "Content-Length: 0", "", "")) {
                assertThat(asking.ask(get(server, wanted))).isEqualTo(new Answer(Kind.GOOD, "HTTP " + good, 1));
            }
        }
        for (var bad : List.of(203, 299, 400, 503)) {
            try (var server = RawServer.answering("HTTP/1.1 " + bad + " So", "Content-Length: 0", "", "")) {
                assertThat(asking.ask(get(server, wanted)))
                        .isEqualTo(new Answer(Kind.BAD, "HTTP " + bad + " instead of 204, 3xx, 200-202", 1));
            }
        }
    }

    @Test
    void ask_serverOnTheOtherLoopbackOnly_isReachedByLocalhost() throws Exception {
        try (var server = RawServer.on(ipv6(), "HTTP/1.1 200 OK", "Content-Length: 0", "", "")) {
            for (var host : List.of("localhost", "LOCALHOST", "api.localhost", "[::1]")) {
                var uri = URI.create("http://" + host + ":" + server.port() + "/");
                assertThat(asking.ask(new Http(uri, 200, null)))
                        .as(host)
                        .isEqualTo(new Answer(Kind.GOOD, "HTTP 200", 1));
            }
        }
    }

    private static InetAddress ipv6() throws Exception {
        var loopback = InetAddress.getByName("::1");
        try (var _ = new ServerSocket(0, 1, loopback)) {
            return loopback;
        } catch (SocketException e) {
            return Assumptions.abort("no IPv6 here: " + e.getMessage());
        }
    }

    @Test
    void ask_nobodyListensOnLocalhost_namesBothAddresses() throws Exception {
        var port = freePort();
        assertThat(asking.ask(new Http(URI.create("http://localhost:" + port + "/"), 200, null))
                        .text())
                .matches("connection refused on 127\\.0\\.0\\.1:" + port + "( and \\[::1]:" + port + ")?");
    }

    @Test
    void ask_eventStreamWithoutEnd_isOkByItsStatus() throws Exception {
        try (var server =
                RawServer.hangingAfter("HTTP/1.1 200 OK", "Content-Type: text/event-stream", "", "data: 1", "", "")) {
            assertThat(asking.ask(new Http(server.uri("/"), 200, null)))
                    .isEqualTo(new Answer(Kind.GOOD, "HTTP 200", 1));
            assertThat(server.orderlyEnds.take()).isTrue();
        }
    }

    @Test
    void ask_chunksWithoutEnd_areLookedAtAsTheyCome() throws Exception {
        try (var server =
                RawServer.hangingAfter("HTTP/1.1 200 OK", "Transfer-Encoding: chunked", "", "9", "data: up\n", "")) {
            assertThat(asking.ask(new Http(server.uri("/"), 200, Pattern.compile("data: up"))))
                    .isEqualTo(new Answer(Kind.GOOD, "HTTP 200", 1));
        }
    }

    @Test
    void ask_patternThatMoreOfTheBodyCouldUndo_waitsForIt() throws Exception {
        try (var server = RawServer.hangingAfter("HTTP/1.1 200 OK", "", "up")) {
            asking.begin(new Http(server.uri("/"), 200, Pattern.compile("^up$")));
            assertThat(server.requests.poll(30, TimeUnit.SECONDS)).isNotNull();
            asking.timeOut();
            assertThat(asking.answer()).isEqualTo(new Answer(Kind.BAD, "no answer within 2 s", 1));
        }
    }

    @Test
    void ask_virtualHostAndToken_areSentAsTheyAreGiven_andNotShown() throws Exception {
        try (var server = RawServer.answering("HTTP/1.1 401 Who", "Content-Length: 0", "", "")) {
            var headers = Map.of("host", "shop.example", "Authorization", "Bearer hush");
            var http = new Http(server.uri("/"), new Request("GET", headers, null, false), Statuses.of(200), null);
            assertThat(asking.ask(http).text()).isEqualTo("HTTP 401 instead of 200");
            assertThat(server.requests.poll(30, TimeUnit.SECONDS))
                    .contains("Host: shop.example", "Authorization: Bearer hush")
                    .filteredOn(line -> line.toLowerCase(Locale.ROOT).startsWith("host:"))
                    .hasSize(1);
            assertThat(http.toString() + http.text()).doesNotContain("hush");
        }
    }

    @Test
    void ask_byHead_wantsNoBody() throws Exception {
        try (var server = RawServer.hangingAfter("HTTP/1.1 200 OK", "Content-Length: 1000", "", "")) {
            var http = new Http(server.uri("/big"), new Request("HEAD", Map.of(), null, false), Statuses.of(200), null);
            assertThat(asking.ask(http)).isEqualTo(new Answer(Kind.GOOD, "HTTP 200", 1));
            assertThat(server.requests.poll(30, TimeUnit.SECONDS)).startsWith("HEAD /big HTTP/1.1");
        }
    }

    @Test
    void ask_strangerOnThePort_isNotTakenForTheService_andGetsNoToken() throws Exception {
        try (var server = RawServer.answering("HTTP/1.1 200 OK", "Content-Length: 0", "", "")) {
            asking.listeners = (_, port) -> port == server.port() ? "pid 7 (six.py)" : null;
            assertThat(asking.ask(new Http(server.uri("/"), 200, null)))
                    .isEqualTo(new Answer(
                            Kind.BAD, "port " + server.port() + " is held by pid 7 (six.py), not by this service", 1));
            assertThat(server.requests).allMatch(List::isEmpty);
        }
    }
}
