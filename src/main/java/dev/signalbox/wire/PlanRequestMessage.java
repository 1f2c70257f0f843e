package dev.signalbox.wire;

import dev.signalbox.operation.OperationKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

@Says(
        "A plan over several services. Where it is not said, it is with others, without a limit, and goes on after a failure.")
@Asking
public record PlanRequestMessage(
        @Required @Values(of = OperationKind.class) @Nullable
        String kind,

        @Required @Values(least = 1) @Nullable List<String> services,
        @Nullable Boolean withOthers,
        @Values(least = 0) @Nullable Integer atOnce,
        @Nullable Boolean stopOnFailure,
        @Nullable Boolean mergeQueued,
        @Nullable Boolean now) {}
