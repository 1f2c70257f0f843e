package dev.signalbox.driver.process;

import dev.signalbox.state.StateFolder;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// The system's processes: all of this driver that is different from system to system. Safe to use from any
/// thread.
interface ProcessTable {
    /// The variable that tells which run a process belongs to.
    String COOKIE = "SIGNALBOX_RUN";
    /// The variable that tells over which state folder a process was started.
    String STATE = "SIGNALBOX_STATE";

    /// All processes that can be seen, zombies among them, in a look that begins after this call. Those who call
    /// at about the same time may be given the same one.
    ///
    /// @throws UnseenException if they cannot be looked at now
    List<Seen> look();

    /// The process that has this pid now, or `null` if there is none.
    @Nullable
    ProcessInfo find(long pid);

    /// The same with its cookie.
    default @Nullable Seen see(long pid) {
        var info = find(pid);
        if (info == null) {
            return null;
        }
        try {
            return new Seen(info, info.isAlive() ? cookie(pid) : "");
        } catch (IOException e) {
            return new Seen(info, null);
        }
    }

    /// The cookie of a process, empty if it has none.
    ///
    /// @throws IOException if its environment may not be read
    String cookie(long pid) throws IOException;

    /// The state folder over which a process says it was started; empty if it does not.
    String stateFolder(long pid);

    /// The real user of a process, by number; empty if there is none. Not the effective one: by a program that
    /// takes on its owner's rights, anybody may begin a process of that owner, with the environment that he likes.
    OptionalLong user(long pid);

    /// Whether a state folder is there, for this engine or for a process, which may see other files.
    ///
    /// @param id of the folder
    StateFolder.Presence presence(long pid, String folder, String id);

    /// Whether the processes of other users can be seen too.
    boolean isComplete();

    /// Changes whenever the system boots.
    String bootId();

    /// The program and its arguments on one line, for people.
    String commandLine(long pid);

    /// Sends a signal to a process, or to a process group if `target` is negative.
    ///
    /// @return whether there was one that could be sent it
    boolean signal(long target, int signal);

    /// Sends a signal to the process that `id` names if it is alive, and to no other that was given its number, as far
    /// as it can be looked at.
    ///
    /// @return whether it was sent
    default boolean signal(ProcessId id, int signal) {
        return mayLive(id) && signal(id.pid(), signal);
    }

    /// Sends a signal to the process group `group` if `member`, which is one of it, is alive, as far as
    /// it can be looked at.
    ///
    /// @return whether it was sent
    default boolean signalGroup(ProcessId member, long group, int signal) {
        return mayLive(member) && signal(-group, signal);
    }

    /// Whether the process that `id` names is known to be alive.
    default boolean isAlive(ProcessId id) {
        var info = find(id.pid());
        return info != null && info.id().equals(id) && info.isAlive();
    }

    /// The same, unless there is a process that cannot be looked at, as where the engine is short of file handles:
    /// that may be the one, and nothing that lives is to be taken for dead (rule 30).
    default boolean mayLive(ProcessId id) {
        var info = find(id.pid());
        return info == null ? signal(id.pid(), 0) : info.id().equals(id) && info.isAlive();
    }
}
