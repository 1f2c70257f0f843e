package dev.signalbox.driver.process;

import dev.signalbox.state.Identity;
import dev.signalbox.state.OpenSockets;
import dev.signalbox.text.FileNames;
import dev.signalbox.text.PlainText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Who listens on a TCP port of this machine, from `/proc/net` and the open files of the processes.
final class PortHolders {
    private static final List<Path> SOCKETS = List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));
    private static final String LISTENING = "0A";
    private static final int LOCAL_ADDRESS = 1;
    private static final int STATE = 3;
    private static final int INODE = 9;

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
    Holder holder(int port) {
        var sockets = listening(port);
        if (sockets.isEmpty()) {
            return null;
        }
        return ProcFiles.pids()
                .filter(pid -> OpenSockets.has(Path.of("/proc/" + pid), sockets))
                .mapToObj(this::describe)
                .findFirst()
                .orElseGet(() -> new Holder("a process of another user", ""));
    }

    private Holder describe(long pid) {
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

    /// The links that stand for the listening sockets of `port` among a process's open files.
    private static Set<String> listening(int port) {
        var suffix = String.format(":%04X", port);
        var links = new HashSet<String>();
        for (var file : SOCKETS) {
            try {
                Files.readAllLines(file, StandardCharsets.ISO_8859_1).stream()
                        .map(line -> line.strip().split("\\s+"))
                        .filter(fields -> fields.length > INODE)
                        .filter(fields -> fields[LOCAL_ADDRESS].endsWith(suffix) && fields[STATE].equals(LISTENING))
                        .forEach(fields -> links.add(OpenSockets.link(fields[INODE])));
            } catch (IOException e) {
                // There is no such protocol on this machine.
            }
        }
        return links;
    }
}
