package dev.signalbox.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How often one may ask, by a clock that stands still unless it is moved.
final class TokenGuardTest {
    private static final Route ROUTE = Route.get("listServices", "/services", "", "", _ -> Answer.nothing());
    private static final int OK = 200;
    private static final int BURST = 2_000;
    private static final int FAILURES = 50;

    @TempDir
    Path folder;

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger slowed = new AtomicInteger();
    private TokenGuard guard;
    private String one;
    private String other;

    @BeforeEach
    void open() throws Exception {
        var tokens = TokenStore.open(folder.resolve("tokens"), folder.resolve("token"), InstantSource.system());
        one = tokens.create("one", Role.READ, null).orElseThrow();
        other = tokens.create("other", Role.READ, null).orElseThrow();
        guard = new TokenGuard(tokens, Set.of("localhost"), "http", new Metrics(), nanos::get, slowed::incrementAndGet);
    }

    private int ask(Route route, String token, String address) {
        var headers = Map.of("Authorization", "Bearer " + token);
        var refusal = catchThrowableOfType(
                Problem.Thrown.class,
                () -> guard.authorize(route, name -> Optional.ofNullable(headers.get(name)), address));
        return refusal == null ? OK : refusal.problem().status();
    }

    private long granted(String token, int requests) {
        return IntStream.range(0, requests)
                .filter(_ -> ask(ROUTE, token, "here") == OK)
                .count();
    }

    @Test
    void refusedRequestsOfOneAddress_areToldWhy_untilTheyAreTooMany() {
        for (var i = 0; i < BURST; i++) {
            assertThat(guard.mayBeRefused("here")).isTrue();
        }
        assertThat(guard.mayBeRefused("here")).isFalse();
        assertThat(guard.mayBeRefused("there")).isTrue();
        nanos.addAndGet(1_000_000_000);
        assertThat(guard.mayBeRefused("here")).isTrue();
    }

    @Test
    void authorize_moreThanItsShare_isTooMany_untilTimePasses() {
        assertThat(granted(one, BURST + 100)).isEqualTo(BURST);
        assertThat(ask(ROUTE, one, "here")).isEqualTo(429);
        assertThat(ask(ROUTE, other, "here")).isEqualTo(OK);

        nanos.addAndGet(Duration.ofMillis(10).toNanos());
        assertThat(granted(one, 100)).isEqualTo(10);
        nanos.addAndGet(Duration.ofDays(1).toNanos());
        assertThat(granted(one, BURST + 100)).isEqualTo(BURST);
    }

    @Test
    void authorize_openRoute_isCountedByAddress() {
        var open = ROUTE.by(null);
        for (int i = 0; i < BURST; i++) {
            assertThat(ask(open, "", "here")).isEqualTo(OK);
        }
        assertThat(ask(open, "", "here")).isEqualTo(429);
        assertThat(ask(open, "", "there")).isEqualTo(OK);
        assertThat(ask(ROUTE, one, "here")).isEqualTo(OK);
    }

    @Test
    void authorize_afterTooManyGuesses_eachMoreTakesTime_andARightTokenNone() {
        for (int i = 0; i < FAILURES; i++) {
            assertThat(ask(ROUTE, "guess" + i, "here")).isEqualTo(401);
        }
        assertThat(slowed).hasValue(0);
        assertThat(ask(ROUTE, "guess", "here")).isEqualTo(429);
        assertThat(slowed).hasValue(1);
        assertThat(ask(ROUTE, one, "here"))
                .as("who is on the same machine as the guesser")
                .isEqualTo(OK);
        assertThat(ask(ROUTE, "guess", "there")).isEqualTo(401);
        assertThat(ask(ROUTE.by(null), "", "here")).isEqualTo(OK);
        assertThat(slowed).hasValue(1);

        nanos.addAndGet(Duration.ofMillis(100).toNanos());
        assertThat(ask(ROUTE, "guess", "here")).isEqualTo(401);
        assertThat(ask(ROUTE, "guess", "here")).isEqualTo(429);
        assertThat(slowed).hasValue(2);
    }

    @Test
    void knocking_isToldOnceAMinuteForEachAddress_withoutWhatWasSent() {
        var log = Log.of(() -> {
            for (int i = 0; i < 100; i++) {
                ask(ROUTE, "guess\n" + i, "here");
            }
            ask(ROUTE, "guess", "there");
            nanos.addAndGet(Duration.ofMinutes(1).toNanos());
            ask(ROUTE, "guess", "here");
        });

        assertThat(log)
                .satisfiesExactly(
                        line -> assertThat(line).endsWith("requests from here without a right token: 1"),
                        line -> assertThat(line).endsWith("requests from there without a right token: 1"),
                        line -> assertThat(line).endsWith("requests from here without a right token: 100"));
    }

    @Test
    void knocking_fromEverywhere_isToldInFewLines() {
        var log = Log.of(() -> {
            for (int i = 0; i < 10_000; i++) {
                ask(ROUTE, "guess", "address " + i);
            }
        });

        assertThat(log).hasSize(20);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://localhost:7070",
                "chrome-extension://localhost:7070",
                "//localhost:7070",
                "http://localhost:7071",
                "http://localhost",
                "null",
                "",
                "http://localhost:7070/",
                "http://user@localhost:7070",
                "http://localhost:7070, http://evil"
            })
    void origin_thatIsNotWhollyThisOne_isRefused(String origin) {
        assertThat(check(Map.of("Host", "localhost:7070", "Origin", origin))).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cross-site", "same-site", "Cross-Site", "x", "none, cross-site", ""})
    void site_thatIsNotThisOne_isRefused(String site) {
        assertThat(check(Map.of("Host", "localhost:7070", "Sec-Fetch-Site", site)))
                .isEqualTo(403);
    }

    @Test
    void ownPage_isServed() {
        assertThat(check(Map.of(
                        "Host", "localhost:7070",
                        "Origin", "http://localhost:7070",
                        "Sec-Fetch-Site", "same-origin")))
                .isEqualTo(OK);
        assertThat(check(Map.of("Host", "localhost:7070", "Sec-Fetch-Site", "none")))
                .isEqualTo(OK);
    }

    private int check(Map<String, String> headers) {
        var refusal = catchThrowableOfType(
                Problem.Thrown.class, () -> guard.checkOrigin(name -> Optional.ofNullable(headers.get(name))));
        return refusal == null ? OK : refusal.problem().status();
    }
}
