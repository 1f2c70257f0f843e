package dev.signalbox.console.commands;

import dev.signalbox.console.fx.FxThread;
import dev.signalbox.console.fx.Texts;
import dev.signalbox.console.model.Before;
import dev.signalbox.console.model.OperationQueueModel;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.PlanSubmission;
import dev.signalbox.operation.PutBack;
import dev.signalbox.operation.Submission;
import dev.signalbox.operation.Ticket;
import dev.signalbox.service.plan.PlanRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// Services were stopped: one, or a plan of them, behind what waits or before all else. Taken back, stops that have not
/// begun are called off, what ran before is started again, behind the stop that is at work, and what was dropped from
/// the lines waits again.
///
/// @param title for people
/// @param stops the requests
/// @param plan their plan; 0 if there is none
/// @param drops whether they have dropped all that waited
/// @param before what their services were like
record StopDeed(OperationQueueModel model, String title, List<Ticket> stops, long plan, boolean drops, Before before)
        implements Deed {

    /// What was asked for to bring services up again.
    ///
    /// @param starts the numbers of the starts, by service
    /// @param refusal why there are none; empty if nothing was refused
    private record Started(Map<String, Long> starts, String refusal) {
        private static final Started NONE = new Started(Map.of(), "");
    }

    @Override
    public String title(int times) {
        return title;
    }

    @Override
    public @Nullable String whyNot() {
        var waits = stops.stream().anyMatch(stop -> stop.state() == Ticket.State.WAITING);
        var dropped = drops && !before.lines().isEmpty();
        return waits || dropped || !before.live().isEmpty() ? null : Texts.of("undo.stop.nothing");
    }

    @Override
    public CompletionStage<Result> takeBack() {
        var waiting = stops.stream()
                .filter(stop -> stop.state() == Ticket.State.WAITING)
                .toList();
        return callOff(waiting)
                .thenCompose(_ -> FxThread.goOn(this::start))
                .thenCompose(
                        started -> putBack(started.starts).thenApply(back -> result(waiting.size(), started, back)));
    }

    private CompletionStage<?> callOff(List<Ticket> waiting) {
        if (waiting.isEmpty()) {
            return CompletableFuture.completedStage(null);
        }
        return plan == 0 ? model.withdraw(waiting.getFirst().operation().id()) : model.withdrawPlan(plan);
    }

    private CompletionStage<Started> start() {
        var request = new PlanRequest(OperationKind.START, before.live(), false, 0, false, false);
        var starts = model.planner().propose(request).plan();
        if (starts.members().isEmpty()) {
            return CompletableFuture.completedStage(Started.NONE);
        }
        if (starts.members().size() == 1) {
            return model.start(starts.members().getFirst().service()).thenApply(answer -> switch (answer) {
                case Submission.Accepted(var ticket) ->
                    new Started(
                            Map.of(
                                    ticket.operation().service(),
                                    ticket.operation().id()),
                            "");
                case Submission.Refused(var reason, var _) -> new Started(Map.of(), reason);
            });
        }
        return model.submit(starts, "").thenApply(answer -> switch (answer) {
            case PlanSubmission.Accepted(var ticket) -> new Started(PlanDeed.numbers(ticket), "");
            case PlanSubmission.Refused(var reason, var _) -> new Started(Map.of(), reason);
        });
    }

    /// What waited comes behind the starts, as it came behind what ran.
    private CompletionStage<List<PutBack>> putBack(Map<String, Long> starts) {
        var gone = new LinkedHashMap<String, List<Long>>();
        var lines = new LinkedHashMap<String, List<Long>>();
        before.lines().forEach((service, line) -> {
            var all = new ArrayList<Long>();
            var start = starts.get(service);
            if (start != null) {
                all.add(start);
            }
            all.addAll(line);
            lines.put(service, all);
            var left = line.stream().filter(id -> !waits(service, id)).toList();
            if (!left.isEmpty()) {
                gone.put(service, left);
            }
        });
        return LineDeed.putBack(model, gone, lines);
    }

    private boolean waits(String service, long operation) {
        return model.find(service)
                .filter(found -> Before.line(found).contains(operation))
                .isPresent();
    }

    private Result result(int off, Started started, List<PutBack> back) {
        var parts = new ArrayList<String>();
        var starts = started.starts.keySet();
        PlanDeed.add(parts, "undo.stop.off", off, "");
        PlanDeed.add(
                parts,
                "undo.stop.started",
                starts.size(),
                starts.isEmpty() ? "" : starts.iterator().next());
        PlanDeed.add(parts, "undo.plan.again", LineDeed.again(back), "");
        var done = parts.isEmpty() ? Texts.of("undo.stop.none") : Texts.of("undo.done", String.join(", ", parts));
        var refused = new ArrayList<String>();
        if (!started.refusal.isEmpty()) {
            refused.add(started.refusal);
        }
        if (drops) { // else it has run
            refused.addAll(LineDeed.refused(back));
        }
        return new Result(true, refused.isEmpty() ? done : Texts.of("undo.but", done, String.join("; ", refused)));
    }
}
