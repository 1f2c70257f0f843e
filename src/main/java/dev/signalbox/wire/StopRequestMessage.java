package dev.signalbox.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

@Says("Stops of those services, of those groups, and of what needs them; of all where neither is given.")
@Asking
public record StopRequestMessage(
        @Says("whether they come before all else, whatever runs, waits or is held") @Nullable
        Boolean now,

        @Nullable List<String> services,
        @Nullable List<String> groups) {}
