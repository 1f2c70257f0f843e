package dev.signalbox.api;

import static dev.signalbox.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Who may ask for what.
final class RolesTest {
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

    /// Asks for `route`, about things that are not there, and with a body that it refuses.
    private ApiBench.Reply ask(Route route, @Nullable String authorization) throws Exception {
        var method = EveryRouteTest.method(route);
        var request = bench.request(method, EveryRouteTest.pathToNothing(route), null);
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        if (!route.body().isEmpty()) {
            request.header("Content-Type", "application/json").method(method, BodyPublishers.ofString("[]"));
        }
        return bench.send(request);
    }

    private enum NoToken {
        NONE,
        EMPTY,
        WRONG,
        NEARLY_RIGHT,
        OTHER_SCHEME,
        WITHOUT_SCHEME,
        EXPIRED,
        REVOKED,
        HASH
    }

    private @Nullable String authorization(NoToken kind) throws Exception {
        return switch (kind) {
            case NONE -> null;
            case EMPTY -> "Bearer ";
            case WRONG -> "Bearer sbx_" + "0".repeat(64);
            case NEARLY_RIGHT -> "Bearer " + bench.admin.substring(0, bench.admin.length() - 1);
            case OTHER_SCHEME -> "Basic " + bench.admin;
            case WITHOUT_SCHEME -> bench.admin;
            case EXPIRED -> "Bearer " + bench.token("old", Role.ADMIN, Instant.parse("2020-01-01T00:00:00Z"));
            case REVOKED -> {
                var secret = bench.token("gone", Role.ADMIN, null);
                bench.tokens.revoke("gone", true);
                yield "Bearer " + secret;
            }
            // Who has read the file of tokens has none.
            case HASH -> "Bearer " + bench.tokens.find("boss").orElseThrow().hash();
        };
    }

    @ParameterizedTest
    @EnumSource
    void everyRoute_withoutAValidToken_answers401(NoToken kind) throws Exception {
        var authorization = authorization(kind);
        var open = new ArrayList<String>();
        var asked = 0;
        for (var route : bench.routes()) {
            if (++asked % 40 == 0) {
                bench.reopen(); // who fails so often is not let in for a while
            }
            var reply = ask(route, authorization);
            if (route.role() == null) {
                open.add(route.path());
                assertThat(reply.status()).as(route.path()).isEqualTo(200);
            } else {
                assertThat(reply.status())
                        .as("%s %s", route.method(), route.path())
                        .isEqualTo(401);
                assertThat(reply.header("WWW-Authenticate")).startsWith("Bearer");
            }
        }
        assertThat(open).containsExactlyInAnyOrder("/health", "/openapi.json");
    }

    @ParameterizedTest
    @EnumSource
    void everyRoute_letsInItsRolesOnly(Role role) throws Exception {
        var secret = role == Role.READ ? bench.reader : role == Role.OPERATE ? bench.operator : bench.admin;
        assertAllows(role, secret);
    }

    @Test
    void token_downgraded_hasItsNewRoleAtOnce() throws Exception {
        var secret = bench.token("fallen", Role.ADMIN, null);
        assertAllows(Role.ADMIN, secret);
        bench.tokens.change("fallen", Role.OPERATE, true);
        assertAllows(Role.OPERATE, secret);
        bench.tokens.change("fallen", Role.READ, true);
        assertAllows(Role.READ, secret);
    }

    private void assertAllows(Role role, String secret) throws Exception {
        for (var route : bench.routes()) {
            var least = route.role();
            var allowed = least == null || role.compareTo(least) >= 0;
            var reply = ask(route, "Bearer " + secret);
            assertThat(reply.status() == 403)
                    .as("%s may %s %s: %d", role, route.method(), route.path(), reply.status())
                    .isEqualTo(!allowed);
            assertThat(reply.status()).isNotEqualTo(401);
        }
    }

