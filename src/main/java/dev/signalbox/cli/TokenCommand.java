package dev.signalbox.cli;

import java.util.LinkedHashMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `signalbox token`: who may use the API on the network.
@Command(
        name = "token",
        mixinStandardHelpOptions = true,
        description = "List, make and revoke tokens.",
        subcommands = {TokenCommand.ListTokens.class, TokenCommand.Create.class, TokenCommand.Revoke.class})
public final class TokenCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "one of list, create and revoke is missing");
    }

    /// `signalbox token list`.
    @Command(name = "list", mixinStandardHelpOptions = true, description = "List tokens, without their secrets.")
    static final class ListTokens extends EngineCommand {
        @Override
        int run(Engine engine) {
            var tokens = engine.get("/tokens");
            if (isJson()) {
                print(tokens);
                return ExitCode.SUCCEEDED;
            }
            var table = new Table(-1, "NAME", "ROLE", "CREATED", "EXPIRES", "REVOKED", "FILE");
            for (var token : tokens) {
                table.add(
                        Words.text(token, "name"),
                        Words.text(token, "role"),
                        Words.time(token, "created_at"),
                        Words.orDash(Words.time(token, "expires_at")),
                        Words.orDash(Words.time(token, "revoked_at")),
                        Words.orDash(Words.text(token, "file")));
            }
            table.print(out(), false);
            return ExitCode.SUCCEEDED;
        }
    }

    /// `signalbox token create`.
    @Command(name = "create", mixinStandardHelpOptions = true, description = "Make a token and print it, this once.")
    static final class Create extends EngineCommand {
        @Parameters(paramLabel = "NAME", description = "Who it is for; operations carry this name.")
        @SuppressWarnings("NullAway.Init")
        private String name;

        @Option(
                names = "--role",
                paramLabel = "ROLE",
                description = "read, operate or admin; ${DEFAULT-VALUE} if not given.",
                defaultValue = "operate")
        @SuppressWarnings("NullAway.Init")
        private String role;

        @Option(
                names = "--expires",
                paramLabel = "TIME",
                description = "Such as 2026-12-31T00:00:00Z; never if not given.",
                defaultValue = "")
        @SuppressWarnings("NullAway.Init")
        private String expires;

        @Override
        int run(Engine engine) {
            var wish = new LinkedHashMap<String, String>();
            wish.put("name", name);
            wish.put("role", role);
            if (!expires.isEmpty()) {
                wish.put("expires_at", expires);
            }
            var token = engine.post("/tokens", Node.of(wish).toString());
            if (isJson()) {
                print(token);
            } else {
                out().println(Words.text(token, "token"));
                out().flush();
            }
            return ExitCode.SUCCEEDED;
        }
    }

    /// `signalbox token revoke`.
    @Command(name = "revoke", mixinStandardHelpOptions = true, description = "Revoke a token at once, for ever.")
    static final class Revoke extends EngineCommand {
        @Parameters(paramLabel = "NAME", description = "Its name.")
        @SuppressWarnings("NullAway.Init")
        private String name;

        @Option(names = "--force", description = "Also if no token of an admin is left then.")
        private boolean force;

        @Override
        int run(Engine engine) {
            var token = engine.delete("/tokens/" + Engine.encoded(name) + (force ? "?force=true" : ""));
            if (isJson()) {
                print(token);
            } else {
                out().println(name + ": revoked");
                out().flush();
            }
            return ExitCode.SUCCEEDED;
        }
    }
}
