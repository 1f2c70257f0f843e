package dev.signalbox.service.probe;

import dev.signalbox.access.TrustedCertificates;
import dev.signalbox.service.Probe.Check.Request;
import dev.signalbox.time.SideThread;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// Secures connections, and says in plain words what is wrong with a certificate.
final class Tls {
    private final Request request;
    private final SideThread side;

    /// @param side reads the file of certificates
    Tls(Request request, SideThread side) {
        this.request = request;
        this.side = side;
    }

    /// The machine's own certificates: looked for again if they could not be read, which Java's own default is not.
    private static final class Machine {
        private static volatile @Nullable SSLContext known;

        private Machine() {}

        static SSLContext context() throws GeneralSecurityException {
            var context = known;
            if (context == null) {
                context = Tls.context(null);
                known = context;
            }
            return context;
        }
    }

    /// @param host that must be named in the certificate
    /// @throws IOException if nobody vouches for the other side, with the cure
    Socket secured(Socket plain, String host, int port) throws IOException {
        if (request.insecure() && !plain.getInetAddress().isLoopbackAddress()) {
            throw new UnaskableException("insecure is for this machine only, and " + host + " is another");
        }
        var secured = (SSLSocket) context().getSocketFactory().createSocket(plain, host, port, true);
        if (!request.insecure()) {
            var parameters = secured.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            secured.setSSLParameters(parameters);
        }
        try {
            secured.startHandshake();
        } catch (SSLException e) {
            throw new SSLException(text(e, host), e);
        }
        return secured;
    }

    /// Read anew each time: a development certificate is often made anew.
    private SSLContext context() throws UnaskableException {
        var ca = request.ca();
        try {
            if (ca != null) {
                return trusted(ca);
            }
            return request.insecure() ? context(new TrustManager[] {new Anybody()}) : Machine.context();
        } catch (IOException | GeneralSecurityException e) {
            throw new UnaskableException(e);
        }
    }

    private SSLContext trusted(Path ca) throws IOException {
        try {
            return side.untilInterrupted("reading " + ca, () -> TrustedCertificates.in(ca), _ -> {});
        } catch (InterruptedException _) {
            throw new UnaskableException("reading " + ca + " hangs");
        }
    }

    private static SSLContext context(TrustManager @Nullable [] trust) throws GeneralSecurityException {
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust, null);
        return context;
    }

    /// What is wrong, and what to do about it.
    String text(SSLException problem, String host) {
        for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
            var said = String.valueOf(cause.getMessage());
            switch (cause) {
                case CertificateExpiredException _ -> {
                    return "its certificate has expired (" + said + ")";
                }
                case CertificateNotYetValidException _ -> {
                    return "its certificate is not valid yet (" + said + ")";
                }
                case CertPathBuilderException _ -> {
                    return untrusted();
                }
                case CertPathValidatorException e
                when e.getReason() == BasicReason.INVALID_SIGNATURE -> {
                    return untrusted(); // by somebody of the same name, as one that was made anew has
                }
                case CertificateException _
                when said.startsWith("No ") -> {
                    return "its certificate is for another host than " + host + ": " + said;
                }
                default -> {}
            }
        }
        var said = Problems.text(problem);
        return said.startsWith("Unsupported or unrecognized") ? "no TLS there; http:// asks without" : said;
    }

    private String untrusted() {
        var ca = request.ca();
        return ca == null
                ? "its certificate is signed by nobody whom this machine trusts; ca: FILE.pem in the probe trusts"
                        + " those in a file"
                : "its certificate is signed by nobody in " + ca;
    }

    /// Believes whoever answers.
    private static final class Anybody extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
