package dev.signalbox.api;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// Requests as no well-behaved client would send them.
final class RawHttp {
    private RawHttp() {}

    /// All that is answered until the connection ends.
    static String overSocket(Path socket, String request) throws IOException {
        return exchange(UnixDomainSocketAddress.of(socket), request);
    }

    /// All that is answered until the connection ends.
    static String overNetwork(String address, String request) throws IOException {
        var uri = URI.create(address);
        return exchange(new InetSocketAddress(uri.getHost(), uri.getPort()), request);
    }

    private static String exchange(SocketAddress address, String request) throws IOException {
        try (var channel = SocketChannel.open(address)) {
            var bytes = ByteBuffer.wrap(request.getBytes(StandardCharsets.ISO_8859_1));
            try {
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                // Cut off: that is an answer, too.
                return "";
            }
        }
    }
}
