package dev.signalbox.workspace;

import dev.signalbox.service.Durations;
import dev.signalbox.service.Probe;
import dev.signalbox.service.ServiceDefinition.Hook;
import dev.signalbox.service.ServiceDefinition.Hooks;
import dev.signalbox.service.ServiceDefinition.StopSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The time that an operation may take, by its parts.
final class Budget {
    /// How long a process may take to begin, and to vanish after SIGKILL.
    private static final Duration SPAWN = Duration.ofSeconds(10);

    private static final Duration KILL_GRACE = Duration.ofSeconds(2);

    private final Duration reserve;
    private final List<String> keys = new ArrayList<>();
    private final List<String> parts = new ArrayList<>();
    private Duration needed = Duration.ZERO;

    private Budget(Duration reserve) {
        this.reserve = reserve;
    }

    /// @param settle how long the service must survive where it has no probe
    static Budget ofStart(Hooks hooks, @Nullable Probe ready, Duration settle) {
        var budget = new Budget(SPAWN);
        budget.add("pre_start", hooks.preStart());
        if (ready != null) {
            budget.add("ready", "ready.timeout", ready.timeout());
        } else if (!settle.isZero()) {
            budget.add("settle", "settle", settle);
        }
        return budget;
    }

    static Budget ofStop(StopSettings stop, Hooks hooks) {
        var budget = new Budget(Duration.ZERO);
        budget.add("stop", "stop.timeout", stop.timeout());
        budget.parts.add(Durations.text(KILL_GRACE) + " until killed");
        budget.needed = budget.needed.plus(KILL_GRACE);
        budget.add("post_stop", hooks.postStop());
        return budget;
    }

    private void add(String key, @Nullable Hook hook) {
        if (hook != null) {
            add(key, key + ".timeout", hook.timeout());
        }
    }

    private void add(String key, String part, Duration time) {
        keys.add(key);
        parts.add(part + " " + Durations.text(time));
        needed = needed.plus(time);
    }

    /// What all of its parts may take, with some more for what is no part of its own.
    Duration enough() {
        return needed.plus(reserve);
    }

    /// What all of its parts may take.
    Duration needed() {
        return needed;
    }

    /// The keys of a service that make it what it is.
    List<String> keys() {
        return keys;
    }

    @Override
    public String toString() {
        return Durations.text(needed) + " (" + String.join(" + ", parts) + ")";
    }
}
