package dev.signalbox;

import dev.signalbox.access.Credentials;
import dev.signalbox.engine.remote.RemoteEngine;
import dev.signalbox.time.TimeSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/// Which engine elsewhere is shown, if one is.
final class ConnectOptions {
    @Spec(Target.MIXEE)
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--connect",
            paramLabel = "URL",
            description = "Show the engine at this address instead, with the token in --token-file; on another machine"
                    + " by https://, or by http:// through an SSH tunnel. Token also: SIGNALBOX_TOKEN_FILE,"
                    + " SIGNALBOX_TOKEN.")
    private @Nullable URI address;

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description = "Trust the certificates in this file, as PEM, and no others, with --connect. Or:"
                    + " SIGNALBOX_CA.")
    private @Nullable Path authority;

    /// Whether an engine elsewhere is meant.
    boolean isGiven() {
        if (address == null && authority != null) {
            throw new ParameterException(spec.commandLine(), "--ca goes with --connect");
        }
        return address != null;
    }

    /// Connects to it.
    ///
    /// @param tokenFile `null` if none was given
    /// @throws ParameterException if the address is none
    /// @throws IOException if it cannot be reached, with a message for people
    RemoteEngine open(@Nullable Path tokenFile, Map<String, String> environment, TimeSource time) throws IOException {
        var checked = checked();
        try {
            return RemoteEngine.connect(
                    checked,
                    Credentials.token(tokenFile, environment),
                    Credentials.trust(authority, environment),
                    time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private URI checked() {
        var uri = address == null ? URI.create("") : address;
        var scheme = String.valueOf(uri.getScheme());
        var plain = uri.getRawUserInfo() == null
                && uri.getRawQuery() == null
                && uri.getRawFragment() == null
                && (String.valueOf(uri.getRawPath()).isEmpty()
                        || uri.getRawPath().equals("/"));
        if (uri.getHost() == null || !plain || !(scheme.equals("http") || scheme.equals("https"))) {
            throw wrong(uri + ". Allowed: https://HOST:PORT, or http://127.0.0.1:PORT");
        }
        if (scheme.equals("http") && !isLoopback(uri.getHost())) {
            throw wrong(uri + ", and would send the token for all to read. Allowed: https://, or http:// on loopback,"
                    + " as through an SSH tunnel");
        }
        return URI.create(scheme + "://" + uri.getRawAuthority());
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private ParameterException wrong(String found) {
        return new ParameterException(spec.commandLine(), "--connect is " + found);
    }
}
