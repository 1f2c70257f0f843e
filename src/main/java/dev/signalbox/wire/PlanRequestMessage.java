package dev.signalbox.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A plan over several services, of any kind. What is missing is as in [dev.signalbox.service.PlanRequest#of].
public record PlanRequestMessage(
        @Required @Nullable String kind,
        @Required @Nullable List<String> services,
        @Nullable Boolean withOthers,
        @Nullable Integer atOnce,
        @Nullable Boolean stopOnFailure,
        @Nullable Boolean mergeQueued,
        @Nullable Boolean now) {}
