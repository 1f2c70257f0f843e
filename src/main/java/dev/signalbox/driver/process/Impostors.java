package dev.signalbox.driver.process;

import dev.signalbox.service.Listeners;
import dev.signalbox.state.OpenSockets;
import dev.signalbox.state.OpenSockets.OpenFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Tells who listens in the place of a service's run. Only who is certain is told: a process that is older than the
/// run, or that carries the cookie of another service; all that can have it open must be known, and none of it the
/// service's. What has come later and carries no cookie may be the service's all the same, as a daemon that has
/// cleared its environment, or a port that a container's engine holds for it. Safe to use from any thread.
final class Impostors implements Listeners {
    /// Who listens for others: for containers and for services that are begun by their first connection.
    private static final Set<String> FOR_OTHERS = Set.of(
            "systemd",
            "docker-proxy",
            "rootlessport",
            "rootlesskit",
            "slirp4netns",
            "pasta",
            "gvproxy",
            "conmon",
            "xinetd");

    private final PortHolders holders;
    private final ProcessTable table;
    private final Kin kin;
    private final Supplier<@Nullable Run> now;
    /// The run that was seen last: who answers when it has ended is no less of a stranger.
    private volatile @Nullable Run last;
    /// The open files by which the service was found to listen the last time.
    private final Map<InetSocketAddress, OpenFile> known = new ConcurrentHashMap<>();
    /// The sockets of which nobody could tell whose they are: they are not looked for each time.
    private final Map<InetSocketAddress, Set<String>> unclear = new ConcurrentHashMap<>();

    /// @param now the run, `null` if there is none
    Impostors(PortHolders holders, ProcessTable table, Kin kin, Supplier<@Nullable Run> now) {
        this.holders = holders;
        this.table = table;
        this.kin = kin;
        this.now = now;
    }

    /// The service has been started, and may have ended by the first question.
    void began(Run run) {
        last = run;
        unclear.clear(); // others are older than this one
    }

    @Override
    public @Nullable String stranger(InetAddress address, int port) {
        var current = now.get();
        if (current != null && current != last) {
            began(current);
        }
        var run = last;
        var place = new InetSocketAddress(address, port);
        var ours = known.get(place);
        if (run == null || (ours != null && ours.isStill())) {
            return null;
        }
        known.remove(place);
        var sockets = holders.listening(address, port);
        if (sockets.isEmpty() || sockets.equals(unclear.get(place))) {
            return null;
        }
        try {
            return look(run, place, sockets);
        } catch (UnseenException | IOException e) {
            return null; // this time
        }
    }

    private @Nullable String look(Run run, InetSocketAddress place, Set<String> sockets) throws IOException {
        var ours = openFile(run, sockets);
        if (ours != null) {
            known.put(place, ours);
            return null;
        }
        var stranger = mayBeHidden(run) ? null : named(run, sockets);
        if (stranger == null) {
            unclear.put(place, sockets);
        }
        return stranger;
    }

    /// Where one of the service's processes has one of these sockets open; `null` if none that can be looked at has.
    private static @Nullable OpenFile openFile(Run run, Set<String> sockets) throws IOException {
        for (var member : members(run)) {
            var found = OpenSockets.find(Path.of("/proc/" + member.pid()), sockets);
            if (found.isPresent()) {
                return found.get();
            }
        }
        return null;
    }

    /// Whether the open files of one of its processes may not be looked at.
    private static boolean mayBeHidden(Run run) {
        return members(run).stream()
                .map(member -> Path.of("/proc/" + member.pid() + "/fd"))
                .anyMatch(files -> Files.exists(files) && !Files.isReadable(files));
    }

    private static List<ProcessInfo> members(Run run) {
        return run.tree().census().whole().members();
    }

    /// Who holds these sockets; `null` if that is nobody, or one of them may belong to the service.
    private @Nullable String named(Run run, Set<String> sockets) {
        var all = holders.having(sockets);
        return !all.isEmpty() && all.stream().allMatch(pid -> isStranger(run, pid))
                ? holders.describe(all.getFirst()).text()
                : null;
    }

    private boolean isStranger(Run run, long pid) {
        var seen = table.see(pid);
        var cookie = seen == null ? null : seen.cookie();
        if (seen == null || cookie == null || kin.concerns(seen)) {
            return false;
        }
        return !cookie.isEmpty() || (run.isYoungerThan(seen.info().id()) && !listensForOthers(pid));
    }

    private static boolean listensForOthers(long pid) {
        try {
            return pid == 1
                    || FOR_OTHERS.contains(
                            Files.readString(Path.of("/proc/" + pid + "/comm")).strip());
        } catch (IOException e) {
            return true;
        }
    }
}
