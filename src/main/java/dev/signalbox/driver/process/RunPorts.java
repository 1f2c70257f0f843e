package dev.signalbox.driver.process;

import static java.util.stream.Collectors.toSet;

import dev.signalbox.state.OpenSockets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// On which ports of TCP runs listen, as far as they see the network that the engine sees. Whose a socket is, is found
/// out once: that takes a look at all open files of all their processes. Not safe to use from several threads.
final class RunPorts {
    private final Supplier<List<ListeningSocket>> sockets;
    private final LongFunction<Path> folders;
    /// By the link that stands for the socket; `null` for nobody's.
    private final Map<String, @Nullable RunFigures> owners = new HashMap<>();

    private List<ListeningSocket> listening = List.of();

    /// @param sockets those of the machine
    /// @param folders where a process is shown
    RunPorts(Supplier<List<ListeningSocket>> sockets, LongFunction<Path> folders) {
        this.sockets = sockets;
        this.folders = folders;
    }

    /// Looks again.
    ///
    /// @param members whose the processes are that are a run's
    /// @param hasNew whether one that has come may have what was nobody's
    void look(Map<Long, RunFigures> members, boolean hasNew) {
        listening = sockets.get();
        owners.keySet().retainAll(listening.stream().map(ListeningSocket::link).collect(toSet()));
        var runs = new HashSet<>(members.values());
        owners.values().removeIf(run -> run == null ? hasNew : !runs.contains(run));
        var open = new HashSet<String>();
        for (var socket : listening) {
            if (!owners.containsKey(socket.link())) {
                open.add(socket.link());
            }
        }
        for (var member = members.entrySet().iterator(); member.hasNext() && !open.isEmpty(); ) {
            var next = member.next();
            for (var link : OpenSockets.among(folders.apply(next.getKey()), open)) {
                owners.put(link, next.getValue());
                open.remove(link);
            }
        }
        open.forEach(link -> owners.put(link, null));
    }

    /// Those of a run, in order.
    List<Integer> of(RunFigures run) {
        return listening.stream()
                .filter(socket -> run.equals(owners.get(socket.link())))
                .map(ListeningSocket::port)
                .distinct()
                .sorted()
                .toList();
    }
}
