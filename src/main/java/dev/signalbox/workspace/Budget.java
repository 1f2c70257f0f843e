package dev.signalbox.workspace;

import dev.signalbox.service.Durations;
import dev.signalbox.service.Probe;
import dev.signalbox.service.ServiceDefinition.Hook;
import dev.signalbox.service.ServiceDefinition.Hooks;
import dev.signalbox.service.ServiceDefinition.StopSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The time that a restart may take, by its parts.
final class Budget {
    /// How long a process may take to vanish after SIGKILL.
    private static final Duration KILL_GRACE = Duration.ofSeconds(2);

    private final List<String> parts = new ArrayList<>();
    private Duration needed = Duration.ZERO;

    private Budget() {}

    /// Notes it if a restart that uses all of its parts' time would not end before its own deadline. For a job
    /// that is what is left of its deadline for the job itself.
    static void check(Fields service, StopSettings stop, Hooks hooks, @Nullable Probe ready, Duration timeout) {
        var budget = new Budget();
        budget.add("stop.timeout " + Durations.text(stop.timeout()), stop.timeout());
        budget.add(Durations.text(KILL_GRACE) + " until killed", KILL_GRACE);
        budget.add("post_stop", hooks.postStop());
        budget.add("pre_start", hooks.preStart());
        if (ready != null) {
            budget.add("ready.timeout " + Durations.text(ready.timeout()), ready.timeout());
        }
        budget.compare(service, timeout);
    }

    private void add(String key, @Nullable Hook hook) {
        if (hook != null) {
            add(key + ".timeout " + Durations.text(hook.timeout()), hook.timeout());
        }
    }

    private void add(String part, Duration time) {
        parts.add(part);
        needed = needed.plus(time);
    }

    private void compare(Fields service, Duration timeout) {
        if (needed.compareTo(timeout) > 0) {
            var found = "timeout of " + service.where() + " is " + Durations.text(timeout) + ", but a restart may take "
                    + Durations.text(needed) + " (" + String.join(" + ", parts) + ")";
            var culprit = Stream.of("timeout", "ready", "pre_start", "post_stop", "stop")
                    .filter(service::has)
                    .findFirst()
                    .orElse("stop");
            service.mistakeAt(culprit, found, Durations.text(needed) + " or more, or shorter parts");
        }
    }
}
