package dev.signalbox.operation;

import java.util.List;
import java.util.concurrent.CompletionStage;

/// The durable record of every operation.
@FunctionalInterface
public interface OperationJournal {

    /// Takes records that belong together, of which all become durable or none, and returns at once, never
    /// blocking.
    ///
    /// @return completes when the records are durable, or exceptionally if they cannot be made so. What was
    ///     appended call by call becomes durable in that order; if one call fails, so do all that were made after
    ///     it and before its stage completed. Only the stage that is returned may complete within the call, as
    ///     the caller holds a lock; all others complete elsewhere.
    CompletionStage<?> append(List<? extends JournalRecord> records);
}
