package dev.signalbox.wire;

import dev.signalbox.journal.OperationDetails;
import java.util.List;

@Says("What went on around an operation.")
public record ContextMessage(
        @Says("what it waited behind") List<OperationMessage> behind,

        @Says("how processes of its service ended by themselves while it ran")
        List<JournalEventMessage> exits,

        @Says("what came after its outcome") List<EffectMessage> effects) {
    public static ContextMessage of(OperationDetails details) {
        return new ContextMessage(
                details.behind().stream().map(OperationMessage::recorded).toList(),
                details.exits().stream().map(JournalEventMessage::of).toList(),
                details.effects().stream().map(EffectMessage::of).toList());
    }
}
