package dev.signalbox.console.commands;

import dev.signalbox.console.model.ServiceModel;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// Something that was done and can be taken back for a while. FX thread.
interface Deed {

    /// What came of it when it was to be taken back.
    ///
    /// @param done whether there is nothing left to be taken back
    /// @param words for people; empty where it has been told already
    record Result(boolean done, String words) {}

    /// What counts as the same if it is done again: a second restart of one service.
    default Object kind() {
        return this;
    }

    /// What it was, for people.
    ///
    /// @param times how often the same was done, one after the other
    String title(int times);

    /// Why it cannot be taken back (any more); `null` if it can.
    @Nullable
    String whyNot();

    /// Takes it back.
    ///
    /// @return completes, on any thread, never exceptionally
    CompletionStage<Result> takeBack();

    /// What it has restarted, which those may want to follow that need it; `null` if nothing.
    default @Nullable ServiceModel restarted() {
        return null;
    }

    /// The running services that need what it has restarted.
    default Set<String> dependents() {
        return Set.of();
    }
}
