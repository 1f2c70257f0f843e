package dev.signalbox.state;

import dev.signalbox.trust.Trust;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

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

        private HeldException(String message) {
            super(message);
        }

        static HeldException by(String holder) {
            return new HeldException("this workspace is open already, in " + holder);
        }

        static HeldException bySomebody() {
            return new HeldException(
                    "the name by which this workspace's engine is known is taken by somebody who does" + " not answer");
        }
    }

    /// What can be told of an engine from outside.
    public sealed interface Sight {
        /// It runs.
        ///
        /// @param process 0 if that has no number here
        record Lives(long process) implements Sight {}

        record None() implements Sight {}

        /// It could not be asked, or somebody else has its name.
        record Unsaid() implements Sight {}
    }

    private static final String THIS = "this very process";

    /// The locks that this process has. Its locks on a file are the process's: to close any channel on the file
    /// drops them all, so none may be opened beside one that holds one.
    private static final Set<Path> MINE = ConcurrentHashMap.newKeySet();

    /// The one that has a name may just end, or be about to say who it is.
    private static final int TRIES = 20;

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

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
        return take(state, workspace, () -> LockSupport.parkNanos(PAUSE_NANOS));
    }

    /// @param pause between two tries to take a name whose holder does not answer
    static EngineLock take(StateFolder state, Path workspace, Runnable pause) throws IOException {
        var file = state.root().toRealPath().resolve("lock");
        if (!MINE.add(file)) {
            throw HeldException.by(THIS);
        }
        var taken = false;
        try {
            var lock = takeAlone(file);
            try {
                var named = NamedPath.clean(workspace);
                lock.name(EngineNames.ofPath(Trust.ownUser(), named), pause);
                lock.name(EngineNames.ofFile(Trust.ownUser(), named.toRealPath()), pause);
                state.belonging().claim(named);
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
    private void name(String name, Runnable pause) throws IOException {
        for (int i = 1; ; i++) {
            try {
                names.add(KernelName.take(name));
                return;
            } catch (LinuxSockets.NameTakenException e) {
                if (KernelName.holder(name) instanceof KernelName.Holder.Somebody(var process, var user)) {
                    if (user == Trust.ownUser()) {
                        throw HeldException.by(describe(process));
                    }
                    warnings.add("user " + user + " has taken the name by which this engine is seen from other"
                            + " state folders, in process " + process + ", which is no engine of yours");
                    return;
                }
                if (i == TRIES) {
                    if (mayBeOwn(name)) { // it may be an engine
                        throw HeldException.bySomebody();
                    }
                    warnings.add("another user has taken the name by which this engine is seen from other state"
                            + " folders, and answers nobody; it is no engine of yours");
                    return;
                }
                pause.run();
            } catch (IOException e) {
                warnings.add("this engine cannot be seen from other state folders: " + e.getMessage());
                return;
            }
        }
    }

    /// Whether a process of this user has the socket of a name that answers nobody, or that cannot be told. Who
    /// takes a name and never listens would keep out whom it is for. The program must be allowed to look at the
    /// open files of that user's processes, which are those that it can see.
    private static boolean mayBeOwn(String name) {
        try {
            var links = OpenSockets.named(Set.of(name));
            return links.isEmpty() // it has just been given up, or taken
                    || OpenSockets.holder(Trust.ownUser(), links).isPresent();
        } catch (IOException e) {
            return true;
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
            names.add(KernelName.take(EngineNames.ofId(Trust.ownUser(), id)));
        } catch (IOException e) {
            warnings.add("who finds a process of this engine cannot see that it lives: " + e.getMessage());
        }
    }

    /// The engine of a state folder, as far as it can be seen.
    ///
    /// @param id of the folder
    /// @param user whose engine it would be; of another one nobody is believed
    public static Sight engineOf(String id, long user) {
        return switch (KernelName.holder(EngineNames.ofId(user, id))) {
            case KernelName.Holder.Somebody(var process, var holder) when holder == user -> new Sight.Lives(process);
            case KernelName.Holder.Nobody() -> new Sight.None();
            case KernelName.Holder.Somebody _, KernelName.Holder.Unknown _ -> new Sight.Unsaid();
        };
    }

    /// What keeps others from seeing this engine, for people; empty if nothing does.
    public List<String> warnings() {
        return List.copyOf(warnings);
    }

    private static EngineLock takeAlone(Path file) throws IOException {
        var channel = FileChannel.open(
                file,
                Set.of(
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        LinkOption.NOFOLLOW_LINKS),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            if (channel.tryLock() == null) {
                throw HeldException.by(holder(file));
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