    @Test
    void tokens_leaveATraceOfWhoGaveThem_butNotOfTheirSecrets() throws Exception {
        var made = bench.post("/tokens", bench.admin, "{\"name\": \"ci\", \"role\": \"operate\"}");
        bench.send(bench.request("PATCH", "/tokens/ci", bench.admin)
                .header("Content-Type", "application/json")
                .method("PATCH", BodyPublishers.ofString("{\"role\": \"read\"}")));
        bench.send(bench.request("DELETE", "/tokens/ci", bench.admin));

        await().until(() -> bench.get("/journal/events?limit=3").text().contains("revoked"));
        var events = bench.get("/journal/events?limit=3");
        assertThat(events.json().values().stream()
                        .map(event -> event.path("text").asString()))
                .containsExactly(
                        "token ci was revoked by HTTP API, boss",
                        "token ci was given the role read by HTTP API, boss",
                        "token ci was made with the role operate by HTTP API, boss");
        assertThat(events.text()).doesNotContain(made.field("token"));
    }

    /// By name, so that a route that comes or changes is looked at once more.
    @Test
    void routes_needTheseRoles() {
        assertThat(bench.routes().stream()
                        .filter(route -> route.role() == Role.ADMIN)
                        .map(route -> route.method() + " " + route.path()))
                .containsExactlyInAnyOrder(
                        "POST /reload", "GET /tokens", "POST /tokens", "PATCH /tokens/{name}", "DELETE /tokens/{name}");
        assertThat(bench.routes().stream()
                        .filter(route -> route.role() == Role.OPERATE)
                        .map(route -> route.method() + " " + route.path()))
                .containsExactlyInAnyOrder(
                        "POST /start/{id}",
                        "POST /stop/{id}",
                        "POST /restart/{id}",
                        "POST /services/{id}/stop-now",
                        "POST /services/{id}/kill",
                        "POST /stop-all",
                        "POST /services/{id}/hold",
                        "POST /services/{id}/resume",
                        "POST /services/{id}/clear",
                        "POST /services/{id}/merge",
                        "POST /services/{id}/put-back",
                        "POST /services/{id}/abandon",
                        "POST /services/{id}/stop-retrying",
                        "POST /services/{id}/keep-running",
                        "POST /services/{id}/adopt",
                        "POST /services/{id}/schedule/suspend",
                        "POST /services/{id}/schedule/resume",
                        "POST /hold",
                        "POST /resume",
                        "POST /interruption/submit",
                        "DELETE /interruption",
                        "POST /operations/{id}/move",
                        "POST /plans/exact",
                        "DELETE /operations/{id}",
                        "DELETE /plans/{id}",
                        "POST /plans");
    }

    @Test
    void secrets_areInNoAnswer() throws Exception {
        bench.post("/start/backend?wait=true");
        for (var route : bench.routes()) {
            if (!route.method().equals("GET") || route.answer().equals("text/event-stream")) {
                continue;
            }
            var path = EveryRouteTest.path(route).replace("idle", "backend");
            var reply = bench.send(bench.request("GET", path, bench.admin));
            assertThat(reply.text()).as(path).doesNotContain("hunter2", "sbx_", bench.admin.substring(4));
            for (var token : bench.tokens.all()) {
                assertThat(reply.text()).as(path).doesNotContain(token.hash());
            }
        }
    }

    @Test
    void token_changedAndRevokedAtOnce_isRevoked() throws Exception {
        try (var threads = Executors.newFixedThreadPool(2)) {
            for (int i = 0; i < 30; i++) {
                var name = "both" + i;
                bench.token(name, Role.ADMIN, null);
                var barrier = new CyclicBarrier(2);
                var change = threads.submit(() -> {
                    barrier.await();
                    return bench.tokens.change(name, Role.READ, true);
                });
                var end = threads.submit(() -> {
                    barrier.await();
                    return bench.tokens.revoke(name, true);
                });
                change.get();
                end.get();
                assertThat(bench.tokens.isValid(name)).isFalse();
                assertThat(bench.tokens.find(name).orElseThrow().role()).isEqualTo(Role.READ);
            }
        }
    }

