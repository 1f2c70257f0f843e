package dev.signalbox.wire;

import dev.signalbox.operation.Operation;
import dev.signalbox.operation.QueueSnapshot;
import dev.signalbox.operation.WaitReason;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

@Says("Why an operation waits.")
public record WaitMessage(
        @Says("the kind of reason")
        @Values({"behind", "held", "wedged", "needs", "plan_full", "recording", "journal_down"})
        String why,

        @Says("the other one that it waits for") @Nullable Long operation,
        @Says("what that one is about") @Nullable String service,

        @Nullable Integer atOnce,
        @Nullable String problem,
        @Says("whether it starts even if its queue is held") boolean urgent,

        @Says("when it starts at the latest, `null` if nobody knows") @Nullable
        Instant startsBy) {

    static WaitMessage of(QueueSnapshot.Waiting waiting) {
        return switch (waiting.reason()) {
            case WaitReason.Behind(var other) -> of("behind", other, waiting);
            case WaitReason.Held() -> of("held", null, waiting);
            case WaitReason.Wedged(var other) -> of("wedged", other, waiting);
            case WaitReason.Needs(var other) -> of("needs", other, waiting);
            case WaitReason.PlanFull(var atOnce) ->
                new WaitMessage("plan_full", null, null, atOnce, null, waiting.urgent(), null);
            case WaitReason.Recording() -> of("recording", null, waiting);
            case WaitReason.JournalDown(var problem) ->
                new WaitMessage("journal_down", null, null, null, problem, waiting.urgent(), null);
        };
    }

    private static WaitMessage of(String why, @Nullable Operation other, QueueSnapshot.Waiting waiting) {
        return new WaitMessage(
                why,
                other == null ? null : other.id(),
                other == null ? null : other.service(),
                null,
                null,
                waiting.urgent(),
                waiting.startsBy());
    }

    /// @param others by their ids, as far as they live
    WaitReason toReason(Map<Long, Operation> others) {
        var other = operation == null ? null : others.get(operation);
        return switch (why) {
            case "held" -> new WaitReason.Held();
            case "plan_full" -> new WaitReason.PlanFull(Objects.requireNonNullElse(atOnce, 1));
            case "journal_down" -> new WaitReason.JournalDown(Objects.requireNonNullElse(problem, ""));
            case "behind" -> other == null ? new WaitReason.Recording() : new WaitReason.Behind(other);
            case "wedged" -> other == null ? new WaitReason.Recording() : new WaitReason.Wedged(other);
            case "needs" -> other == null ? new WaitReason.Recording() : new WaitReason.Needs(other);
            // The other one has ended since.
            default -> new WaitReason.Recording();
        };
    }
}
