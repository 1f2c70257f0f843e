package dev.signalbox.api;

import dev.signalbox.operation.Source.Road;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;

/// Lets in who may ask: by the name the client called the server, the page the request comes from, and its token.
/// Safe to use from any thread.
final class TokenGuard implements Guard {
    private static final String BEARER = "bearer ";

    private static final Set<String> SITES = Set.of("none", "same-origin");
    private static final double FAILURES_PER_SECOND = 10;
    private static final double FAILURES_AT_ONCE = 50;
    private static final Duration PENALTY = Duration.ofSeconds(1);

    private final TokenStore tokens;
    private final Set<String> hosts;
    private final String scheme;
    private final Metrics metrics;
    private final TokenBuckets requests;
    private final TokenBuckets failures;
    private final Knocks knocks;
    private final Runnable slow;

    /// @param hosts the names and addresses under which the server may be called
    /// @param scheme by which it is called, `http` or `https`
    TokenGuard(TokenStore tokens, Set<String> hosts, String scheme, Metrics metrics, LongSupplier nanoTime) {
        this(tokens, hosts, scheme, metrics, nanoTime, TokenGuard::sleep);
    }

    /// @param slow lets the time pass after which one guess too many is answered
    TokenGuard(
            TokenStore tokens,
            Set<String> hosts,
            String scheme,
            Metrics metrics,
            LongSupplier nanoTime,
            Runnable slow) {
        requests = new TokenBuckets(1_000, 2_000, nanoTime);
        failures = new TokenBuckets(FAILURES_PER_SECOND, FAILURES_AT_ONCE, nanoTime);
        knocks = new Knocks(nanoTime);
        this.tokens = tokens;
        this.hosts = Set.copyOf(hosts);
        this.scheme = scheme;
        this.metrics = metrics;
        this.slow = slow;
    }

    /// Without this, one that was given our address under a name of its own (DNS rebinding) and one that sends
    /// forms or scripts across could act for whoever looks at them.
    @Override
    public void checkOrigin(Function<String, Optional<String>> header) {
        var host = header.apply("Host").orElse("");
        if (!hosts.contains(nameOf(host))) {
            metrics.rejected("host");
            throw Problem.misdirected(
                            "the Host " + Request.quoted(host) + " is not served here; --allow-host adds names")
                    .thrown();
        }
        var origin = header.apply("Origin");
        if (origin.isPresent() && !origin.get().equalsIgnoreCase(scheme + "://" + host)) {
            metrics.rejected("origin");
            throw Problem.forbidden(
                            "requests of other sites are refused; the Origin is " + Request.quoted(origin.get()))
                    .thrown();
        }
        if (!SITES.contains(header.apply("Sec-Fetch-Site").orElse("none"))) {
            metrics.rejected("origin");
            throw Problem.forbidden("requests of other sites are refused").thrown();
        }
    }

    private static String nameOf(String host) {
        var port = host.lastIndexOf(':');
        var name = port > host.lastIndexOf(']') ? host.substring(0, port) : host;
        return name.toLowerCase(Locale.ROOT);
    }

    @Override
    public Caller authorize(Route route, Function<String, Optional<String>> header, String address) {
        var least = route.role();
        if (least == null) {
            limit("address " + address);
            return caller("");
        }
        var authorization = header.apply("Authorization").orElse("");
        if (!authorization.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
            throw refused("a token is needed: Authorization: Bearer …", address);
        }
        var token = tokens.authenticate(authorization.substring(BEARER.length()).strip())
                .orElseThrow(() -> refused("the token is unknown, revoked or expired", address));
        limit("token " + token.name());
        if (!token.role().includes(least)) {
            metrics.rejected("role");
            throw Problem.forbidden("the token " + token.name() + " has the role "
                            + token.role().word() + ". Needed: " + least.word())
                    .thrown();
        }
        return caller(token.name());
    }

    @Override
    public boolean mayBeRefused(String address) {
        return requests.take("address " + address);
    }

    @Override
    public boolean admits(Caller caller) {
        return caller.name().isEmpty() || tokens.isValid(caller.name());
    }

    @Override
    public boolean allows(Caller caller, Role least) {
        return tokens.find(caller.name())
                .filter(token -> token.role().includes(least))
                .isPresent();
    }

    private static Caller caller(String name) {
        return new Caller(Road.HTTP_API, name);
    }

    private void limit(String who) {
        if (!requests.take(who)) {
            metrics.rejected("rate");
            throw Problem.tooMany().thrown();
        }
    }

    private Problem.Thrown refused(String detail, String address) {
        metrics.rejected("token");
        knocks.at(address);
        if (failures.take(address)) {
            return Problem.unauthorized(detail).thrown();
        }
        // Others may call from there with right ones, so only who guesses waits, and on a connection that he keeps.
        slow.run();
        return Problem.tooMany().thrown();
    }

    private static void sleep() {
        try {
            Thread.sleep(PENALTY);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the server is closing
        }
    }
}
