package dev.signalbox.api;

import io.helidon.common.tls.ConfiguredTlsManager;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.security.SecureRandom;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/// Speaks no other versions of TLS and no other ciphers than those that are named. The library itself sees to that for
/// channels only, and forgets it for sockets.
final class StrictTls extends ConfiguredTlsManager {
    private final List<String> protocols;
    private final List<String> ciphers;

    StrictTls(List<String> protocols, List<String> ciphers) {
        super("strict", "signalbox");
        this.protocols = List.copyOf(protocols);
        this.ciphers = List.copyOf(ciphers);
    }

    @Override
    public SSLContext sslContext() {
        var context = super.sslContext();
        return new Strict(new Spi(context, new Factory(context.getSocketFactory())), context);
    }

    private <S extends Socket> S strict(S socket) {
        if (socket instanceof SSLSocket tls) {
            tls.setEnabledProtocols(protocols.toArray(String[]::new));
            tls.setEnabledCipherSuites(ciphers.toArray(String[]::new));
        }
        return socket;
    }

    private SSLEngine strict(SSLEngine engine) {
        engine.setEnabledProtocols(protocols.toArray(String[]::new));
        engine.setEnabledCipherSuites(ciphers.toArray(String[]::new));
        return engine;
    }

    private static final class Strict extends SSLContext {
        Strict(SSLContextSpi spi, SSLContext context) {
            super(spi, context.getProvider(), context.getProtocol());
        }
    }

    private final class Spi extends SSLContextSpi {
        private final SSLContext context;
        private final SSLSocketFactory sockets;

        Spi(SSLContext context, SSLSocketFactory sockets) {
            this.context = context;
            this.sockets = sockets;
        }

        @Override
        protected void engineInit(
                KeyManager @Nullable [] keys, TrustManager @Nullable [] trust, @Nullable SecureRandom random) {
            throw new IllegalStateException("it is ready");
        }

        @Override
        protected SSLSocketFactory engineGetSocketFactory() {
            return sockets;
        }

        @Override
        protected SSLServerSocketFactory engineGetServerSocketFactory() {
            return context.getServerSocketFactory(); // asked for, but connections are accepted before TLS begins
        }

        @Override
        protected SSLEngine engineCreateSSLEngine() {
            return strict(context.createSSLEngine());
        }

        @Override
        protected SSLEngine engineCreateSSLEngine(String host, int port) {
            return strict(context.createSSLEngine(host, port));
        }

        @Override
        protected SSLSessionContext engineGetServerSessionContext() {
            return context.getServerSessionContext();
        }

        @Override
        protected SSLSessionContext engineGetClientSessionContext() {
            return context.getClientSessionContext();
        }
    }

    private final class Factory extends SSLSocketFactory {
        private final SSLSocketFactory plain;

        Factory(SSLSocketFactory plain) {
            this.plain = plain;
        }

        @Override
        public String[] getDefaultCipherSuites() {
            return ciphers.toArray(String[]::new);
        }

        @Override
        public String[] getSupportedCipherSuites() {
            return ciphers.toArray(String[]::new);
        }

        @Override
        public Socket createSocket(Socket socket, @Nullable InputStream consumed, boolean autoClose)
                throws IOException {
            return strict(plain.createSocket(socket, consumed, autoClose));
        }

        @Override
        public Socket createSocket(Socket socket, String host, int port, boolean autoClose) throws IOException {
            return strict(plain.createSocket(socket, host, port, autoClose));
        }

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            return strict(plain.createSocket(host, port));
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress here, int herePort) throws IOException {
            return strict(plain.createSocket(host, port, here, herePort));
        }

        @Override
        public Socket createSocket(InetAddress host, int port) throws IOException {
            return strict(plain.createSocket(host, port));
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress here, int herePort) throws IOException {
            return strict(plain.createSocket(host, port, here, herePort));
        }
    }
}
