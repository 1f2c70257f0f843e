package dev.signalbox.api;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/// The other end of a connection, by the ports of both. The kernel tells whether it is still there: to read from
/// the connection would take the next request's first byte.
///
/// @param local the server's port; not positive where there is none, as on a socket file
/// @param remote the client's port
record Peer(int local, int remote) {
    private static final String CLOSE_WAIT = "08";
    private static final int LOCAL = 1;
    private static final int REMOTE = 2;
    private static final int STATE = 3;

    /// Whether it has not closed its end. Where that cannot be told, it is there.
    boolean isConnected() {
        return isConnected(Path.of("/proc/self/net"));
    }

    boolean isConnected(Path tables) {
        if (local <= 0) {
            return true;
        }
        try {
            var states = Stream.concat(states(tables.resolve("tcp")), states(tables.resolve("tcp6")))
                    .toList();
            return states.stream().anyMatch(state -> !state.equals(CLOSE_WAIT));
        } catch (IOException e) {
            return true;
        }
    }

    /// Lines look like `   0: 0100007F:1F90 0100007F:D2E4 01 …`, with a number of as many digits as it needs.
    private Stream<String> states(Path table) throws IOException {
        if (Files.notExists(table)) {
            return Stream.empty();
        }
        var here = String.format(Locale.ROOT, ":%04X", local);
        var there = String.format(Locale.ROOT, ":%04X", remote);
        return Files.readAllLines(table).stream()
                .map(line -> line.strip().split("\\s+", STATE + 2))
                .filter(parts -> parts.length > STATE && parts[LOCAL].endsWith(here) && parts[REMOTE].endsWith(there))
                .map(parts -> parts[STATE]);
    }
}
