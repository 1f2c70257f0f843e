package dev.signalbox.console.plan;

import dev.signalbox.console.fx.Texts;
import dev.signalbox.console.model.StateGlyph;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.service.plan.PlanProposal;
import dev.signalbox.service.plan.PlanProposal.Busy;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the services of a plan have to do already, in words. Pure data.
///
/// @param heading empty if there is nothing to tell
record Work(String heading, List<Line> lines) {
    static final Work NONE = new Work("", List.of());

    /// What one service has to do.
    ///
    /// @param glyph before the work; `null` for none
    /// @param held whether it is marked as held, where there is no glyph
    /// @param place what becomes of it
    record Line(String service, @Nullable StateGlyph glyph, boolean held, String work, String place) {}

    Work {
        lines = List.copyOf(lines);
    }

    /// What comes before the plan's own operations.
    static Work ahead(PlanProposal proposal) {
        var busy = proposal.busy();
        if (busy.isEmpty()) {
            return NONE;
        }
        var idle =
                busy.stream().anyMatch(work -> !work.running() && work.waiting().isEmpty());
        var lines = busy.stream()
                .map(work -> new Line(work.service(), null, work.held(), PlanWords.work(work), place(proposal, work)))
                .toList();
        return new Work(Texts.of(idle ? "plan.busy.or-held" : "plan.busy", busy.size()), lines);
    }

    /// The same in the order of these services.
    Work inOrderOf(List<String> services) {
        return new Work(
                heading,
                lines.stream()
                        .sorted(Comparator.comparingInt(line -> services.indexOf(line.service())))
                        .toList());
    }

    private static String place(PlanProposal proposal, Busy work) {
        if (work.held()) {
            return Texts.of("plan.place.held");
        }
        var kind = proposal.request().kind();
        return work.waiting().isEmpty()
                ? Texts.of("plan.place.next", kind.word())
                : place(proposal.request().mergeQueued(), kind, work);
    }

    private static String place(boolean merges, OperationKind kind, Busy work) {
        return merges
                ? Texts.of("plan.place.merged", kind.word())
                : Texts.of("plan.place.number", kind.word(), work.waiting().size() + 1);
    }
}
