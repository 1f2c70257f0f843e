package dev.signalbox.cli;

import dev.signalbox.access.Credentials;
import dev.signalbox.state.NamedPath;
import dev.signalbox.state.RunningEngine;
import dev.signalbox.state.SocketPath;
import dev.signalbox.state.StateFolder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which engine is asked.
final class EngineOptions {
    private static final Path HERE = Path.of("signalbox.yaml");

    @Option(
            names = {"-w", "--workspace"},
            paramLabel = "FILE",
            description = "Ask the engine of this workspace; if not given, that of signalbox.yaml here, or the only one"
                    + " that runs.")
    private @Nullable Path workspace;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "Ask the engine at this address, with a token. Or: SIGNALBOX_URL.")
    private @Nullable URI url;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "Holds the token for --url. Or: SIGNALBOX_TOKEN_FILE, SIGNALBOX_TOKEN.")
    private @Nullable Path tokenFile;

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description = "Trust the certificates in this file, as PEM, and no others, with --url. Or: SIGNALBOX_CA.")
    private @Nullable Path authority;

    /// Looks for the engine.
    ///
    /// @throws CommandException if there is none, or more than one
    Engine find(Map<String, String> environment) {
        if (url != null && workspace != null) {
            throw new CommandException(ExitCode.USAGE, "--url and --workspace: only one engine can be asked");
        }
        try {
            var address = url == null && workspace == null ? address(environment) : url;
            if (address == null && (tokenFile != null || authority != null)) {
                throw new CommandException(
                        ExitCode.USAGE,
                        (tokenFile == null ? "--ca" : "--token-file")
                                + " goes with --url; a socket file needs neither");
            }
            return new Engine(
                    address == null
                            ? new Endpoint.SocketFile(socket(environment))
                            : network(requireHttp(address), environment));
        } catch (IOException e) {
            throw new CommandException(ExitCode.NO_ENGINE, String.valueOf(e.getMessage()));
        }
    }

    private Endpoint network(URI address, Map<String, String> environment) throws IOException {
        String token;
        @Nullable SSLContext trust;
        try {
            token = Credentials.token(tokenFile, environment);
            trust = Credentials.trust(authority, environment);
        } catch (IOException e) {
            throw new CommandException(ExitCode.USAGE, String.valueOf(e.getMessage()));
        }
        // A token is not shown to everybody on the way.
        if (address.getScheme().equals("http")
                && !token.isEmpty()
                && !InetAddress.getByName(address.getHost()).isLoopbackAddress()) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "the token would be readable on the way to " + address + "; use https, or a tunnel to loopback");
        }
        return new Endpoint.Network(address, token, trust);
    }

    private static @Nullable URI address(Map<String, String> environment) {
        var text = environment.getOrDefault("SIGNALBOX_URL", "");
        try {
            return text.isEmpty() ? null : URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new CommandException(ExitCode.USAGE, "SIGNALBOX_URL is \"" + text + "\". Allowed: a URL");
        }
    }

    private static URI requireHttp(URI uri) {
        var scheme = String.valueOf(uri.getScheme());
        if (uri.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
            throw new CommandException(
                    ExitCode.USAGE, "the address is " + uri + ". Allowed: http://HOST:PORT or https://HOST:PORT");
        }
        return uri;
    }

    private Path socket(Map<String, String> environment) throws IOException {
        var chosen = workspace == null && PathArgument.isHere(HERE) ? HERE : workspace;
        if (chosen == null) {
            return only(environment);
        }
        if (!Files.exists(chosen)) {
            // Its engine may run all the same.
            var gone = StateFolder.ofGone(NamedPath.of(chosen, environment), environment);
            if (gone.isPresent() && answers(gone.get())) {
                return gone.get().socket();
            }
            throw new CommandException(ExitCode.USAGE, "there is no workspace " + chosen);
        }
        var state = StateFolder.existing(chosen, environment).orElse(null);
        if (state != null && answers(state)) {
            return state.socket();
        }
        throw new CommandException(ExitCode.NO_ENGINE, whyNot(chosen, state, environment));
    }

    /// Why the engine of a workspace does not answer. It may run all the same.
    private static String whyNot(Path chosen, @Nullable StateFolder state, Map<String, String> environment)
            throws IOException {
        var engine = RunningEngine.on(NamedPath.of(chosen, environment));
        if (engine.isEmpty()) {
            return "no engine runs on " + chosen + "; signalbox opens it in a window, signalbox serve without";
        }
        var runs = "an engine runs on " + chosen + " (process " + engine.getAsLong() + "), but ";
        if (state == null || !RunningEngine.isOver(state, engine.getAsLong())) {
            return runs + "not over a state folder of this environment; XDG_STATE_HOME may be another there";
        }
        var socket = state.socket();
        return runs + "its socket " + socket + (Files.exists(socket) ? " does not answer" : " is not there")
                + ": it has just begun, or the socket was deleted; --url asks it over the network, and a new start of the"
                + " engine makes the socket anew";
    }

    private static Path only(Map<String, String> environment) throws IOException {
        var running = new ArrayList<StateFolder>();
        for (var folder : StateFolder.all(environment)) {
            if (answers(folder)) {
                running.add(folder);
            }
        }
        return switch (running.size()) {
            case 0 -> throw new CommandException(ExitCode.NO_ENGINE, "no engine runs; signalbox serve begins one");
            case 1 -> running.getFirst().socket();
            default ->
                throw new CommandException(
                        ExitCode.USAGE, "several engines run; --workspace says which is meant: " + names(running));
        };
    }

    private static String names(List<StateFolder> folders) {
        return folders.stream().map(StateFolder::key).collect(Collectors.joining(", "));
    }

    /// @throws IOException if it could be somebody else who does
    private static boolean answers(StateFolder state) throws IOException {
        var socket = state.socket();
        if (!Files.exists(socket)) {
            return false;
        }
        state.requireOwnEngine();
        try (var channel = SocketPath.connect(socket)) {
            return channel.isConnected();
        } catch (IOException e) {
            // Left behind by an engine that was killed.
            return false;
        }
    }
}
