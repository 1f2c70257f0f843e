package dev.signalbox.console.plan;

import dev.signalbox.console.fx.FxThread;
import dev.signalbox.operation.Outcome;
import dev.signalbox.operation.PlanTicket;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/// Follows a plan that was queued. FX thread.
final class PlanProgress {
    private final String title;
    private final PlanTicket ticket;
    private final AtomicReferenceArray<@Nullable Outcome> outcomes;
    private final ReadOnlyObjectWrapper<Tally> tally;

    /// @param title what was asked for, for people
    PlanProgress(String title, PlanTicket ticket) {
        this.title = title;
        this.ticket = ticket;
        var members = ticket.members();
        outcomes = new AtomicReferenceArray<>(members.size());
        tally = new ReadOnlyObjectWrapper<>(this, "tally", Tally.of(ticket, outcomes()));
        var changed = FxThread.coalesced(this::update);
        for (int i = 0; i < members.size(); i++) {
            var index = i;
            var _ = members.get(i).effectiveOutcome().thenAccept(outcome -> {
                outcomes.set(index, outcome);
                changed.run();
            });
        }
    }

    String title() {
        return title;
    }

    /// In the words of who asked for it, empty if there are none.
    String why() {
        return ticket.members().getFirst().operation().why();
    }

    PlanTicket ticket() {
        return ticket;
    }

    ReadOnlyObjectProperty<Tally> tallyProperty() {
        return tally.getReadOnlyProperty();
    }

    Tally tally() {
        return tally.get();
    }

    /// Counts anew. Of what starts nobody tells, but it shows in the queues.
    void update() {
        if (!tally().hasEnded()) {
            tally.set(Tally.of(ticket, outcomes()));
        }
    }

    private List<@Nullable Outcome> outcomes() {
        return Arrays.asList(
                IntStream.range(0, outcomes.length()).mapToObj(outcomes::get).toArray(Outcome[]::new));
    }
}
