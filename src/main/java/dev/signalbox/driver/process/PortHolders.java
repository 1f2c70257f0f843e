package dev.signalbox.driver.process;

import dev.signalbox.service.Port;
import dev.signalbox.state.Identity;
import dev.signalbox.state.OpenSockets;
import dev.signalbox.text.FileNames;
import dev.signalbox.text.PlainText;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// Who listens on a TCP port of this machine, by the open files of the processes.
final class PortHolders {
    /// Who holds a port.
    ///
    /// @param text for people, for example `service web, pid 123 (python3 -m http.server 8000)`
    /// @param service of this workspace; empty if it is somebody else
    record Holder(String text, String service) {}

    private final ProcessTable table;
    private final Identity identity;

    PortHolders(ProcessTable table, Identity identity) {
        this.table = table;
        this.identity = identity;
    }

    /// The holder of `port`; `null` if nobody listens there.
    @Nullable
    Holder holder(Port port) {
        return holder(ListeningSocket.inTheWayOf(port));
    }

    private @Nullable Holder holder(Set<String> sockets) {
        if (sockets.isEmpty()) {
            return null;
        }
        return pids(sockets)
                .mapToObj(this::describe)
                .findFirst()
                .orElseGet(() -> new Holder("a process of another user", ""));
    }

    /// The links that stand for the sockets that take the connections to an address.
    Set<String> listening(InetAddress address, int port) {
        return ListeningSocket.taking(address, port);
    }

    /// The processes that have one of these sockets open, as far as they can be looked at.
    List<Long> having(Set<String> sockets) {
        return pids(sockets).boxed().toList();
    }

    private static LongStream pids(Set<String> sockets) {
        return ProcFiles.pids().filter(pid -> OpenSockets.has(Path.of("/proc/" + pid), sockets));
    }

    Holder describe(long pid) {
        var process = "pid " + pid + " (" + table.commandLine(pid) + ")";
        // As Kin has it.
        var parts = cookie(pid).split(":", -1);
        if (parts.length != 3) {
            return new Holder(process, "");
        }
        var service = FileNames.name(parts[1]);
        var named = "service " + PlainText.line(service);
        if (Kin.isOwn(identity, parts[0])) {
            return new Holder(named + ", " + process, service);
        }
        var whose = Kin.isOfThisPath(identity, parts[0]) ? " under another state folder, " : " of another workspace, ";
        return new Holder(named + whose + process, "");
    }

    private String cookie(long pid) {
        try {
            return table.cookie(pid);
        } catch (IOException e) {
            return "";
        }
    }
}