    @Test
    void getNeverNeedsMoreThanToRead_butForTokens() {
        for (var route : bench.routes()) {
            if (route.method().equals("GET") && !route.path().equals("/tokens")) {
                assertThat(route.role()).as(route.path()).isIn(null, Role.READ);
            } else {
                assertThat(route.role()).as(route.path()).isIn(Role.OPERATE, Role.ADMIN);
            }
        }
    }

    @Test
    void token_isMade_usedChangedAndRevoked() throws Exception {
        var made = bench.post("/tokens", bench.admin, """
                {"name": "nightly", "role": "operate"}""");
        var secret = made.field("token");

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.header("Cache-Control")).isEqualTo("no-store");
        assertThat(secret).matches("sbx_[0-9a-f]{64}");
        assertThat(bench.send(bench.request("POST", "/start/idle?wait=true", secret))
                        .json()
                        .at("/source/actor")
                        .asString())
                .isEqualTo("nightly");

        var list = bench.send(bench.request("GET", "/tokens", bench.admin));
        assertThat(list.text()).contains("nightly").doesNotContain(secret).doesNotContain("hash");
        assertThat(Files.readString(folder.resolve("tokens.json"))).doesNotContain(secret);

        var weaker = bench.send(bench.request("PATCH", "/tokens/nightly", bench.admin)
                .header("Content-Type", "application/json")
                .method("PATCH", BodyPublishers.ofString("{\"role\": \"read\"}")));
        assertThat(weaker.field("role")).isEqualTo("read");
        assertThat(bench.send(bench.request("POST", "/start/idle", secret)).status())
                .isEqualTo(403);
        assertThat(bench.send(bench.request("GET", "/services", secret)).status())
                .isEqualTo(200);

        var revoked = bench.send(bench.request("DELETE", "/tokens/nightly", bench.admin));
        assertThat(revoked.field("revoked_at")).isNotEmpty();
        assertThat(bench.send(bench.request("GET", "/services", secret)).status())
                .isEqualTo(401);
    }

    @Test
    void token_wronglyAskedFor_isNotMade() throws Exception {
        assertThat(bench.post("/tokens", bench.admin, "{\"name\": \"a b\", \"role\": \"read\"}")
                        .status())
                .isEqualTo(422);
        assertThat(bench.post("/tokens", bench.admin, "{\"name\": \"x\", \"role\": \"king\"}")
                        .field("detail"))
                .isEqualTo("role is \"king\". Allowed: read, operate, admin");
        assertThat(bench.post("/tokens", bench.admin, "{\"name\": \"boss\", \"role\": \"read\"}")
                        .status())
                .isEqualTo(409);
        assertThat(bench.post("/tokens", bench.admin, "{\"nam\": \"x\"}").field("detail"))
                .contains("\"nam\"")
                .contains("expires_at, name, role");
    }

    @Test
    void firstToken_isPrivate_andIsKeptOverARestart() throws Exception {
        var first = folder.resolve("token");
        assertThat(Files.getPosixFilePermissions(first)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(Files.getPosixFilePermissions(folder.resolve("tokens.json")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        var secret = Files.readString(first).strip();
        assertThat(bench.send(bench.request("GET", "/tokens", secret)).status()).isEqualTo(200);

        var again = TokenStore.open(folder.resolve("tokens.json"), first, InstantSource.system());
        assertThat(again.authenticate(secret)).hasValueSatisfying(token -> {
            assertThat(token.role()).isEqualTo(Role.ADMIN);
            assertThat(token.name()).isEqualTo(TokenStore.FIRST);
        });
    }

    @Test
    void firstToken_thatOthersCanRead_isRefused() throws Exception {
        var first = folder.resolve("token");
        Files.setPosixFilePermissions(first, PosixFilePermissions.fromString("rw-r--r--"));

        assertThatThrownBy(() -> TokenStore.open(folder.resolve("tokens.json"), first, InstantSource.system()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("can be read by others (rw-r--r--)");
    }
}
