package dev.signalbox.console.plan;

import dev.signalbox.console.fx.Texts;
import dev.signalbox.console.fx.Times;
import dev.signalbox.console.model.Condition;
import dev.signalbox.console.model.ServiceModel;
import dev.signalbox.console.model.StateGlyph;
import dev.signalbox.console.model.Trouble;
import dev.signalbox.console.plan.Work.Line;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.QueueSnapshot;
import dev.signalbox.operation.Source;
import dev.signalbox.time.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/// What it costs to stop services now: what is cancelled, what is dropped, which holds are passed, and which
/// services are not tried again (rules 16 and 28).
final class Drops {
    private final TimeSource time;
    private final List<Line> lines = new ArrayList<>();
    private int cancelled;
    private int dropped;
    private int retries;
    private int holds;
    private boolean allHeld;

    private Drops(TimeSource time) {
        this.time = time;
    }

    /// @param services those that are stopped
    static Work of(Collection<ServiceModel> services, TimeSource time) {
        var drops = new Drops(time);
        services.forEach(drops::add);
        return new Work(drops.heading(), drops.lines);
    }

    private void add(ServiceModel service) {
        var queue = service.queue();
        var retry = Trouble.countdown(service.status(), time.now());
        var work = new StringJoiner("; ");
        var active = queue.active();
        if (active != null) {
            work.add(end(active));
        }
        if (queue.held()) {
            work.add(Texts.of(active == null ? "plan.drops.held" : "plan.drops.hold-stays"));
            holds++;
        }
        allHeld |= queue.allHeld();
        if (!retry.isEmpty()) {
            work.add(Texts.of("plan.drops.retry", retry));
            retries++;
        }
        dropped += queue.waiting().size();
        if (work.length() > 0 || !queue.waiting().isEmpty()) {
            lines.add(new Line(
                    service.id(), glyph(service, !retry.isEmpty()), queue.held(), work.toString(), place(service)));
        }
    }

    /// What becomes of the operation that runs. A stop goes on under the new one's name (rule 28d).
    private String end(QueueSnapshot.Active active) {
        var ran = Times.compact(Duration.ofNanos(time.nanoTime() - active.startedNanos()));
        var operation = active.operation();
        if (operation.kind() == OperationKind.STOP) {
            return Texts.of("plan.drops.goes-on", operation.label(), ran);
        }
        cancelled++;
        return Texts.of("plan.drops.cancelled", operation.label(), ran);
    }

    private static @Nullable StateGlyph glyph(ServiceModel service, boolean retries) {
        var active = service.queue().active();
        if (active != null) {
            return StateGlyph.of(active.operation().kind());
        }
        return retries ? Condition.of(service).glyph() : null;
    }

    private static String place(ServiceModel service) {
        var waiting = service.queue().waiting();
        if (waiting.isEmpty()) {
            return service.status().recovery() == null ? "" : Texts.of("plan.drops.stays-stopped");
        }
        var kinds = waiting.stream().map(wait -> wait.operation().kind()).toList();
        if (kinds.stream().allMatch(kind -> kind == OperationKind.STOP)) {
            return Texts.of("plan.drops.replaced", PlanWords.count(kinds));
        }
        var askers = waiting.stream()
                .map(wait -> name(wait.operation().source()))
                .distinct()
                .toList();
        return Texts.of("plan.drops.dropped", PlanWords.count(kinds), PlanWords.names(askers));
    }

    private static String name(Source source) {
        return source.actor().isEmpty() ? source.road().words() : source.actor();
    }

    private String heading() {
        var pieces = new StringJoiner(", ");
        count(pieces, "plan.drops.count.cancelled", cancelled);
        count(pieces, "plan.drops.count.dropped", dropped);
        count(pieces, "plan.drops.count.retries", retries);
        if (allHeld) {
            pieces.add(Texts.of("plan.drops.count.all-held"));
        } else {
            count(pieces, "plan.drops.count.holds", holds);
        }
        if (pieces.length() == 0 && !lines.isEmpty()) {
            pieces.add(Texts.of("plan.drops.count.none"));
        }
        return pieces.toString();
    }

    private static void count(StringJoiner pieces, String key, int count) {
        if (count > 0) {
            pieces.add(Texts.of(key, count));
        }
    }
}
