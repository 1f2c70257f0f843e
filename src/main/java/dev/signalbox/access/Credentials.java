package dev.signalbox.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// What a client brings to an engine on the network: its token, and whom it trusts. A file that was named comes
/// before what the environment says.
public final class Credentials {
    private Credentials() {}

    /// The token; empty if there is none.
    ///
    /// @throws IOException if its file cannot be read, with a message for people
    public static String token(@Nullable Path named, Map<String, String> environment) throws IOException {
        var file = file(named, "SIGNALBOX_TOKEN_FILE", environment);
        if (file == null) {
            return environment.getOrDefault("SIGNALBOX_TOKEN", "").strip();
        }
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new IOException("the token in " + file + " cannot be read", e);
        }
    }

    /// The certificates that are trusted; `null` for those that Java trusts.
    ///
    /// @throws IOException if their file cannot be read, with a message for people
    public static @Nullable SSLContext trust(@Nullable Path named, Map<String, String> environment) throws IOException {
        var file = file(named, "SIGNALBOX_CA", environment);
        return file == null ? null : TrustedCertificates.in(file);
    }

    private static @Nullable Path file(@Nullable Path named, String variable, Map<String, String> environment) {
        var text = environment.getOrDefault(variable, "");
        return named != null || text.isEmpty() ? named : Path.of(text);
    }
}
