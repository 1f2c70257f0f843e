package dev.signalbox.console;

import dev.signalbox.journal.History;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What the window tells about the journal. The suppliers are called on any thread, and must not block.
///
/// @param history what can be asked of it
/// @param operations how many it knows
/// @param problem why it cannot be written, `null` if it can
/// @param notice what became of one that could not be read; `null` if nothing did
public record JournalInfo(
        History history,
        LongSupplier operations,
        Supplier<@Nullable String> problem,
        @Nullable String notice) {

    /// One that is as it should be.
    public static JournalInfo of(History history, LongSupplier operations) {
        return new JournalInfo(history, operations, () -> null, null);
    }
}
