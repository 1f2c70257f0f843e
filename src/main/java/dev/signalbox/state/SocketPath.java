package dev.signalbox.state;

import java.io.Closeable;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// A path by which a socket's file can be made, connected to and deleted, however deep its folder is: the address
/// that the kernel takes has room for few bytes. A longer one begins in the folder as this process has it open.
///
/// @param path good until this is closed
/// @param folder that is open for it; `null` if it needs none
public record SocketPath(Path path, @Nullable FileChannel folder) implements Closeable {
    private static final Path OPEN_FILES = Path.of("/proc/self/fd");
    private static final int MOST_BYTES = 107;

    /// A path to `socket`.
    ///
    /// @throws IOException if its folder cannot be opened
    public static SocketPath of(Path socket) throws IOException {
        if (socket.toString().getBytes(StandardCharsets.UTF_8).length <= MOST_BYTES) {
            return new SocketPath(socket, null);
        }
        var folder = FileChannel.open(socket.resolveSibling(""), StandardOpenOption.READ);
        try {
            return new SocketPath(opened(socket.resolveSibling("")).resolve(socket.getFileName()), folder);
        } catch (IOException | RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    /// A connection to `socket`.
    ///
    /// @throws IOException if nobody listens there
    public static SocketChannel connect(Path socket) throws IOException {
        try (var reached = of(socket)) {
            return SocketChannel.open(UnixDomainSocketAddress.of(reached.path()));
        }
    }

    /// By which of this process's open files a folder can be reached. Java does not tell their numbers.
    private static Path opened(Path folder) throws IOException {
        try (var files = Files.newDirectoryStream(OPEN_FILES)) {
            for (var file : files) {
                if (Files.isSameFile(file, folder)) {
                    return file;
                }
            }
            throw new IOException(folder + " cannot be reached by a shorter path");
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    @Override
    public void close() throws IOException {
        if (folder != null) {
            folder.close();
        }
    }
}
