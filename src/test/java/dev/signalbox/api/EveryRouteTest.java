package dev.signalbox.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What holds for all routes alike.
final class EveryRouteTest {
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

    /// A path of `route` about things that are there.
    static String path(Route route) {
        return route.path()
                .replace("/operations/{id}", "/operations/1")
                .replace("/plans/{id}", "/plans/1")
                .replace("{id}", "idle")
                .replace("{name}", "viewer")
                .replace("{key}", "nothing")
                .replace("{stream}", "out");
    }

    /// A path of `route` about things that are not.
    static String pathToNothing(Route route) {
        return route.path()
                .replace("/operations/{id}", "/operations/99")
                .replace("/plans/{id}", "/plans/99")
                .replace("{id}", "nobody")
                .replace("{name}", "nobody")
                .replace("{key}", "nothing")
                .replace("{stream}", "out");
    }

    /// A stream that may be read goes on for ever; its head does not.
    static String method(Route route) {
        return route.answer().equals("text/event-stream") ? "HEAD" : route.method();
    }

    private ApiBench.Reply ask(Route route, String path) throws Exception {
        var request = bench.request(method(route), path, bench.admin);
        if (!route.body().isEmpty()) {
            request.header("Content-Type", "application/json").method(method(route), BodyPublishers.ofString("{}"));
        }
        return bench.send(request);
    }

    @Test
    void path_plainOrPrefixed_withOrWithoutSlash_isTheSame() throws Exception {
        for (var route : bench.routes()) {
            var path = pathToNothing(route);
            var plain = ask(route, path);
            for (var other : List.of(path + "/", "/api/v1" + path, "/api/v1" + path + "/")) {
                assertThat(ask(route, other).status())
                        .as("%s %s", route.method(), other)
                        .isEqualTo(plain.status());
            }
            for (var wrong :
                    List.of("/api" + path, "/api/v2" + path, path + "//", "/" + path, "/api/v1/api/v1" + path)) {
                assertThat(ask(route, wrong).status())
                        .as("%s %s", route.method(), wrong)
                        .isIn(404, 405);
            }
        }
    }

    @Test
    void answer_alwaysHasTheHeadersThatKeepBrowsersOut() throws Exception {
        for (var route : bench.routes()) {
            for (var reply : List.of(ask(route, pathToNothing(route)), ask(route, path(route)))) {
                assertThat(reply.header("X-Content-Type-Options")).isEqualTo("nosniff");
                assertThat(reply.header("X-Frame-Options")).isEqualTo("DENY");
                assertThat(reply.header("Content-Security-Policy")).contains("default-src 'none'");
                assertThat(reply.header("Referrer-Policy")).isEqualTo("no-referrer");
                assertThat(reply.header("Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
                assertThat(reply.header("Cache-Control")).isIn("no-cache", "no-store");
                assertThat(reply.response().headers().map().keySet())
                        .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control"));
            }
        }
    }

    @Test
    void head_isAsGet_withoutTheBody() throws Exception {
        bench.post("/start/idle?wait=true");
        for (var route : bench.routes()) {
            if (!route.method().equals("GET") || route.answer().equals("text/event-stream")) {
                continue;
            }
            var get = bench.send(bench.request("GET", path(route), bench.admin));
            var head = bench.send(bench.request("HEAD", path(route), bench.admin));

            assertThat(head.status()).as(route.path()).isEqualTo(get.status());
            assertThat(head.text()).as(route.path()).isEmpty();
            if (!route.path().endsWith("/figures")) { // which grow with each moment
                assertThat(head.header("ETag")).as(route.path()).isEqualTo(get.header("ETag"));
            }
            assertThat(head.header("Content-Type")).as(route.path()).isEqualTo(get.header("Content-Type"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "OPTIONS", "TRACE", "PUT", "PROPFIND"})
    void method_thatIsNotTheRoutes_changesNothing(String method) throws Exception {
        var tokens = List.copyOf(bench.tokens.all());
        for (var route : bench.routes()) {
            if (route.method().equals("GET")) {
                continue;
            }
            var readable =
                    Set.of("/operations/{id}", "/tokens", "/interruption").contains(route.path())
                            && Set.of("GET", "HEAD").contains(method);
            var reply = bench.send(bench.request(method, path(route), bench.admin)
                    .header("X-HTTP-Method-Override", route.method())
                    .header("X-HTTP-Method", route.method()));
            assertThat(reply.status()).as(route.path()).isIn(readable ? List.of(200, 404) : List.of(405));
            if (!readable) {
                assertThat(reply.header("Allow")).as(route.path()).contains(route.method());
            }
        }
        assertThat(bench.get("/operations").json()).isEmpty();
        assertThat(bench.tokens.all()).isEqualTo(tokens);
        assertThat(bench.get("/services").json())
                .allSatisfy(
                        service -> assertThat(service.path("held").asBoolean()).isFalse());
    }

    @Test
    void parameter_unknown_isRefusedByEveryRoute() throws Exception {
        for (var route : bench.routes()) {
            var reply = ask(route, path(route) + "?nonsense=1&_method=DELETE");

            assertThat(reply.status()).as(route.path()).isEqualTo(400);
        }
        assertThat(bench.get("/operations").json()).isEmpty();
    }

    @Test
    void parameter_withoutValue_isNoInternalError() throws Exception {
        for (var route : bench.routes()) {
            for (var parameter : route.parameters()) {
                if (parameter.isHeader()) {
                    continue;
                }
                // An empty value of a text asks for nothing, and of a flag for all that it does.
                assertThat(ask(route, pathToNothing(route) + "?" + parameter.name())
                                .status())
                        .as("%s %s", route.path(), parameter.name())
                        .isLessThan(500);
            }
        }
    }
}
