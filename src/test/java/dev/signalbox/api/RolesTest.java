package dev.signalbox.api;

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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

    /// Asks for each route, with a body that it refuses.
    private Iterable<Route> routes() {
        return bench.routes();
    }

    private int status(Route route, String token) throws Exception {
        var path = route.path()
                .replace("/operations/{id}", "/operations/99")
                .replace("{id}", "nobody")
                .replace("{name}", "nobody")
                .replace("{stream}", "out");
        // A stream that may be read goes on for ever; its head does not.
        var method = route.answer().equals("text/event-stream") ? "HEAD" : route.method();
        var request = bench.request(method, path, token.isEmpty() ? null : token);
        if (!route.body().isEmpty()) {
            request.header("Content-Type", "application/json").method(method, BodyPublishers.ofString("[]"));
        }
        return bench.send(request).status();
    }

    @Test
    void everyRoute_letsInItsRolesOnly() throws Exception {
        var expired = bench.token("old", Role.ADMIN, Instant.parse("2020-01-01T00:00:00Z"));
        bench.token("gone", Role.ADMIN, null);
        bench.tokens.revoke("gone");
        var seen = new ArrayList<String>();
        for (var route : routes()) {
            var name = route.method() + " " + route.path();
            seen.add(name);
            var least = route.role();
            if (least == null) {
                assertThat(status(route, "")).as(name).isEqualTo(200);
                continue;
            }
            // Or too many of them.
            assertThat(status(route, "")).as(name).isIn(401, 429);
            assertThat(status(route, "sbx_wrong")).as(name).isIn(401, 429);
            assertThat(status(route, expired)).as(name).isIn(401, 429);
            assertThat(status(route, bench.reader)).as(name).matches(status -> (status == 403) == (least != Role.READ));
            assertThat(status(route, bench.operator))
                    .as(name)
                    .matches(status -> (status == 403) == (least == Role.ADMIN));
            assertThat(status(route, bench.admin)).as(name).isNotIn(401, 403);
        }
        assertThat(seen)
                .hasSizeGreaterThan(20)
                .contains("POST /restart/{id}", "GET /services", "DELETE /tokens/{name}");
    }

    @Test
    void getNeverNeedsMoreThanToRead_butForTokens() {
        for (var route : routes()) {
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
