package dev.signalbox.wire;

import dev.signalbox.journal.OperationDetails;
import java.util.List;

/// What went on around an operation.
///
/// @param behind what it waited behind
/// @param exits how processes of its service ended by themselves while it ran
/// @param effects what came after its outcome
public record ContextMessage(
        List<OperationMessage> behind, List<JournalEventMessage> exits, List<EffectMessage> effects) {
    public static ContextMessage of(OperationDetails details) {
        return new ContextMessage(
                details.behind().stream().map(OperationMessage::recorded).toList(),
                details.exits().stream().map(JournalEventMessage::of).toList(),
                details.effects().stream().map(EffectMessage::of).toList());
    }
}
