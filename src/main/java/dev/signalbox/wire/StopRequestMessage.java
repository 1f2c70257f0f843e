package dev.signalbox.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Stops of those services, of those groups, and of what needs them; of all where neither is given.
///
/// @param now whether they come before all else, see [dev.signalbox.service.plan.PlanRequest#stopNow]
@Asking
public record StopRequestMessage(
        @Nullable Boolean now,
        @Nullable List<String> services,
        @Nullable List<String> groups) {}
