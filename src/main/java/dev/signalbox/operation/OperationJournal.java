package dev.signalbox.operation;

import java.util.List;
import java.util.concurrent.CompletableFuture;
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

    /// Lets no operation after the end of the engine get the number `id`, which one has that may never be recorded:
    /// a stop that was accepted without (rule 28c). Never blocks.
    ///
    /// @return completes when that is durable, or exceptionally if it cannot be made so
    default CompletionStage<?> keepNumber(long id) {
        return CompletableFuture.completedStage(null);
    }
}
