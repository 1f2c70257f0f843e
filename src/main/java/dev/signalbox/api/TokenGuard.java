package dev.signalbox.api;

import dev.signalbox.operation.Source.Road;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;

/// Lets in who may ask: by the name the client called the server, the page the request comes from, and its token.
/// Safe to use from any thread.
final class TokenGuard implements Guard {
    private static final String BEARER = "bearer ";

    private final TokenStore tokens;
    private final Set<String> hosts;
    private final Metrics metrics;
    private final TokenBuckets requests;
    private final TokenBuckets failures;

    /// @param hosts the names and addresses under which the server may be called
    TokenGuard(TokenStore tokens, Set<String> hosts, Metrics metrics, LongSupplier nanoTime) {
        requests = new TokenBuckets(1_000, 2_000, nanoTime);
        failures = new TokenBuckets(10, 50, nanoTime);
        this.tokens = tokens;
        this.hosts = Set.copyOf(hosts);
        this.metrics = metrics;
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
        if (origin.isPresent() && !isOwn(origin.get(), host)) {
            metrics.rejected("origin");
            throw Problem.forbidden(
                            "requests of other sites are refused; the Origin is " + Request.quoted(origin.get()))
                    .thrown();
        }
        var site = header.apply("Sec-Fetch-Site").orElse("none");
        if (site.equals("cross-site") || site.equals("same-site")) {
            metrics.rejected("origin");
            throw Problem.forbidden("requests of other sites are refused").thrown();
        }
    }

    private static String nameOf(String host) {
        var port = host.lastIndexOf(':');
        var name = port > host.lastIndexOf(']') ? host.substring(0, port) : host;
        return name.toLowerCase(Locale.ROOT);
    }

    private static boolean isOwn(String origin, String host) {
        try {
            var uri = new URI(origin);
            return host.equalsIgnoreCase(uri.getAuthority());
        } catch (URISyntaxException e) {
            return false;
        }
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

    /// Those who fail too often are slowed down; a right token is let in all the same.
    private Problem.Thrown refused(String detail, String address) {
        metrics.rejected("token");
        return (failures.take(address) ? Problem.unauthorized(detail) : Problem.tooMany()).thrown();
    }
}
