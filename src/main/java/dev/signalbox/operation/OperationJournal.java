package dev.signalbox.operation;

import java.util.concurrent.CompletionStage;

/// The durable record of every operation.
@FunctionalInterface
public interface OperationJournal {

    /// Takes a record and returns at once, never blocking.
    ///
    /// @return completes when the record is durable, or exceptionally if it cannot be made so. Records that were
    ///     appended one after the other become durable in that order; if one fails, so do all that were appended
    ///     after it and before its stage completed.
    CompletionStage<?> append(JournalRecord record);
}
