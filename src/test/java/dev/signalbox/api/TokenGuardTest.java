package dev.signalbox.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How often one may ask, by a clock that stands still unless it is moved.
final class TokenGuardTest {
    private static final Route ROUTE = Route.get("listServices", "/services", "", "", _ -> Answer.nothing());
    private static final int OK = 200;
    private static final int BURST = 2_000;
    private static final int FAILURES = 50;

    @TempDir
    Path folder;

    private final AtomicLong nanos = new AtomicLong();
    private TokenGuard guard;
    private String one;
    private String other;

    @BeforeEach
    void open() throws Exception {
        var tokens = TokenStore.open(folder.resolve("tokens"), folder.resolve("token"), InstantSource.system());
        one = tokens.create("one", Role.READ, null).orElseThrow();
        other = tokens.create("other", Role.READ, null).orElseThrow();
        guard = new TokenGuard(tokens, Set.of("localhost"), new Metrics(), nanos::get);
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
    void authorize_guesses_areSlowedDown_butTheRightTokenIsLetIn() {
        for (int i = 0; i < FAILURES; i++) {
            assertThat(ask(ROUTE, "guess" + i, "here")).isEqualTo(401);
        }
        assertThat(ask(ROUTE, "guess", "here")).isEqualTo(429);
        assertThat(ask(ROUTE, one, "here")).isEqualTo(OK);
        assertThat(ask(ROUTE, "guess", "there")).isEqualTo(401);

        nanos.addAndGet(Duration.ofMillis(100).toNanos());
        assertThat(ask(ROUTE, "guess", "here")).isEqualTo(401);
        assertThat(ask(ROUTE, "guess", "here")).isEqualTo(429);
    }
}
