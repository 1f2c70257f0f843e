package dev.signalbox.journal;

import dev.signalbox.operation.Step;
import dev.signalbox.text.PlainText;
import java.time.Instant;
import java.util.List;

/// All that the journal knows of one operation.
///
/// @param steps what its body reported
/// @param effects what happened after its outcome, in order
/// @param behind the operations of its service that had not ended when it was accepted, in order: what it waited
///     behind
/// @param exits how processes of its service ended by themselves between its start and its end
public record OperationDetails(
        RecordedOperation recorded,
        List<Step> steps,
        List<Effect> effects,
        List<RecordedOperation> behind,
        List<JournalEvent> exits) {

    public OperationDetails {
        steps = List.copyOf(steps);
        effects = List.copyOf(effects);
        behind = List.copyOf(behind);
        exits = List.copyOf(exits);
    }

    /// Something that came after the outcome, which stays as it was (rule 10).
    public record Effect(Instant at, String text) {
        public Effect {
            text = PlainText.line(text);
        }
    }
}
