package dev.signalbox.operation;

import java.util.concurrent.CompletionStage;

/// The durable record of every operation.
@FunctionalInterface
public interface OperationJournal {

    /// Takes a record and returns at once, never blocking.
    ///
    /// @return completes when the record is durable, or exceptionally if it cannot be made so. Records that
    ///     were appended one after the other become durable in that order; if one fails, so do all that were
    ///     appended after it and before its stage completed. Only the stage that is returned may complete
    ///     within the call, as the caller holds a lock; all others complete elsewhere.
    CompletionStage<?> append(JournalRecord record);
}
