package dev.signalbox.state;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The right to run a workspace's services, which one engine at a time has. The kernel takes it back when the
/// program ends, however it ends; the file itself stays and says who had it last.
public final class EngineLock implements AutoCloseable {

    /// Somebody else has the lock.
    public static final class HeldException extends IOException {
        private static final long serialVersionUID = 1L;

        HeldException(String holder) {
            super("this workspace is open already, in " + holder);
        }
    }

    /// The locks that this process has. Its locks on a file are the process's: to close any channel on the file
    /// drops them all, so none may be opened beside one that holds one.
    private static final Set<Path> MINE = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private EngineLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /// Takes the lock of `state`.
    ///
    /// @throws HeldException if another engine has it, naming that
    public static EngineLock take(StateFolder state) throws IOException {
        var file = state.root().toRealPath().resolve("lock");
        if (!MINE.add(file)) {
            throw new HeldException("this very process");
        }
        var taken = false;
        try {
            var lock = takeAlone(file);
            taken = true;
            return lock;
        } finally {
            if (!taken) {
                MINE.remove(file);
            }
        }
    }

    private static EngineLock takeAlone(Path file) throws IOException {
        var channel = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            if (channel.tryLock() == null) {
                throw new HeldException(holder(file));
            }
            var me = "process " + ProcessHandle.current().pid() + ", since "
                    + Instant.now().truncatedTo(ChronoUnit.SECONDS);
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(me.getBytes(StandardCharsets.UTF_8)));
            return new EngineLock(file, channel);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static String holder(Path file) {
        try {
            var text = Files.readString(file).strip();
            return text.isEmpty() ? "another process" : text;
        } catch (IOException e) {
            return "another process";
        }
    }

    @Override
    public synchronized void close() throws IOException {
        if (channel.isOpen()) {
            channel.close();
            MINE.remove(file);
        }
    }
}
