package dev.signalbox.journal;

import dev.signalbox.journal.JournalEvent.Kind;
import dev.signalbox.service.ServiceState;
import dev.signalbox.service.ServiceStatus;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;

/// Records what happens to services, from the changes of their status. Safe to use from any thread.
public final class ServiceChronicle {
    private final Journal journal;
    private final InstantSource clock;

    public ServiceChronicle(Journal journal, InstantSource clock) {
        this.journal = journal;
        this.clock = clock;
    }

    /// Records what is new. Never blocks.
    ///
    /// @param before the status that `after` has taken the place of
    public void changed(String service, ServiceStatus before, ServiceStatus after) {
        var now = clock.instant();
        var exit = after.exit();
        if (exit != null && !exit.equals(before.exit())) {
            record(now, service, Kind.EXIT, Integer.toString(exit.code()), exit.describe());
        }
        if (after.state() != before.state()) {
            record(now, service, Kind.STATE, word(after.state()), describe(after));
        }
        if (after.state() == ServiceState.RUNNING
                && (before.state() != ServiceState.RUNNING || after.health() != before.health())) {
            record(now, service, Kind.PROBE, word(after.health()), after.reason());
        }
        var recovery = after.recovery();
        if (recovery != null && recovery.crashLoop() && !isCrashLoop(before)) {
            record(now, service, Kind.CRASH_LOOP, Integer.toString(recovery.failures()), after.reason());
        }
    }

    /// Records that a start by its schedule was left out. Never blocks.
    public void skipped(String service, String what) {
        record(clock.instant(), service, Kind.SKIPPED, "", what);
    }

    private static boolean isCrashLoop(ServiceStatus status) {
        var recovery = status.recovery();
        return recovery != null && recovery.crashLoop();
    }

    private void record(Instant at, String service, Kind kind, String value, String text) {
        journal.record(new JournalEvent(at, service, kind, value, text));
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static String describe(ServiceStatus status) {
        var pid = status.pid() < 0 ? "" : "pid " + status.pid();
        return pid.isEmpty() || status.reason().isEmpty() ? pid + status.reason() : pid + ", " + status.reason();
    }
}
