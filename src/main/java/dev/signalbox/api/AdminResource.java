package dev.signalbox.api;

import dev.signalbox.api.Route.Parameter;
import dev.signalbox.api.TokenStore.LastAdminException;
import dev.signalbox.code.Code;
import dev.signalbox.engine.ReloadRefusedException;
import dev.signalbox.engine.ServedEngine;
import dev.signalbox.journal.JournalEvent;
import dev.signalbox.operation.Ticket;
import dev.signalbox.wire.NewTokenMessage;
import dev.signalbox.wire.ReloadMessage;
import dev.signalbox.wire.RoleChangeMessage;
import dev.signalbox.wire.TokenMessage;
import dev.signalbox.workspace.InvalidWorkspaceException;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reloads of the workspace, and tokens.
final class AdminResource {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,63}");

    private static final Parameter FORCE = Parameter.flag("force", "also if no token of an admin is left then");

    private final ServedEngine engine;
    private final TokenStore tokens;

    AdminResource(ServedEngine engine, TokenStore tokens) {
        this.engine = engine;
        this.tokens = tokens;
    }

    /// @param secret the token itself, at its making only
    private static TokenMessage message(Token token, @Nullable String secret) {
        return new TokenMessage(
                token.name(),
                token.role().word(),
                token.createdAt(),
                token.expiresAt(),
                token.revokedAt(),
                token.revokedAt() == null ? token.file() : null,
                secret);
    }

    List<Route> routes() {
        return List.of(
                Route.post(
                                "reloadWorkspace",
                                "/reload",
                                "Put the workspace file in force as it is now",
                                200,
                                "Reload",
                                this::reload)
                        .with(Parameter.flag("preview", "tell what is different, and change nothing"))
                        .by(Role.ADMIN),
                Route.get("listTokens", "/tokens", "All tokens, without their secrets", "[Token]", this::list)
                        .by(Role.ADMIN),
                Route.post("createToken", "/tokens", "Make a token, and tell it this once", 201, "Token", this::create)
                        .taking("NewToken")
                        .by(Role.ADMIN),
                Route.post("changeToken", "/tokens/{name}", "Give a token another role", 200, "Token", this::change)
                        .method("PATCH")
                        .taking("RoleChange")
                        .with(FORCE)
                        .by(Role.ADMIN),
                Route.delete("revokeToken", "/tokens/{name}", "Revoke a token", 200, "Token", this::revoke)
                        .with(FORCE)
                        .by(Role.ADMIN));
    }

    private Answer reload(Request request) {
        var apply = !request.flag("preview");
        try {
            var reloads = engine.reloads();
            var proposal = reloads.propose();
            var queued = apply && !proposal.changes().isEmpty()
                    ? ServicesResource.join(reloads.begin(proposal))
                    : List.<Ticket>of();
            var operations =
                    queued.stream().map(ticket -> ticket.operation().id()).toList();
            return Answer.ok(ReloadMessage.of(proposal, apply, operations));
        } catch (InvalidWorkspaceException e) {
            throw Problem.unprocessable("the workspace file has mistakes, and nothing was changed")
                    .coded(Code.INVALID_WORKSPACE)
                    .with(e.problems().stream().map(Object::toString).toList())
                    .thrown();
        } catch (ReloadRefusedException e) {
            throw Problem.conflict(String.valueOf(e.getMessage())).thrown();
        }
    }

    private Answer list(Request request) {
        return Answer.ok(
                tokens.all().stream().map(token -> message(token, null)).toList());
    }

    private Answer create(Request request) throws IOException {
        var wanted = request.json(NewTokenMessage.class);
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
        return Answer.json(201, message(made, secret)).with("Cache-Control", "no-store");
    }

    private static Role role(@Nullable String word) {
        return Request.word("role", word == null ? "" : word, Role.class);
    }

    private @Nullable Instant expiry(@Nullable String text) {
        if (text == null) {
            return null;
        }
        var expiry = Request.instant(text)
                .orElseThrow(() -> Problem.unprocessable(
                                "expires_at is " + Request.quoted(text) + ". Allowed: " + Request.TIMES)
                        .thrown());
        if (tokens.isPast(expiry)) {
            throw Problem.unprocessable("expires_at is " + Request.quoted(text) + ". Allowed: a time to come")
                    .thrown();
        }
        return expiry;
    }

    private Answer change(Request request) throws IOException {
        var role = role(request.json(RoleChangeMessage.class).role());
        try {
            var token = known(tokens.change(request.path("name"), role, request.flag("force")), request);
            record(request, token, "given the role " + role.word());
            return Answer.ok(message(token, null));
        } catch (LastAdminException e) {
            throw lastAdmin(request);
        }
    }

    private Answer revoke(Request request) throws IOException {
        try {
            var token = known(tokens.revoke(request.path("name"), request.flag("force")), request);
            record(request, token, "revoked");
            return Answer.ok(message(token, null));
        } catch (LastAdminException e) {
            throw lastAdmin(request);
        }
    }

    private static Problem.Thrown lastAdmin(Request request) {
        return Problem.conflict(
                        "token " + request.path("name") + " is the last one of an admin, and only the socket file"
                                + " would be left to make another; with force (?force=true, --force) it is done all the same")
                .thrown();
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
