package dev.signalbox.console.plan;

import dev.signalbox.console.Texts;
import dev.signalbox.console.Times;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.service.PlanProposal;
import dev.signalbox.service.PlanProposal.Busy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// What is said of plans.
final class PlanWords {
    private static final int MOST_NAMES = 3;

    private PlanWords() {}

    /// `Restart 7 services`, or `Core: Restart 3 services`.
    ///
    /// @param scope the name of what was chosen; empty if there is none
    static String title(PlanProposal proposal, String scope) {
        var words = Texts.of(
                "plan.title." + proposal.request().kind(),
                proposal.plan().services().size());
        return scope.isEmpty() ? words : Texts.of("plan.title.scope", scope, words);
    }

    static String explanation(PlanProposal proposal) {
        var request = proposal.request();
        if (proposal.plan().members().isEmpty()) {
            return Texts.of("plan.nothing." + request.kind());
        }
        return Texts.of(request.isRolling() ? "plan.explanation.rolling" : "plan.explanation." + request.kind());
    }

    /// `1 running, 4 restarts queued`.
    static String work(Busy busy) {
        var pieces = new ArrayList<String>();
        if (busy.held()) {
            pieces.add(Texts.of("plan.busy.held"));
        }
        if (busy.running()) {
            pieces.add(Texts.of("plan.busy.running"));
        }
        if (!busy.waiting().isEmpty()) {
            pieces.add(Texts.of("plan.busy.queued", count(busy.waiting())));
        }
        return String.join(", ", pieces);
    }

    /// `4 restarts`, or `5 operations` where they are of different kinds.
    static String count(List<OperationKind> kinds) {
        var one = kinds.stream().distinct().count() == 1;
        return Texts.of(one ? "plan.count." + kinds.getFirst() : "plan.count.mixed", kinds.size());
    }

    /// A few names, and how many more there are.
    static String names(Collection<String> names) {
        var all = List.copyOf(names);
        var shown = all.size() <= MOST_NAMES ? all.size() - 1 : MOST_NAMES - 1;
        var first = String.join(", ", all.subList(0, Math.max(shown, 0)));
        if (all.size() <= 1) {
            return String.join("", all);
        }
        return all.size() <= MOST_NAMES
                ? Texts.of("plan.names.and", first, all.getLast())
                : Texts.of("plan.names.more", first, all.size() - shown);
    }

    static String total(Outlook outlook) {
        if (!outlook.isKnown()) {
            return Texts.of("plan.total.unknown");
        }
        return Texts.of(
                outlook.isComplete() ? "plan.total.about" : "plan.total.least",
                Times.about(outlook.forecast().total()));
    }

    /// What goes with the total: what it hangs on, and how sure it is.
    static String remark(PlanProposal proposal, Outlook outlook) {
        var held =
                proposal.busy().stream().filter(Busy::held).map(Busy::service).toList();
        var pieces = new ArrayList<String>();
        if (held.size() == 1) {
            pieces.add(Texts.of("plan.remark.held", held.getFirst()));
        } else if (!held.isEmpty()) {
            pieces.add(Texts.of("plan.remark.helds", held.size()));
        }
        if (!outlook.isKnown()) {
            pieces.add(Texts.of("plan.remark.none"));
        } else if (!outlook.unknown().isEmpty()) {
            pieces.add(Texts.of(
                    "plan.remark.unknown",
                    outlook.unknown().size(),
                    proposal.plan().members().size()));
        } else {
            pieces.add(Texts.of("plan.remark.slowest", Times.about(outlook.slowest())));
        }
        return String.join(". ", pieces);
    }
}
