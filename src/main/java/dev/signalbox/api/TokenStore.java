package dev.signalbox.api;

import dev.signalbox.state.PrivateFiles;
import dev.signalbox.text.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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

    private static final Logger LOG = LoggerFactory.getLogger(TokenStore.class);
    /// Of what nobody guesses there are more.
    private static final int LEAST_KINDS = 8;

    private final Path file;
    private final Path first;
    private final InstantSource clock;
    private final SecureRandom random;
    private final List<Change> changes = new ArrayList<>();
    private volatile List<Token> tokens;

    private TokenStore(Path file, Path first, InstantSource clock, SecureRandom random, List<Token> tokens) {
        this.file = file;
        this.first = first;
        this.clock = clock;
        this.random = random;
        this.tokens = tokens;
    }

    /// What became of a token because of the file of the first one.
    ///
    /// @param text for people
    public record Change(String token, String text) {}

    /// It is the last one by which tokens can be managed over the network.
    static final class LastAdminException extends Exception {
        private static final long serialVersionUID = 1L;
    }

    /// Opens the tokens kept in `file`, and sees to it that the token in `first` opens the API: one is made if
    /// that file is not there. The token that an earlier file has made, or the same with something else in it, is
    /// revoked. An admin's token that no file holds is told of in the log.
    ///
    /// @throws IOException with a message for people
    public static TokenStore open(Path file, Path first, InstantSource clock) throws IOException {
        var store = new TokenStore(file, first, clock, new SecureRandom(), read(file));
        store.renew();
        var loose = store.tokens.stream()
                .filter(token -> token.isAdmin(clock.instant()) && token.file() == null)
                .map(Token::name)
                .toList();
        if (!loose.isEmpty()) {
            LOG.warn(
                    "tokens of admins that are in no file of this engine's: {}; signalbox token revoke NAME ends one",
                    String.join(", ", loose));
        }
        return store;
    }

    /// Looks again at the first token's file.
    ///
    /// @throws IOException with a message for people; nothing was changed then
    public synchronized void renew() throws IOException {
        var path = first.toString();
        if (Files.notExists(first)) {
            PrivateFiles.replaceDurably(first, secret() + "\n");
        }
        var hash = Sha256.of(secret(first));
        var now = clock.instant();
        var known = tokens.stream()
                .filter(token -> token.hash().equals(hash))
                .findFirst()
                .orElseGet(() -> new Token(freeName(), Role.ADMIN, hash, now, null).heldBy(path));
        if (known.isExpired(now) || (known.file() == null && !known.isValid(now))) {
            throw new IOException("the token in " + first + " was revoked or has expired; delete the file to have "
                    + "another one made");
        }
        if (!path.equals(known.file())
                || known.revokedAt() != null
                || find(known.name()).isEmpty()) {
            take(known.heldBy(path));
        }
    }

    /// Makes it the first one, in the place of any other.
    private void take(Token taken) throws IOException {
        var now = clock.instant();
        var next = new ArrayList<Token>();
        var told = new ArrayList<Change>();
        for (var token : tokens) {
            if (token.name().equals(taken.name())) {
                next.add(taken);
                if (token.revokedAt() != null) {
                    told.add(new Change(token.name(), "was let in again, as " + first + " holds it"));
                }
            } else if (token.file() != null && token.revokedAt() == null) {
                next.add(token.replaced(now));
                told.add(new Change(
                        token.name(),
                        "was revoked, as the first token is another one now, " + taken.name() + ", in " + first));
            } else {
                next.add(token);
            }
        }
        if (find(taken.name()).isEmpty()) {
            next.add(taken);
            told.add(new Change(taken.name(), "is the first one, in " + first));
        }
        keep(List.copyOf(next));
        changes.addAll(told);
    }

    /// What the first token's file has changed since the last time this was asked for.
    public synchronized List<Change> changes() {
        var told = List.copyOf(changes);
        changes.clear();
        return told;
    }

    /// Looks whether a first token's file is as it should be. One that is not there is.
    ///
    /// @throws IOException if it is not, with a message for people
    public static void check(Path first) throws IOException {
        if (!Files.notExists(first)) {
            var _ = secret(first);
        }
    }

    private static String secret(Path first) throws IOException {
        var secret = new String(SecretFile.read("token", first, false), StandardCharsets.UTF_8).strip();
        requireStrong(first, secret);
        return secret;
    }

    private static void requireStrong(Path first, String secret) throws IOException {
        var weak = secret.length() < BYTES
                ? "a token of " + secret.length() + " characters"
                : secret.chars().distinct().count() < LEAST_KINDS
                                || (secret + secret).indexOf(secret, 1) < secret.length()
                        ? "a token that can be guessed, as it repeats itself"
                        : "";
        if (!weak.isEmpty()) {
            throw new IOException(first + " holds " + weak + ". Allowed: at least " + BYTES
                    + " characters by chance; delete the file to have them made");
        }
    }

    private static List<Token> read(Path file) throws IOException {
        if (Files.notExists(file)) {
            return List.of();
        }
        try {
            try (var in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
                return List.copyOf(JSON.readValue(in, new TypeReference<List<Token>>() {}));
            }
        } catch (JacksonException e) {
            throw new IOException(file + " does not hold tokens; delete it, and all tokens but the first are gone", e);
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

    /// The valid token that `secret` is. Takes as long for one that is nearly right as for any other.
    Optional<Token> authenticate(String secret) {
        var hash = Sha256.of(secret).getBytes(StandardCharsets.US_ASCII);
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
        keep(with(new Token(name, role, Sha256.of(secret), clock.instant(), expiresAt)));
        return Optional.of(secret);
    }

    /// Gives a token another role.
    ///
    /// @param force also if nobody is left then who manages tokens over the network
    /// @return it as it is now; empty if there is none of that name
    Optional<Token> change(String name, Role role, boolean force) throws IOException, LastAdminException {
        return replace(name, token -> token.as(role), force);
    }

    /// Ends a token for ever.
    ///
    /// @param force also if nobody is left then who manages tokens over the network
    /// @return it as it is now; empty if there is none of that name
    Optional<Token> revoke(String name, boolean force) throws IOException, LastAdminException {
        return replace(name, token -> token.revoked(clock.instant()), force);
    }

    /// In one step, or a change of the role could undo a revocation.
    private synchronized Optional<Token> replace(String name, UnaryOperator<Token> change, boolean force)
            throws IOException, LastAdminException {
        if (find(name).isPresent()) {
            var next = tokens.stream()
                    .map(token -> token.name().equals(name) ? change.apply(token) : token)
                    .toList();
            if (!force && hasAdmin(tokens) && !hasAdmin(next)) {
                throw new LastAdminException();
            }
            keep(next);
        }
        return find(name);
    }

    private boolean hasAdmin(List<Token> some) {
        var now = clock.instant();
        return some.stream().anyMatch(token -> token.isAdmin(now));
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
