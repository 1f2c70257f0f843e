package dev.signalbox.serve;

import dev.signalbox.api.ApiServer;
import dev.signalbox.api.ApiSettings;
import dev.signalbox.api.TokenStore;
import dev.signalbox.engine.local.LocalEngine;
import dev.signalbox.journal.JournalEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/// How an engine is reached by others: through a socket in its state folder, always, and on the network if a port
/// is given.
public final class ApiOptions {
    @Spec(Target.MIXEE)
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            description = "The address to listen on; ${DEFAULT-VALUE} if not given. Others than loopback need TLS.",
            defaultValue = "127.0.0.1")
    @SuppressWarnings("NullAway.Init")
    private String host;

    @Option(names = "--port", description = "The port; 0 for any.")
    private @Nullable Integer port;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "Holds the first token, and is made if it is not there; token in the state folder if not"
                    + " given.")
    private @Nullable Path tokenFile;

    @Option(names = "--tls-cert", paramLabel = "FILE", description = "A certificate with its chain, as PEM.")
    private @Nullable Path certificate;

    @Option(names = "--tls-key", paramLabel = "FILE", description = "The certificate's key, as PEM.")
    private @Nullable Path key;

    @Option(names = "--allow-host", paramLabel = "NAME", description = "A further name by which clients may call.")
    private List<String> names = List.of();

    /// The file that was given for the token, if one was.
    @Nullable
    public Path tokenFile() {
        return tokenFile;
    }

    /// An engine that is reached.
    ///
    /// @param address on the network; `null` for none
    /// @param renewal looks again at the files of the first token and of the certificate
    public record Opened(ApiServer api, @Nullable String address, Path tokenFile, Runnable renewal) {}

    /// Lets others reach `engine`.
    ///
    /// @param otherwise the port that is meant where none is given; `null` for no network
    /// @throws IOException if it cannot be reached
    public Opened open(LocalEngine engine, @Nullable Integer otherwise) throws IOException {
        var network = network(otherwise);
        var root = engine.state().root();
        var first = tokenFile == null ? root.resolve("token") : tokenFile.toAbsolutePath();
        var tokens = TokenStore.open(root.resolve("tokens.json"), first, InstantSource.system());
        record(engine, tokens);
        var api = new ApiServer(engine, tokens);
        try {
            api.listen(engine.socket());
            return new Opened(api, network == null ? null : api.listen(network), first, () -> {
                api.renew();
                record(engine, tokens);
            });
        } catch (IOException | RuntimeException e) {
            api.close();
            throw e;
        }
    }

    private static void record(LocalEngine engine, TokenStore tokens) {
        for (var change : tokens.changes()) {
            var text = "token " + change.token() + " " + change.text();
            engine.record(new JournalEvent(Instant.now(), "", JournalEvent.Kind.TOKEN, change.token(), text));
        }
    }

    /// Looks whether the files that were given are as they should be. Makes nothing.
    ///
    /// @return what is wrong with them, for people
    /// @throws ParameterException if the options do not go together
    public List<String> check() {
        var problems = new ArrayList<String>();
        var network = network(0);
        try {
            if (tokenFile != null) {
                TokenStore.check(tokenFile.toAbsolutePath());
            }
        } catch (IOException e) {
            problems.add(String.valueOf(e.getMessage()));
        }
        try {
            if (network != null) {
                network.check();
            }
        } catch (IOException e) {
            problems.add(String.valueOf(e.getMessage()));
        }
        return problems;
    }

    /// How an engine is reached on the network; `null` if it is not.
    ///
    /// @param otherwise the port that is meant where none is given; `null` for no network
    /// @throws ParameterException if the options do not go together
    @Nullable
    public ApiSettings network(@Nullable Integer otherwise) {
        var chosen = port == null ? otherwise : port;
        if (chosen != null && (chosen < 0 || chosen > 65_535)) {
            throw new ParameterException(spec.commandLine(), "--port is " + chosen + ". Allowed: 0 to 65535");
        }
        if ((certificate == null) != (key == null)) {
            throw new ParameterException(spec.commandLine(), "--tls-cert and --tls-key go together");
        }
        var tls = certificate == null || key == null ? null : new ApiSettings.Certificate(certificate, key);
        return chosen == null ? null : new ApiSettings(host, chosen, tls, Set.copyOf(names));
    }
}
