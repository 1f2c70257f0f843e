package dev.signalbox.console.commands;

import dev.signalbox.console.fx.FxThread;
import dev.signalbox.console.fx.Texts;
import dev.signalbox.console.model.Before;
import dev.signalbox.console.model.OperationQueueModel;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.Outcome;
import dev.signalbox.operation.PlanSubmission;
import dev.signalbox.operation.PlanTicket;
import dev.signalbox.operation.Ticket;
import dev.signalbox.service.plan.PlanRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// A plan of starts and restarts was queued. Taken back, what has not begun of it is called off, and what it has
/// started that did not run before is stopped; a restart that has begun goes on.
///
/// @param title of the plan
/// @param before what its services were like
record PlanDeed(OperationQueueModel model, String title, PlanTicket plan, Before before) implements Deed {

    @Override
    public String title(int times) {
        return title + ".";
    }

    @Override
    public @Nullable String whyNot() {
        var waits = plan.members().stream().anyMatch(member -> member.state() == Ticket.State.WAITING);
        return waits || !started().isEmpty() ? null : Texts.of("undo.plan.ended", title);
    }

    /// What runs by it, or is about to, and did not before.
    private Set<String> started() {
        var stopped = new LinkedHashSet<String>();
        plan.members().stream()
                .map(Ticket::operation)
                .filter(operation -> operation.kind() == OperationKind.STOP)
                .forEach(operation -> stopped.add(operation.service()));
        var started = new LinkedHashSet<String>();
        for (var member : plan.members()) {
            var operation = member.operation();
            var begun =
                    member.state() == Ticket.State.RUNNING || Withdrawal.outcome(member) instanceof Outcome.Succeeded;
            if (operation.kind() == OperationKind.START
                    && begun
                    && !stopped.contains(operation.service())
                    && !before.live().contains(operation.service())) {
                started.add(operation.service());
            }
        }
        return started;
    }

    @Override
    public CompletionStage<Result> takeBack() {
        var waiting = plan.members().stream()
                .filter(member -> member.state() == Ticket.State.WAITING)
                .count();
        var off = model.withdrawPlan(plan.id()).toCompletableFuture();
        return off.thenCompose(_ -> FxThread.goOn(this::stopStarted)) // where plans are made
                .thenCompose(stopped -> restore().thenApply(again -> result((int) waiting, stopped, again)));
    }

    private CompletionStage<List<String>> stopStarted() {
        var started = started();
        if (started.isEmpty()) {
            return CompletableFuture.completedStage(List.of());
        }
        var request = new PlanRequest(OperationKind.STOP, started, false, 0, false, false);
        var stops = model.planner().propose(request).plan();
        if (stops.members().isEmpty()) {
            return CompletableFuture.completedStage(List.of());
        }
        return model.submit(stops, "").thenApply(answer -> switch (answer) {
            case PlanSubmission.Accepted _ -> List.copyOf(stops.services());
            case PlanSubmission.Refused _ -> List.<String>of();
        });
    }

    /// What it has taken in that waited before waits again.
    private CompletionStage<Integer> restore() {
        return plan.plan().mergeQueued()
                ? LineDeed.putBack(model, before.lines(), before.lines()).thenApply(LineDeed::again)
                : CompletableFuture.completedStage(0);
    }

    private Result result(int off, List<String> stopped, int again) {
        var parts = new ArrayList<String>();
        add(parts, "undo.plan.off", off, "");
        add(parts, "undo.plan.stopped", stopped.size(), stopped.isEmpty() ? "" : stopped.getFirst());
        add(parts, "undo.plan.again", again, "");
        return parts.isEmpty()
                ? new Result(true, Texts.of("undo.plan.ended", title))
                : new Result(true, Texts.of("undo.done", String.join(", ", parts)));
    }

    static void add(List<String> parts, String key, int count, String name) {
        if (count > 0) {
            parts.add(Texts.of(key, count, name));
        }
    }

    /// What was queued of starts, by service.
    static Map<String, Long> numbers(PlanTicket ticket) {
        var numbers = new LinkedHashMap<String, Long>();
        ticket.members()
                .forEach(member -> numbers.put(
                        member.operation().service(), member.operation().id()));
        return numbers;
    }
}
