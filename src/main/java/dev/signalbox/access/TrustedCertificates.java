package dev.signalbox.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// The certificates of a file, as of an authority of one's own, or of one engine that has signed its own.
public final class TrustedCertificates {
    private TrustedCertificates() {}

    /// Trusts them, and no others.
    ///
    /// @param file one or more certificates, as PEM
    /// @throws IOException if it holds none, with a message for people
    public static SSLContext in(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            var certificates = CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (certificates.isEmpty()) {
                throw new IOException(file + " holds no certificate. Allowed: certificates, as PEM");
            }
            var trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            for (var certificate : certificates) {
                trusted.setCertificateEntry("certificate " + trusted.size(), certificate);
            }
            var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(trusted);
            var context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (NoSuchFileException e) {
            throw new IOException("there is no file " + file, e);
        } catch (GeneralSecurityException e) {
            throw new IOException(file + " holds something else than certificates. Allowed: certificates, as PEM", e);
        }
    }
}
