package dev.signalbox.api;

import static dev.signalbox.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is sent by those who should not. The limit is for a connection that is not cut off as it should be.
@Timeout(120)
final class AttackTest {
    /// Invented by nobody but this test.
    private static final int INVENTED = 100;

    @TempDir
    Path folder;

    private ApiBench bench;

    @BeforeEach
    void open() throws Exception {
        bench = new ApiBench(folder);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private String raw(String request) throws Exception {
        return RawHttp.overNetwork(bench.address, request);
    }

    private String authorized() {
        return "\r\nAuthorization: Bearer " + bench.operator;
    }

    private void assertAlive() throws Exception {
        assertThat(bench.get("/services").status()).isEqualTo(200);
    }

    // --- browsers of other sites ---

    @Test
    void rebinding_hostOfAnother_isRefused() throws Exception {
        var answer = raw("POST /restart/backend HTTP/1.1\r\nHost: evil.example:7070" + authorized()
                + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 421").contains("application/problem+json");
        assertThat(bench.get("/operations").json()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST:1", "127.0.0.1:99", "[::1]:7070"})
    void host_ofThisMachine_isServed(String host) throws Exception {
        assertThat(raw("GET /health HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Origin: https://evil.example",
                "Origin: null",
                "Origin: http://localhost:1",
                "Sec-Fetch-Site: cross-site",
                "Sec-Fetch-Site: same-site"
            })
    void request_ofAnotherSite_isRefused(String header) throws Exception {
        var answer = raw("POST /stop/backend HTTP/1.1\r\nHost: localhost:7070\r\n" + header + authorized()
                + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 403");
        assertThat(answer.toLowerCase(Locale.ROOT)).doesNotContain("access-control-allow");
        assertThat(bench.get("/operations").json()).isEmpty();
    }

    @Test
    void preflight_isNoPermission() throws Exception {
        var answer = raw("OPTIONS /restart/backend HTTP/1.1\r\nHost: localhost\r\nOrigin: https://evil.example\r\n"
                + "Access-Control-Request-Method: POST\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 403");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/start/backend", "/stop/backend", "/restart/backend", "/services/backend/hold", "/reload"})
    void get_changesNothing(String path) throws Exception {
        var reply = bench.send(bench.request("GET", path, bench.admin));

        assertThat(reply.status()).isEqualTo(405);
        assertThat(reply.header("Allow")).isEqualTo("POST");
        assertThat(bench.get("/operations").json()).isEmpty();
    }

    // --- paths ---

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/services/../../etc/passwd",
                "/services/..%2f..%2fetc%2fpasswd/log",
                "/services/%252e%252e/log/out",
                "/services/backend/log/../../../token",
                "/services/backend/log/..%2F..%2Ftoken",
                "//etc/passwd",
                "/services/backend%00/log",
                "/services/backend/log/out%00",
                "/api/v1/../../token",
                "/services/%ff/log"
            })
    void traversal_leadsNowhere(String path) throws Exception {
        var answer = raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + bench.reader
                + "\r\nConnection: close\r\n\r\n");

        assertThat(answer)
                .matches("(?s)HTTP/1.1 40[04] .*")
                .doesNotContain("root:")
                .doesNotContain("sbx_");
        assertAlive();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/services?nonsense=1", "/operations?limit=0", "/operations?limit=501", "/operations?limit=x",
                "/operations?offset=-1", "/operations?from=yesterday", "/operations?kind=explode",
                        "/operations?limit=1&limit=2",
                "/services/idle/log?lines=10001", "/events?type=nothing"
            })
    void query_thatIsNotKnown_isRefusedWithWhatIsAllowed(String path) throws Exception {
        var reply = bench.get(path);

        assertThat(reply.status()).isIn(400, 404);
        assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(reply.field("detail")).isNotEmpty();
        assertThat(reply.json().path("status").asInt()).isEqualTo(reply.status());
    }

    // --- bodies ---

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "null",
                "[]",
                "1",
                "\"x\"",
                "{\"kind\": \"start\"}",
                "{\"kind\": 7, \"services\": {}}",
                "{\"services\": [\"backend\"], \"kind\": \"explode\"}",
                "{\"services\": [\"nobody\"], \"kind\": \"start\"}",
                "{\"services\": [\"idle\"], \"kind\": \"start\"} trailing",
                "{\"kind\": \"start\", \"kind\": \"stop\"}",
                "{\"services\": [null], \"kind\": \"start\"}",
                "{\"services\": [\"idle\"], \"kind\": \"start\", \"at_once\": -1}",
                "{\"services\": [\"idle\"], \"kind\": \"start\", \"at_once\": 2.7}",
                "{\"services\": [\"idle\"], \"kind\": \"start\", \"at_once\": \"5\"}",
                "{\"services\": [7], \"kind\": \"start\"}",
                "{\"services\": [\"idle\"], \"kind\": \"stop\", \"now\": \"true\"}",
                "{\"services\": [\"idle\"], \"kind\": \"start\", \"at_once\": 99999999999999999999}"
            })
    void plan_thatIsNone_isRefused(String body) throws Exception {
        var reply = bench.post("/plans", bench.operator, body);

        assertThat(reply.status()).isIn(400, 422);
        assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(bench.get("/operations").json()).isEmpty();
    }

    @Test
    void body_nestedDeeply_isRefused() throws Exception {
        assertThat(bench.post("/plans", bench.operator, "[".repeat(30_000)).status())
                .isEqualTo(400);
    }

    @Test
    void body_notUtf8_isRefused() throws Exception {
        var reply = bench.send(bench.request("POST", "/plans", bench.operator)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(new byte[] {'{', (byte) 0xc3, '}'})));

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.field("detail")).isEqualTo("the body is not UTF-8");
    }

    @Test
    void body_ofAnotherType_isRefused() throws Exception {
        var reply = bench.send(bench.request("POST", "/plans", bench.operator)
                .header("Content-Type", "text/plain")
                .POST(BodyPublishers.ofString("{\"kind\": \"start\", \"services\": [\"idle\"]}")));

        assertThat(reply.status()).isEqualTo(415);
    }

    @Test
    void number_thatIsNoWholeOne_isTold() throws Exception {
        for (var value : List.of("\"5\"", "2.7", "true")) {
            var body = "{\"services\": [\"idle\"], \"kind\": \"start\", \"at_once\": " + value + "}";
            assertThat(bench.post("/plans", bench.operator, body).status())
                    .as(value)
                    .isEqualTo(422);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json; charset=utf-16",
                "application/json; charset=iso-8859-1",
                "application/json; x=y",
                "application/jsonx"
            })
    void body_inAnotherCharset_isRefused(String type) throws Exception {
        var reply = bench.send(bench.request("POST", "/plans", bench.operator)
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString("{\"kind\": \"start\", \"services\": [\"idle\"]}")));

        assertThat(reply.status()).isEqualTo(415);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/operations/%D9%A1", "/operations/+1", "/operations/1%20", "/operations/-1"})
    void operation_inOtherDigits_isNone(String path) throws Exception {
        bench.post("/start/idle?wait=true");

        assertThat(bench.get("/operations/1").status()).isEqualTo(200);
        assertThat(bench.get(path).status()).isEqualTo(404);
        assertThat(bench.get("/operations?limit=%D9%A1").status()).isEqualTo(400);
    }

    @Test
    void tokenThatHasExpired_isNotMade() throws Exception {
        var wanted = "{\"name\": \"late\", \"role\": \"read\", \"expires_at\": \"2020-01-01T00:00:00Z\"}";

        var reply = bench.post("/tokens", bench.admin, wanted);

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.field("detail")).endsWith("Allowed: a time to come");
    }

    @Test
    void body_tooLarge_isRefused() throws Exception {
        var head = "POST /plans HTTP/1.1\r\nHost: localhost" + authorized()
                + "\r\nContent-Type: application/json\r\nContent-Length: 70000\r\nConnection: close\r\n\r\n";
        assertThat(raw(head)).startsWith("HTTP/1.1 413");
        // What is sent all the same may reset the connection before the answer is read.
        assertThat(raw(head + " ".repeat(70_000)))
                .matches(answer -> answer.isEmpty() || answer.startsWith("HTTP/1.1 413"));
        assertAlive();
    }

    // --- the protocol ---

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense\r\n\r\n",
                "GET /services HTTP/0.9\r\n\r\n",
                "GET  /services HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET /services HTTP/1.1\r\nHost: localhost\r\nbad header\r\n\r\n",
                "POST /plans HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "POST /plans HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
                "GET /services HTTP/1.1\r\n\r\n"
            })
    void request_thatIsNone_isAnsweredAndClosed(String request) throws Exception {
        assertThat(raw(request)).matches("(?s)(HTTP/1.1 4\\d\\d .*)?");
        assertAlive();
    }

    @Test
    void headers_tooLarge_areRefused() throws Exception {
        assertThat(raw("GET /services HTTP/1.1\r\nHost: localhost\r\nX: " + "a".repeat(20_000) + "\r\n\r\n"))
                .matches("(?s)(HTTP/1.1 4\\d\\d .*)?");
        assertThat(raw("GET /" + "a".repeat(5_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                .matches("(?s)(HTTP/1.1 4\\d\\d .*)?");
        assertAlive();
    }

    /// What a proxy and a server may read differently, so that a second request hides in the first.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 5\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: chunked\r\nContent-Length: 5",
                "Content-Length: 0\r\nContent-Length: 43",
                "Content-Length: 43, 0",
                "Content-Length: +0",
                "Content-Length: 0x0",
                "Transfer-Encoding: xchunked",
                "Transfer-Encoding: chunked, identity",
                "Transfer-Encoding : chunked",
                "Transfer-Encoding:\tchunked\r\nX: a\r\n folded"
            })
    void request_hiddenInAnother_isNotCarriedOut(String framing) throws Exception {
        var hidden = "POST /stop/idle HTTP/1.1\r\nHost: localhost" + authorized() + "\r\nConnection: close\r\n\r\n";

        var answer = raw("POST /services/idle/hold HTTP/1.1\r\nHost: localhost" + authorized() + "\r\n" + framing
                + "\r\n\r\n0\r\n\r\n" + hidden);

        assertThat(answer.split("HTTP/1.1 \\d{3} ", -1)).hasSizeLessThanOrEqualTo(2);
        assertThat(bench.get("/operations").json()).isEmpty();
        assertAlive();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET http://evil.example/health HTTP/1.1\r\nHost: localhost",
                "GET http://localhost/health HTTP/1.1\r\nHost: evil.example",
                "GET /health HTTP/1.1\r\nHost: localhost\r\nHost: evil.example",
                "GET /health HTTP/1.1\r\nHost: evil.example\r\nHost: localhost",
                "GET /health HTTP/1.1\r\nHost : localhost",
                "GET /health HTTP/1.1\r\nHost:",
                "get /health HTTP/1.1\r\nHost: localhost",
                "Get /health HTTP/1.1\r\nHost: localhost",
                "gET /health HTTP/1.1\r\nHost: localhost",
                "GET /health HTTP/1.1\r\nHost: localhost\r\n: nameless",
                "GET /services HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer x\r\nAuthorization: Bearer y",
                "GET /health HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\nOrigin: http://evil.example",
                "GET /health HTTP/1.1\r\nHost: localhost.evil.example",
                "GET /health HTTP/1.1\r\nHost: localhost@evil.example",
                "GET /health HTTP/1.1\r\nHost: evil.example#localhost",
                "GET /health HTTP/1.1\r\nHost: 127.0.0.1.evil.example",
                "GET /health HTTP/1.1\r\nHost: 0x7f000001",
                "CONNECT evil.example:443 HTTP/1.1\r\nHost: localhost",
                "PRI * HTTP/2.0"
            })
    void host_thatIsNotPlainlyThisOne_isRefused(String head) throws Exception {
        assertThat(raw(head + "\r\nConnection: close\r\n\r\n")).matches("(?s)(HTTP/1.1 4\\d\\d .*)?");
        assertAlive();
    }

    @Test
    void methods_invented_areCountedAsOne() throws Exception {
        for (int i = 0; i < INVENTED; i++) {
            var name = "X" + (char) ('A' + i / 26) + (char) ('A' + i % 26);
            raw(name + " /services HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        }

        assertThat(bench.get("/metrics").text()).contains("method=\"other\"").doesNotContain("method=\"X");
    }

    @Test
    void token_inTheQuery_isNone() throws Exception {
        for (var name : List.of("token", "access_token", "authorization")) {
            var reply = bench.send(bench.request("GET", "/services?" + name + "=" + bench.admin, null));
            assertThat(reply.status()).isEqualTo(401);
            assertThat(reply.text()).doesNotContain(bench.admin);
        }
    }

    @Test
    void manyConnectionsThatSayNothing_keepNobodyOut() throws Exception {
        var uri = URI.create(bench.address);
        var idle = new ArrayList<SocketChannel>();
        try {
            for (int i = 0; i < 500; i++) {
                idle.add(SocketChannel.open(new InetSocketAddress(uri.getHost(), uri.getPort())));
            }
            assertAlive();
        } finally {
            for (var channel : idle) {
                channel.close();
            }
        }
    }

    // --- too much ---

    @Test
    void guessingTokens_isSlowedDown_andKeepsNobodyOut() throws Exception {
        var statuses = new ArrayList<Integer>();
        for (int i = 0; i < 200 && !statuses.contains(429); i++) {
            statuses.add(
                    bench.send(bench.request("GET", "/services", "guess" + i)).status());
        }

        assertThat(statuses).contains(401, 429).doesNotContain(200);
        assertThat(bench.get("/services").status()).isEqualTo(200);
    }

    @Test
    void threads_ofGoneClients_end() throws Exception {
        var before = Thread.getAllStackTraces().size();
        for (int i = 0; i < 50; i++) {
            raw("GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        }
        await().until(() -> Thread.getAllStackTraces().size() <= before + 10);
    }
}
