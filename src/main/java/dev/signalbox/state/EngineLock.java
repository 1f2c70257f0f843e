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
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The right to run a workspace's services, which one engine at a time has. The kernel takes it back when the
/// program ends, however it ends; the file itself stays and says who had it last.
///
/// The lock is on a file in the state folder, which may be deleted or be another one. So beside it stand names that
/// the kernel knows, see [KernelName]: of the workspace file's path as it was named and of its real path at the
/// opening, each with the user, so that one user has one engine on a file; and one of the folder's id, by which
/// others find out whether its engine lives. They are told by hashes.
public final class EngineLock implements AutoCloseable {

    /// Somebody else has the lock.
    public static final class HeldException extends IOException {
        private static final long serialVersionUID = 1L;

        HeldException(String holder) {
            super("this workspace is open already, in " + holder);
        }
    }

    private static final String THIS = "this very process";

    /// The locks that this process has. Its locks on a file are the process's: to close any channel on the file
    /// drops them all, so none may be opened beside one that holds one.
    private static final Set<Path> MINE = ConcurrentHashMap.newKeySet();

    /// The one that has a name may just end.
    private static final int TRIES = 3;

    private final Path file;
    private final FileChannel channel;
    private final List<KernelName> names = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    private EngineLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /// Takes the lock of `state`, and makes that the folder of `workspace`.
    ///
    /// @param workspace the absolute path of the workspace's file, as it was named
    /// @throws HeldException if another engine has it, or runs on the same file, naming that
    public static EngineLock take(StateFolder state, Path workspace) throws IOException {
        var file = state.root().toRealPath().resolve("lock");
        if (!MINE.add(file)) {
            throw new HeldException(THIS);
        }
        var taken = false;
        try {
            var lock = takeAlone(file);
            try {
                var named = NamedPath.clean(workspace);
                lock.name(EngineNames.ofPath(LinuxSockets.user(), named));
                lock.name(EngineNames.ofFile(LinuxSockets.user(), named.toRealPath()));
                state.claim(named);
                lock.tell(state.identity().id());
                taken = true;
                return lock;
            } finally {
                if (!taken) {
                    lock.close();
                }
            }
        } finally {
            if (!taken) {
                MINE.remove(file);
            }
        }
    }

    /// Takes a name that only one engine of this user may have.
    private void name(String name) throws IOException {
        for (int i = 1; ; i++) {
            try {
                names.add(KernelName.take(name));
                return;
            } catch (IOException e) {
                var holder = KernelName.holder(name);
                if (holder != null && holder.user() == LinuxSockets.user()) {
                    throw new HeldException(describe(holder.process()));
                }
                if (holder != null || i == TRIES) {
                    warnings.add(
                            holder == null
                                    ? "this engine cannot be seen from other state folders: " + e.getMessage()
                                    : "user " + holder.user()
                                            + " has taken the name by which this engine is seen from other"
                                            + " state folders, in process " + holder.process()
                                            + ", which is no engine of yours");
                    return;
                }
            }
        }
    }

    private static String describe(long process) {
        if (process == ProcessHandle.current().pid()) {
            return THIS;
        }
        return process == 0 ? "another process" : "process " + process;
    }

    /// Lets others see that the engine of this id lives.
    private void tell(String id) {
        try {
            names.add(KernelName.take(EngineNames.ofId(LinuxSockets.user(), id)));
        } catch (IOException e) {
            warnings.add("who finds a process of this engine cannot see that it lives: " + e.getMessage());
        }
    }

    /// The engine of a state folder, as far as it can be seen.
    ///
    /// @param id of the folder
    /// @param user whose engine it would be; of another one nobody is believed
    /// @return its process, 0 if that has no number here; empty if none can be seen
    public static OptionalLong engineOf(String id, long user) {
        var holder = KernelName.holder(EngineNames.ofId(user, id));
        return holder == null || holder.user() != user ? OptionalLong.empty() : OptionalLong.of(holder.process());
    }

    /// The user that this program runs as, by number.
    public static long user() {
        return LinuxSockets.user();
    }

    /// What keeps others from seeing this engine, for people; empty if nothing does.
    public List<String> warnings() {
        return List.copyOf(warnings);
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
            try {
                for (var name : names) {
                    name.close();
                }
            } finally {
                channel.close();
                MINE.remove(file);
            }
        }
    }
}
