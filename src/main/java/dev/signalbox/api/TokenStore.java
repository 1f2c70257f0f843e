package dev.signalbox.api;

import dev.signalbox.state.PrivateFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// The tokens that open the API, kept as hashes in a file that its owner alone can read. Safe to use from any
/// thread.
public final class TokenStore {
    /// The name of the token that is made first.
    static final String FIRST = "admin";

    private static final int BYTES = 32;
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Path file;
    private final InstantSource clock;
    private final SecureRandom random;
    private volatile List<Token> tokens;

    private TokenStore(Path file, InstantSource clock, SecureRandom random, List<Token> tokens) {
        this.file = file;
        this.clock = clock;
        this.random = random;
        this.tokens = tokens;
    }

    /// Opens the tokens kept in `file`, and sees to it that the token in `first` opens the API: one is made if
    /// that file is not there.
    ///
    /// @throws IOException with a message for people
    public static TokenStore open(Path file, Path first, InstantSource clock) throws IOException {
        var store = new TokenStore(file, clock, new SecureRandom(), read(file));
        store.admit(first);
        return store;
    }

    private static List<Token> read(Path file) throws IOException {
        if (Files.notExists(file)) {
            return List.of();
        }
        try {
            return List.copyOf(JSON.readValue(Files.readString(file), new TypeReference<List<Token>>() {}));
        } catch (JacksonException e) {
            throw new IOException(file + " does not hold tokens; delete it, and all tokens but the first are gone", e);
        }
    }

    private void admit(Path first) throws IOException {
        if (Files.notExists(first)) {
            var secret = secret();
            PrivateFiles.replaceDurably(first, secret + "\n");
            // An earlier first token is lost with its file.
            keep(with(new Token(freeName(), Role.ADMIN, hash(secret), clock.instant(), null, null)));
            return;
        }
        requirePrivate(first);
        var secret = Files.readString(first).strip();
        if (secret.length() < BYTES) {
            throw new IOException(first + " holds a token of " + secret.length() + " characters. Allowed: at least "
                    + BYTES + "; delete the file to have one made");
        }
        var known = tokens.stream()
                .filter(token -> token.hash().equals(hash(secret)))
                .findFirst();
        if (known.isPresent() && !known.get().isValid(clock.instant())) {
            throw new IOException("the token in " + first + " was revoked or has expired; delete the file to have "
                    + "another one made");
        }
        if (known.isEmpty()) {
            keep(with(new Token(freeName(), Role.ADMIN, hash(secret), clock.instant(), null, null)));
        }
    }

    private static void requirePrivate(Path file) throws IOException {
        var rights = Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS);
        var text = PosixFilePermissions.toString(rights);
        if (!text.endsWith("------")) {
            throw new IOException(
                    file + " can be read by others (" + text + "). Allowed: rw-------; chmod 600 " + file);
        }
    }

    private String freeName() {
        var name = FIRST;
        for (int i = 2; find(name).isPresent(); i++) {
            name = FIRST + "-" + i;
        }
        return name;
    }

    private String secret() {
        var bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return "sbx_" + HexFormat.of().formatHex(bytes);
    }

    private static String hash(String secret) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /// The valid token that `secret` is. Takes as long for one that is nearly right as for any other.
    Optional<Token> authenticate(String secret) {
        var hash = hash(secret).getBytes(StandardCharsets.US_ASCII);
        Token found = null;
        for (var token : tokens) {
            if (MessageDigest.isEqual(hash, token.hash().getBytes(StandardCharsets.US_ASCII))) {
                found = token;
            }
        }
        return Optional.ofNullable(found).filter(token -> token.isValid(clock.instant()));
    }

    /// Whether a token that ends then would have ended.
    boolean isPast(Instant expiry) {
        return !expiry.isAfter(clock.instant());
    }

    List<Token> all() {
        return tokens;
    }

    Optional<Token> find(String name) {
        return tokens.stream().filter(token -> token.name().equals(name)).findFirst();
    }

    /// Makes a token.
    ///
    /// @return the token itself, which is kept nowhere; empty if there is one of that name
    synchronized Optional<String> create(String name, Role role, @Nullable Instant expiresAt) throws IOException {
        if (find(name).isPresent()) {
            return Optional.empty();
        }
        var secret = secret();
        keep(with(new Token(name, role, hash(secret), clock.instant(), expiresAt, null)));
        return Optional.of(secret);
    }

    /// Gives a token another role.
    ///
    /// @return it as it is now; empty if there is none of that name
    Optional<Token> change(String name, Role role) throws IOException {
        return replace(name, token -> token.as(role));
    }

    /// Ends a token for ever.
    ///
    /// @return it as it is now; empty if there is none of that name
    Optional<Token> revoke(String name) throws IOException {
        return replace(name, token -> token.revoked(clock.instant()));
    }

    /// In one step, or a change of the role could undo a revocation.
    private synchronized Optional<Token> replace(String name, UnaryOperator<Token> change) throws IOException {
        if (find(name).isPresent()) {
            keep(tokens.stream()
                    .map(token -> token.name().equals(name) ? change.apply(token) : token)
                    .toList());
        }
        return find(name);
    }

    /// Whether the token of that name opens the API now.
    boolean isValid(String name) {
        return find(name).filter(token -> token.isValid(clock.instant())).isPresent();
    }

    private List<Token> with(Token added) {
        var more = new ArrayList<>(tokens);
        more.add(added);
        return List.copyOf(more);
    }

    private void keep(List<Token> next) throws IOException {
        PrivateFiles.replaceDurably(file, JSON.writeValueAsString(next));
        tokens = next;
    }
}
