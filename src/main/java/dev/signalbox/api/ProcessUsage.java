package dev.signalbox.api;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// CPU time and memory of services with all of their processes, read at one look through `/proc`. A service's
/// processes are its own one, those of the session that was made for it, and all that descend from these.
///
/// @param cpu of the processes that live, and of those that these have waited for
/// @param residentBytes what they share counts for each of them
record ProcessUsage(Duration cpu, long residentBytes) {
    /// In which the kernel tells times to programs, on every kind of machine.
    private static final long TICK_MILLIS = 10;

    static final long PAGE_BYTES = 4096;

    private static final ProcessUsage NOTHING = new ProcessUsage(Duration.ZERO, 0);

    /// What is known of one process.
    private record Stat(long pid, long parent, long session, long ticks, long pages) {

        /// @return `null` if it is no process, or has ended meanwhile
        static @Nullable Stat read(Path process) {
            try {
                var text = Files.readString(process.resolve("stat"), StandardCharsets.ISO_8859_1);
                // The name, which is in brackets, may hold anything.
                var fields = text.substring(text.lastIndexOf(')') + 2).split(" ", -1);
                return new Stat(
                        Long.parseLong(text, 0, text.indexOf(' '), 10),
                        Long.parseLong(fields[1]),
                        Long.parseLong(fields[3]),
                        Long.parseLong(fields[11])
                                + Long.parseLong(fields[12])
                                + Long.parseLong(fields[13])
                                + Long.parseLong(fields[14]),
                        Long.parseLong(fields[21]));
            } catch (IOException | RuntimeException e) {
                return null;
            }
        }
    }

    private ProcessUsage plus(Stat stat) {
        return new ProcessUsage(cpu.plusMillis(stat.ticks * TICK_MILLIS), residentBytes + stat.pages * PAGE_BYTES);
    }

    /// Looks.
    ///
    /// @param proc usually `/proc`
    /// @param pids of the services' own processes
    /// @return by those of the pids that live
    static Map<Long, ProcessUsage> read(Path proc, Collection<Long> pids) {
        var all = all(proc);
        var services = new HashSet<Long>();
        var sessions = new HashMap<Long, Long>();
        // Where none was made for it, its session is not its own.
        var own = all.get(ProcessHandle.current().pid());
        for (var pid : pids) {
            var stat = all.get(pid);
            if (stat != null) {
                services.add(pid);
                if (own == null || stat.session != own.session) {
                    sessions.put(stat.session, pid);
                }
            }
        }
        var usages = new HashMap<Long, ProcessUsage>();
        for (var stat : all.values()) {
            var service = service(stat, all, services, sessions);
            if (service != null) {
                usages.put(service, usages.getOrDefault(service, NOTHING).plus(stat));
            }
        }
        return usages;
    }

    private static Map<Long, Stat> all(Path proc) {
        var all = new HashMap<Long, Stat>();
        try (var processes = Files.newDirectoryStream(proc, "[0-9]*")) {
            for (var process : processes) {
                var stat = Stat.read(process);
                if (stat != null) {
                    all.put(stat.pid, stat);
                }
            }
        } catch (IOException | DirectoryIteratorException _) {
            // What could be read is told.
        }
        return all;
    }

    /// The own process of the service that a process is of, found by the nearest ancestor of which that is known.
    private static @Nullable Long service(
            Stat stat, Map<Long, Stat> all, Set<Long> services, Map<Long, Long> sessions) {
        Set<Long> seen = new HashSet<>();
        for (var at = stat; at != null && seen.add(at.pid); at = all.get(at.parent)) {
            Long service = services.contains(at.pid) ? Long.valueOf(at.pid) : sessions.get(at.session);
            if (service != null) {
                return service;
            }
        }
        return null;
    }
}
