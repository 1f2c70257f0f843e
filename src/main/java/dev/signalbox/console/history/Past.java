package dev.signalbox.console.history;

import dev.signalbox.journal.Compensation;
import dev.signalbox.journal.History;
import dev.signalbox.journal.JournalException;
import dev.signalbox.journal.OperationDetails;
import dev.signalbox.journal.RecordedOperation;
import dev.signalbox.journal.Repetition;
import dev.signalbox.log.LogSlice;
import dev.signalbox.operation.Operation;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// All that is known of one operation, read at once.
///
/// @param undo what would take it back
/// @param plan the operations of its plan, itself among them; none if it belongs to none
/// @param planUndo what would take the plan back
/// @param failedPart what of the plan has ended without success
record Past(
        OperationDetails details,
        Compensation undo,
        List<RecordedOperation> plan,
        Compensation planUndo,
        Repetition failedPart,
        LogSlice log) {

    /// Reads it. Not for the FX thread.
    ///
    /// @param slices reads what was written
    /// @return nothing if retention has dropped it
    static Optional<Past> read(History history, long id, Function<Operation, LogSlice> slices) throws JournalException {
        var found = history.details(id);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        var recorded = found.get().recorded();
        var operation = recorded.operation();
        var plan = operation.plan() == 0 ? List.<RecordedOperation>of() : history.plan(operation.plan());
        return Optional.of(new Past(
                found.get(),
                Compensation.of(recorded, history),
                plan,
                Compensation.of(plan, history),
                Repetition.ofFailed(plan, history),
                slices.apply(operation)));
    }

    RecordedOperation recorded() {
        return details.recorded();
    }
}
