package dev.signalbox.api;

import dev.signalbox.time.TimeSource;
import io.helidon.common.configurable.Resource;
import io.helidon.common.pki.Keys;
import io.helidon.common.tls.Tls;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The certificate that the API shows on the network, and its key. Safe to use from any thread.
final class ServerCertificate {
    private static final Logger LOG = LoggerFactory.getLogger(ServerCertificate.class);
    /// How long before its end it is spoken of.
    private static final Duration SOON = Duration.ofDays(14);

    private static final Duration DAY = Duration.ofDays(1);
    private static final int LEAST_RSA = 2_048;
    private static final int LEAST_EC = 256;
    private static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");
    /// Those that encrypt and authenticate in one, by a key that is forgotten.
    private static final List<String> CIPHERS = List.of(
            "TLS_AES_256_GCM_SHA384",
            "TLS_CHACHA20_POLY1305_SHA256",
            "TLS_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");

    private final ApiSettings.Certificate files;
    private final InstantSource clock;
    private final Tls tls;
    private volatile X509Certificate shown;

    private ServerCertificate(ApiSettings.Certificate files, InstantSource clock, Loaded loaded) {
        this.files = files;
        this.clock = clock;
        this.tls = loaded.tls();
        this.shown = loaded.certificate();
    }

    private record Loaded(Tls tls, X509Certificate certificate) {}

    /// Reads it. One that is over is shown all the same, as clients tell more of it than of none.
    ///
    /// @throws IOException if it cannot be used, with a message for people
    static ServerCertificate open(ApiSettings.Certificate files, InstantSource clock) throws IOException {
        var opened = new ServerCertificate(files, clock, load(files));
        opened.warn();
        return opened;
    }

    /// For servers, for as long as they run: what is renewed is shown by them too.
    Tls tls() {
        return tls;
    }

    /// When it is over.
    Instant end() {
        return shown.getNotAfter().toInstant();
    }

    /// Reads the files again.
    ///
    /// @throws IOException if they cannot be used, with a message for people; what was shown is shown on
    void renew() throws IOException {
        var loaded = load(files);
        if (!loaded.certificate().equals(shown)) {
            tls.reload(loaded.tls());
            shown = loaded.certificate();
            LOG.info("the certificate {} was renewed, and is valid until {}", files.chain(), end());
        }
        warn();
    }

    /// Tells each day that its time is over or soon will be.
    void watch(TimeSource time) {
        time.schedule(DAY, () -> {
            warn();
            watch(time);
        });
    }

    /// Tells if its time is over or soon will be.
    void warn() {
        var now = clock.instant();
        var begin = shown.getNotBefore().toInstant();
        if (now.isBefore(begin)) {
            LOG.warn("the certificate {} is valid from {} on: clients refuse it until then", files.chain(), begin);
        } else if (!now.isBefore(end())) {
            LOG.warn("the certificate {} has expired on {}: clients refuse it", files.chain(), end());
        } else if (!now.plus(SOON).isBefore(end())) {
            LOG.warn("the certificate {} expires on {}; SIGHUP takes in another one", files.chain(), end());
        }
    }

    private static Loaded load(ApiSettings.Certificate files) throws IOException {
        if (!Files.isRegularFile(files.chain()) || !Files.isReadable(files.chain())) {
            throw new IOException("the certificate " + files.chain() + " cannot be read");
        }
        var chain = Files.readAllBytes(files.chain());
        var key = SecretFile.read("key", files.key(), true);
        if (new String(key, StandardCharsets.ISO_8859_1).contains("BEGIN EC PRIVATE KEY")) {
            throw new IOException("the key " + files.key() + " is in the form of openssl ecparam. Allowed: PKCS #8;"
                    + " openssl pkcs8 -topk8 -nodes -in " + files.key() + " -out NEW");
        }
        try {
            var keys = Keys.builder()
                    .pem(pem -> pem.key(Resource.create(files.key().toString(), key))
                            .certChain(Resource.create(files.chain().toString(), chain)))
                    .build();
            var certificate = keys.certChain().getFirst();
            check(files, keys.privateKey().orElseThrow(), certificate);
            var tls = Tls.builder()
                    .manager(new StrictTls(PROTOCOLS, CIPHERS))
                    .enabledProtocols(PROTOCOLS)
                    .enabledCipherSuites(CIPHERS)
                    .privateKey(keys)
                    .privateKeyCertChain(keys)
                    .build();
            return new Loaded(tls, certificate);
        } catch (RuntimeException e) {
            throw new IOException(
                    files.chain() + " and " + files.key() + " are no certificate and its key, as PEM: " + rootCause(e),
                    e);
        }
    }

    private static void check(ApiSettings.Certificate files, PrivateKey key, X509Certificate certificate)
            throws IOException {
        if (certificate.getPublicKey() instanceof RSAKey rsa && rsa.getModulus().bitLength() < LEAST_RSA) {
            throw weak(files.chain(), "RSA", rsa.getModulus().bitLength(), LEAST_RSA);
        }
        if (certificate.getPublicKey() instanceof ECKey ec
                && ec.getParams().getOrder().bitLength() < LEAST_EC) {
            throw weak(files.chain(), "EC", ec.getParams().getOrder().bitLength(), LEAST_EC);
        }
        if (!belong(key, certificate)) {
            throw new IOException("the key " + files.key() + " is not that of the certificate " + files.chain()
                    + ". Allowed: the two that were made together");
        }
    }

    private static IOException weak(Path file, String kind, int bits, int least) {
        return new IOException("the certificate " + file + " has an " + kind + " key of " + bits
                + " bits. Allowed: at least " + least);
    }

    /// Whether what the one signs the other knows.
    private static boolean belong(PrivateKey key, X509Certificate certificate) {
        var algorithm = algorithm(key);
        if (algorithm == null) {
            return true; // its clients will tell
        }
        try {
            var text = new byte[32];
            new SecureRandom().nextBytes(text);
            var signing = Signature.getInstance(algorithm);
            signing.initSign(key);
            signing.update(text);
            var signature = signing.sign();
            var verifying = Signature.getInstance(algorithm);
            verifying.initVerify(certificate.getPublicKey());
            verifying.update(text);
            return verifying.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static @Nullable String algorithm(PrivateKey key) {
        return switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            case "EdDSA", "Ed25519", "Ed448" -> "EdDSA";
            default -> null;
        };
    }

    private static String rootCause(Throwable thrown) {
        var cause = thrown;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }
}
