package dev.signalbox.api;

import dev.signalbox.api.Route.Parameter;
import dev.signalbox.engine.ReloadProposal;
import dev.signalbox.engine.ReloadRefusedException;
import dev.signalbox.engine.ServedEngine;
import dev.signalbox.journal.JournalEvent;
import dev.signalbox.service.ServiceDefinition;
import dev.signalbox.workspace.InvalidWorkspaceException;
import dev.signalbox.workspace.WorkspaceChanges.Change;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reloads of the workspace, and tokens.
final class AdminResource {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,63}");

    private final ServedEngine engine;
    private final TokenStore tokens;

    AdminResource(ServedEngine engine, TokenStore tokens) {
        this.engine = engine;
        this.tokens = tokens;
    }

    /// @param expiresAt a time such as `2026-01-31T12:00:00Z`
    record NewToken(
            @Nullable String name,
            @Nullable String role,
            @Nullable String expiresAt) {}

    record RoleChange(@Nullable String role) {}

    /// What a reload of the workspace file changes.
    ///
    /// @param applied whether it was put in force
    /// @param settings what is different in the workspace itself
    /// @param added ids of new services
    /// @param removed ids of services that are gone
    /// @param changed services that differ, with what is different
    /// @param stops ids of removed services that ran
    /// @param restarts ids of services that ran and must be restarted
    /// @param staysStopped ids of services that start with the engine from now on, but that an operator has stopped
    record ReloadView(
            boolean applied,
            List<ChangeView> settings,
            List<String> added,
            List<String> removed,
            List<ServiceChange> changed,
            boolean reordered,
            List<String> stops,
            List<String> restarts,
            List<String> staysStopped) {

        /// One value that differs; shows no secret.
        record ChangeView(String key, String before, String after, boolean restarts) {
            static List<ChangeView> of(List<Change> changes) {
                return changes.stream()
                        .map(change -> new ChangeView(change.key(), change.before(), change.after(), change.restarts()))
                        .toList();
            }
        }

        /// One service that differs.
        record ServiceChange(String id, List<ChangeView> changes) {}

        static ReloadView of(ReloadProposal proposal, boolean applied) {
            var changes = proposal.changes();
            return new ReloadView(
                    applied,
                    ChangeView.of(changes.settings()),
                    ids(changes.added()),
                    ids(changes.removed()),
                    changes.changed().stream()
                            .map(change -> new ServiceChange(change.after().id(), ChangeView.of(change.changes())))
                            .toList(),
                    changes.reordered(),
                    proposal.stops(),
                    proposal.restarts(),
                    proposal.staysStopped());
        }

        private static List<String> ids(List<ServiceDefinition> services) {
            return services.stream().map(ServiceDefinition::id).toList();
        }
    }

    /// @param token itself, at its making only
    record TokenView(
            String name,
            String role,
            Instant createdAt,
            @Nullable Instant expiresAt,
            @Nullable Instant revokedAt,
            @Nullable String token) {
        static TokenView of(Token token, @Nullable String secret) {
            return new TokenView(
                    token.name(), token.role().word(), token.createdAt(), token.expiresAt(), token.revokedAt(), secret);
        }
    }

    List<Route> routes() {
        return List.of(
                Route.post("/reload", "Put the workspace file in force as it is now", 200, "Reload", this::reload)
                        .with(Parameter.flag("preview", "tell what is different, and change nothing"))
                        .by(Role.ADMIN),
                Route.get("/tokens", "All tokens, without their secrets", "[Token]", this::list)
                        .by(Role.ADMIN),
                Route.post("/tokens", "Make a token, and tell it this once", 201, "Token", this::create)
                        .taking("NewToken")
                        .by(Role.ADMIN),
                Route.post("/tokens/{name}", "Give a token another role", 200, "Token", this::change)
                        .method("PATCH")
                        .taking("RoleChange")
                        .by(Role.ADMIN),
                Route.delete("/tokens/{name}", "Revoke a token", 200, "Token", this::revoke)
                        .by(Role.ADMIN));
    }

    private Answer reload(Request request) {
        var apply = !request.flag("preview");
        try {
            var proposal = engine.reloads().propose();
            if (apply && !proposal.changes().isEmpty()) {
                var _ = proposal.apply();
            }
            return Answer.ok(ReloadView.of(proposal, apply));
        } catch (InvalidWorkspaceException e) {
            throw Problem.unprocessable("the workspace file has mistakes, and nothing was changed")
                    .with(e.problems().stream().map(Object::toString).toList())
                    .thrown();
        } catch (ReloadRefusedException e) {
            throw Problem.conflict(String.valueOf(e.getMessage())).thrown();
        }
    }

    private Answer list(Request request) {
        return Answer.ok(
                tokens.all().stream().map(token -> TokenView.of(token, null)).toList());
    }

    private Answer create(Request request) throws IOException {
        var wanted = request.json(NewToken.class);
        var name = wanted.name() == null ? "" : wanted.name();
        if (!NAME.matcher(name).matches()) {
            throw Problem.unprocessable("name is " + Request.quoted(name)
                            + ". Allowed: letters, digits, _ . and -, at most 64, beginning with a letter or digit")
                    .thrown();
        }
        var secret = tokens.create(name, role(wanted.role()), expiry(wanted.expiresAt()))
                .orElseThrow(() -> Problem.conflict("there is a token " + name + " already")
                        .thrown());
        var made = tokens.find(name).orElseThrow();
        var until = made.expiresAt() == null ? "" : ", until " + made.expiresAt();
        record(request, made, "made with the role " + made.role().word() + until);
        return Answer.json(201, TokenView.of(made, secret)).with("Cache-Control", "no-store");
    }

    private static Role role(@Nullable String word) {
        return Request.word("role", word == null ? "" : word, Role.class);
    }

    private static @Nullable Instant expiry(@Nullable String text) {
        return text == null
                ? null
                : Request.instant(text)
                        .orElseThrow(() -> Problem.unprocessable(
                                        "expires_at is " + Request.quoted(text) + ". Allowed: " + Request.TIMES)
                                .thrown());
    }

    private Answer change(Request request) throws IOException {
        var role = role(request.json(RoleChange.class).role());
        var token = known(tokens.change(request.path("name"), role), request);
        record(request, token, "given the role " + role.word());
        return Answer.ok(TokenView.of(token, null));
    }

    private Answer revoke(Request request) throws IOException {
        var token = known(tokens.revoke(request.path("name")), request);
        record(request, token, "revoked");
        return Answer.ok(TokenView.of(token, null));
    }

    private static Token known(Optional<Token> token, Request request) {
        return token.orElseThrow(() -> Problem.notFound("there is no token " + Request.quoted(request.path("name")))
                .thrown());
    }

    private void record(Request request, Token token, String what) {
        var text = "token " + token.name() + " was " + what + " by " + request.source();
        engine.record(new JournalEvent(Instant.now(), "", JournalEvent.Kind.TOKEN, token.name(), text));
    }
}
