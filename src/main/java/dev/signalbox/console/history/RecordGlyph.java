package dev.signalbox.console.history;

import dev.signalbox.console.fx.Texts;
import dev.signalbox.console.model.Condition;
import dev.signalbox.console.model.StateGlyph;
import dev.signalbox.journal.RecordedOperation;
import org.kordamp.ikonli.octicons.Octicons;

/// How a recorded operation ended, or how far it is: a glyph and the word beside it.
final class RecordGlyph {
    private static final StateGlyph WAITING = new StateGlyph(Octicons.HOURGLASS_16, "calm");

    private RecordGlyph() {}

    static StateGlyph of(RecordedOperation operation) {
        var end = operation.end();
        if (end != null) {
            return StateGlyph.of(end.outcome());
        }
        return operation.startedAt() == null ? WAITING : Condition.RESTARTING.glyph();
    }

    /// The word of an outcome, as of [RecordedOperation#word()], for people.
    static String word(String outcome) {
        return Texts.of("history.outcome." + outcome);
    }
}
