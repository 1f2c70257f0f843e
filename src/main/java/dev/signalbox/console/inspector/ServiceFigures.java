package dev.signalbox.console.inspector;

import dev.signalbox.journal.History;
import dev.signalbox.journal.History.Figures;
import dev.signalbox.journal.History.Uptime;
import dev.signalbox.journal.JournalException;
import dev.signalbox.operation.OperationKind;
import java.time.Instant;
import java.util.Map;

/// How a service fared, as far as the journal can tell.
sealed interface ServiceFigures {

    /// They are known.
    ///
    /// @param kinds those of which an operation ran
    record Known(Map<OperationKind, Figures> kinds, Uptime uptime) implements ServiceFigures {}

    /// They are not.
    ///
    /// @param reason for people
    record Unreadable(String reason) implements ServiceFigures {}

    /// Reads them; not for the FX thread.
    static ServiceFigures read(History history, String service, Instant from) {
        try {
            var known = history.performance(service, from);
            return new Known(known.operations(), known.uptime());
        } catch (JournalException e) {
            return new Unreadable(String.valueOf(e.getMessage()));
        }
    }
}
