package dev.signalbox;

import dev.signalbox.state.StateFolder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;

/// The right to run a workspace's services, which one engine at a time has. The kernel takes it back when the
/// program ends, however it ends; the file itself stays and says who had it last.
final class EngineLock implements AutoCloseable {

    /// Somebody else has the lock.
    static final class HeldException extends IOException {
        private static final long serialVersionUID = 1L;

        HeldException(String holder) {
            super("this workspace is open already, in " + holder);
        }
    }

    private final FileChannel channel;

    private EngineLock(FileChannel channel) {
        this.channel = channel;
    }

    /// Takes the lock of `state`.
    ///
    /// @throws HeldException if another engine has it, naming that
    static EngineLock take(StateFolder state) throws IOException {
        var file = state.root().resolve("lock");
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
            return new EngineLock(channel);
        } catch (OverlappingFileLockException e) {
            channel.close();
            throw new HeldException("this very process");
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
    public void close() throws IOException {
        channel.close();
    }
}
