package dev.signalbox.console.plan;

import dev.signalbox.console.fx.Texts;
import dev.signalbox.console.fx.Times;
import dev.signalbox.console.plan.PlanForecast.Slot;
import dev.signalbox.operation.BulkPlan;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.service.plan.PlanProposal;
import dev.signalbox.service.plan.PlanProposal.Busy;
import dev.signalbox.service.plan.PlanProposal.Skipped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// A plan as it is drawn: sections of waves, each with its services and the time it would take. Pure data.
///
/// @param scale of the times, from now on
record Picture(List<Section> sections, TimeScale scale) {

    /// The waves of one kind of operation.
    record Section(OperationKind kind, String title, String hint, List<Wave> waves) {}

    /// What can start at the same time.
    ///
    /// @param number its place in its section, from 1; empty for what is skipped
    /// @param lane `Lane.NONE` for what takes no time, or none that is known
    record Wave(String number, List<Chip> chips, Lane lane) {}

    /// A service in a wave.
    ///
    /// @param note what keeps it busy, or why it is skipped
    /// @param tip more on it; may be empty
    record Chip(String service, String note, boolean skipped, String tip) {}

    /// When a wave waits and runs.
    ///
    /// @param brief the words where they have little room
    record Lane(List<Span> waits, List<Span> runs, String words, String brief) {
        static final Lane NONE = new Lane(List.of(), List.of(), "", "");
    }

    record Span(Duration from, Duration to) {}

    /// More services than that are not listed one by one where they are skipped for the same reason.
    private static final int MOST_SKIPPED = 8;

    static Picture of(PlanProposal proposal, Outlook outlook) {
        return new Painter(proposal, outlook).paint();
    }

    /// Makes one picture.
    private static final class Painter {
        private final PlanProposal proposal;
        private final BulkPlan plan;
        private final Outlook outlook;
        private final Map<String, Busy> busy = new HashMap<>();

        Painter(PlanProposal proposal, Outlook outlook) {
            this.proposal = proposal;
            this.plan = proposal.plan();
            this.outlook = outlook;
            proposal.busy().forEach(work -> busy.put(work.service(), work));
        }

        Picture paint() {
            var kinds = new LinkedHashSet<OperationKind>();
            for (var kind : List.of(OperationKind.STOP, OperationKind.RESTART, OperationKind.START)) {
                if (plan.members().stream().anyMatch(member -> member.kind() == kind)
                        || proposal.skipped().stream().anyMatch(skipped -> skipped.kind() == kind)) {
                    kinds.add(kind);
                }
            }
            return new Picture(
                    kinds.stream().map(this::section).toList(),
                    TimeScale.of(outlook.forecast().total()));
        }

        private Section section(OperationKind kind) {
            var waves = new ArrayList<Wave>();
            var all = plan.waves();
            for (var wave : all) {
                var members = wave.stream()
                        .filter(member -> plan.members().get(member).kind() == kind)
                        .toList();
                if (!members.isEmpty()) {
                    // Stops are planned in reverse; what is shown is easier to find in the workspace's order.
                    var shown = kind == OperationKind.STOP ? members.reversed() : members;
                    waves.add(new Wave(
                            String.valueOf(waves.size() + 1),
                            shown.stream().map(this::chip).toList(),
                            lane(members)));
                }
            }
            var skipped = skipped(kind);
            if (!skipped.isEmpty()) {
                waves.add(new Wave("", skipped, Lane.NONE));
            }
            return new Section(
                    kind,
                    Texts.of("plan.section." + kind),
                    Texts.of("plan.section." + kind + ".hint", plan.atOnce()),
                    waves);
        }

        private Chip chip(int member) {
            var service = plan.members().get(member).service();
            // What a service has to do already comes before its first operation of the plan.
            var first = plan.members().subList(0, member).stream()
                    .noneMatch(before -> before.service().equals(service));
            if (outlook.idle().contains(member)) {
                return new Chip(service, Texts.of("plan.chip.down"), true, "");
            }
            // What is cancelled does not matter.
            var work = first && !plan.now() ? busy.get(service) : null;
            return new Chip(service, work == null ? "" : note(work), false, "");
        }

        private static String note(Busy work) {
            if (work.held()) {
                return Texts.of("plan.chip.held");
            }
            return work.waiting().isEmpty()
                    ? Texts.of("plan.chip.running")
                    : Texts.of("plan.chip.queued", work.waiting().size());
        }

        private List<Chip> skipped(OperationKind kind) {
            var byReason = proposal.skipped().stream()
                    .filter(skipped -> skipped.kind() == kind)
                    .collect(Collectors.groupingBy(Skipped::reason, LinkedHashMap::new, Collectors.toList()));
            var chips = new ArrayList<Chip>();
            byReason.forEach((reason, services) -> {
                if (services.size() > MOST_SKIPPED) {
                    var names = services.stream().map(Skipped::service).collect(Collectors.joining(", "));
                    chips.add(new Chip(Texts.of("plan.services", services.size()), reason, true, names));
                } else {
                    services.forEach(skipped -> chips.add(new Chip(skipped.service(), reason, true, "")));
                }
            });
            return chips;
        }

        private Lane lane(List<Integer> members) {
            var working = members.stream()
                    .filter(member -> !outlook.idle().contains(member))
                    .toList();
            if (working.isEmpty()) {
                return Lane.NONE;
            }
            var known = working.stream()
                    .filter(member -> !outlook.unknown().contains(member))
                    .map(member -> outlook.forecast().members().get(member))
                    .toList();
            if (known.isEmpty()) {
                var unknown = Texts.of("plan.lane.unknown");
                return outlook.isKnown() ? new Lane(List.of(), List.of(), unknown, unknown) : Lane.NONE;
            }
            var waits = known.stream()
                    .filter(slot -> slot.start().compareTo(slot.ready()) > 0)
                    .map(slot -> new Span(slot.ready(), slot.start()))
                    .toList();
            var runs = known.stream()
                    .map(slot -> new Span(slot.start(), slot.end()))
                    .toList();
            // The next wave waits for the one that ends last.
            var last = known.stream().max(Comparator.comparing(Slot::end)).orElseThrow();
            var wait = last.start().minus(last.ready());
            var brief = Times.about(last.end().minus(last.start()));
            var words = wait.isPositive() ? Texts.of("plan.lane.waits", Times.about(wait), brief) : brief;
            return new Lane(union(waits), union(runs), words, brief);
        }

        private static List<Span> union(List<Span> spans) {
            var union = new ArrayList<Span>();
            for (var span :
                    spans.stream().sorted(Comparator.comparing(Span::from)).toList()) {
                var last = union.isEmpty() ? null : union.getLast();
                if (last != null && span.from().compareTo(last.to()) <= 0) {
                    if (span.to().compareTo(last.to()) > 0) {
                        union.set(union.size() - 1, new Span(last.from(), span.to()));
                    }
                } else {
                    union.add(span);
                }
            }
            return union;
        }
    }
}
