package dev.signalbox.console.plan;

import dev.signalbox.console.fx.Texts;
import dev.signalbox.console.fx.Times;
import dev.signalbox.console.model.Before;
import dev.signalbox.console.model.ServiceModel;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.service.ServiceDefinition.StopSettings;
import dev.signalbox.service.ServiceState;
import dev.signalbox.service.plan.PlanProposal;
import dev.signalbox.service.plan.PlanProposal.Busy;
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
        return title(proposal, scope, -1);
    }

    /// As [#title(PlanProposal, String)], but `Stop all 7 services` where that is all of them.
    ///
    /// @param all how many services there are
    static String title(PlanProposal proposal, String scope, int all) {
        var services = proposal.plan().services().size();
        var key = services == all && all > 1 ? "plan.title.all." : "plan.title.";
        var words = Texts.of(key + proposal.request().kind(), services);
        return scope.isEmpty() ? words : Texts.of("plan.title.scope", scope, words);
    }

    static String explanation(PlanProposal proposal) {
        var request = proposal.request();
        if (proposal.plan().members().isEmpty()) {
            return Texts.of("plan.nothing." + request.kind());
        }
        return Texts.of(request.isRolling() ? "plan.explanation.rolling" : "plan.explanation." + request.kind());
    }

    /// What becomes of what: `6 run, incentive_system waits for its next try.`
    static String states(Collection<ServiceModel> services) {
        var retrying = services.stream()
                .filter(service -> service.status().state() == ServiceState.BACKOFF)
                .map(ServiceModel::id)
                .toList();
        var running = services.stream()
                .filter(service -> service.status().state() != ServiceState.BACKOFF
                        && (service.status().pid() >= 0 || service.queue().active() != null))
                .count();
        var rest = services.size() - retrying.size() - running;
        var pieces = new ArrayList<String>();
        if (running > 0) {
            pieces.add(Texts.of("plan.states.run", running));
        }
        if (!retrying.isEmpty()) {
            pieces.add(Texts.of("plan.states.retry", names(retrying), retrying.size()));
        }
        if (rest > 0) {
            pieces.add(Texts.of("plan.states.rest", rest));
        }
        return Texts.of("plan.states", String.join(", ", pieces));
    }

    /// How they are made to stop: `SIGTERM, after 30 s SIGKILL`.
    static String signals(Collection<ServiceModel> services) {
        var settings =
                services.stream().map(service -> service.definition().stop()).toList();
        if (settings.isEmpty()) {
            return "";
        }
        var signals = settings.stream()
                .map(stop -> stop.command().isEmpty() ? stop.signal() : "")
                .distinct()
                .toList();
        var own = signals.size() > 1 || signals.getFirst().isEmpty();
        var times = settings.stream().map(StopSettings::timeout).sorted().toList();
        var first = Times.limit(times.getFirst());
        var last = Times.limit(times.getLast());
        return Texts.of(
                "plan.signals",
                own ? Texts.of("plan.signals.own") : signals.getFirst(),
                first.equals(last) ? first : Texts.of("plan.signals.between", first, last));
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

    /// The offer to take in what was not chosen and belongs to it.
    static String others(PlanProposal proposal) {
        return Texts.of(
                "plan.others." + proposal.request().kind(),
                proposal.others().size(),
                names(proposal.others().stream().sorted().toList()));
    }

    /// What it means that each stop goes to the end of its queue.
    static String end(PlanProposal proposal) {
        var held = held(proposal);
        var words = Texts.of("plan.stop.last.text");
        return held.isEmpty() ? words : words + " " + Texts.of("plan.stop.last.held", names(held), held.size());
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

    /// How long it takes; empty if nothing is known of that.
    static String total(Outlook outlook) {
        if (!outlook.isKnown()) {
            return "";
        }
        return Texts.of(
                outlook.isComplete() ? "plan.total.about" : "plan.total.least",
                Times.about(outlook.forecast().total()));
    }

    /// The total beside a choice.
    static String estimate(Outlook outlook) {
        if (!outlook.isKnown()) {
            return Texts.of("plan.estimate.unknown");
        }
        return Texts.of(
                outlook.isComplete() ? "plan.estimate.about" : "plan.estimate.least",
                Times.about(outlook.forecast().total()));
    }

    /// What it would mean to take a stop back that drops what waits; empty if there is nothing to take back.
    static String undo(Before before) {
        var live = before.live().size();
        var waited = before.waited();
        var key = live == 0 ? (waited == 0 ? "" : "lines") : waited == 0 ? "starts" : "both";
        return key.isEmpty() ? "" : Texts.of("plan.stop.undo." + key, live, waited);
    }

    /// What goes with the total: what it hangs on, and how sure it is. May be empty.
    static String remark(PlanProposal proposal, Outlook outlook) {
        var held = held(proposal);
        var pieces = new ArrayList<String>();
        if (held.size() == 1) {
            pieces.add(Texts.of("plan.remark.held", held.getFirst()));
        } else if (!held.isEmpty()) {
            pieces.add(Texts.of("plan.remark.helds", held.size()));
        }
        if (outlook.isKnown() && !outlook.unknown().isEmpty()) {
            pieces.add(Texts.of(
                    "plan.remark.unknown",
                    outlook.unknown().size(),
                    proposal.plan().members().size()));
        } else if (outlook.isKnown()) {
            pieces.add(Texts.of("plan.remark.slowest", Times.about(outlook.slowest())));
        }
        return String.join(". ", pieces);
    }

    /// The services whose holds it waits for.
    static List<String> held(PlanProposal proposal) {
        return proposal.request().now()
                ? List.of()
                : proposal.busy().stream().filter(Busy::held).map(Busy::service).toList();
    }
}
