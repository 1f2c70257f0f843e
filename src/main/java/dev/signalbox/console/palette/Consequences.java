package dev.signalbox.console.palette;

import dev.signalbox.console.commands.Actions;
import dev.signalbox.console.commands.Target;
import dev.signalbox.console.fx.Texts;
import dev.signalbox.console.fx.Times;
import dev.signalbox.console.model.Backlog;
import dev.signalbox.console.model.OperationQueueModel;
import dev.signalbox.console.model.ServiceModel;
import dev.signalbox.console.plan.Together;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.QueueSnapshot;
import dev.signalbox.service.plan.BulkPlanner;
import dev.signalbox.service.plan.PlanRequest;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Tells what choices would do as things are now, in the words of the questions and plans that may come before. FX
/// thread.
final class Consequences {
    private final OperationQueueModel model;
    private final Actions actions;
    /// Made once for all that is shown together.
    private @Nullable BulkPlanner planner;

    Consequences(OperationQueueModel model, Actions actions) {
        this.model = model;
        this.actions = actions;
    }

    /// Looks at the services anew from here on.
    void update() {
        planner = null;
    }

    private BulkPlanner planner() {
        var now = planner == null ? model.planner() : planner;
        planner = now;
        return now;
    }

    Consequence of(Choice choice) {
        return switch (choice) {
            case Choice.Deed deed -> of(deed);
            case Choice.Jump jump -> of(jump);
        };
    }

    private static Consequence of(Choice.Jump jump) {
        var service = jump.service();
        if (service == null) {
            return new Consequence(Texts.of("does.operation.old", Long.toString(jump.number())), List.of(), "");
        }
        var last = service.queue().last();
        if (last != null && last.operation().id() == jump.number()) {
            return new Consequence(
                    Texts.of("does.operation.ended", service.id()),
                    List.of(),
                    Texts.capitalized(last.outcome().describe()));
        }
        var asked = service.queue()
                .operations()
                .filter(operation -> operation.id() == jump.number())
                .findFirst()
                .map(operation -> Texts.of("does.operation.by", operation.source()))
                .orElse("");
        return new Consequence(Texts.of("does.operation.queue", service.id()), List.of(), asked);
    }

    private Consequence of(Choice.Deed deed) {
        var target = deed.target();
        var only = target.only();
        return switch (deed.action().id()) {
            case "start" -> only == null ? plan(OperationKind.START, target) : start(only);
            case "restart" -> only == null ? plan(OperationKind.RESTART, target) : restart(only);
            case "stop" -> only == null ? plan(OperationKind.STOP, target) : stop(only);
            case "start-all", "restart-all", "stop-all" -> planOfAll(deed);
            case "stop-now" -> stopNow(Objects.requireNonNull(only));
            case "restart-with-dependents" -> restartTogether(Objects.requireNonNull(only));
            case "hold" -> simple(Actions.isHeld(target) ? "resume" : "hold", target);
            case "hold-all" -> simple(model.totalsProperty().get().allHeld() ? "resume-all" : "hold-all", target);
            case "cancel-last" -> only == null ? simple("cancel-last-several", target) : cancelLast(only);
            case "merge" ->
                count("merge", Objects.requireNonNull(only), only.queue().mergeable());
            case "undo" ->
                new Consequence(Texts.of("does.undo", actions.commands().undo().what()), List.of(), "");
            case "clear" -> clear(Objects.requireNonNull(only));
            case "copy-command" ->
                copy(Objects.requireNonNull(only).definition().command().text());
            case "copy-pid" ->
                copy(Long.toString(Objects.requireNonNull(only).status().pid()));
            default -> simple(deed.action().id(), target);
        };
    }

    // --- one service ---

    private Consequence start(ServiceModel service) {
        var missing = planner().missing(Set.of(service.id()));
        if (missing.isEmpty()) {
            return new Consequence(queues(OperationKind.START, service), List.of(service), "");
        }
        return new Consequence(
                Texts.of("does.start.together", service.id(), missing.size()),
                models(missing),
                Together.words(OperationKind.START, service.id(), missing));
    }

    private Consequence restart(ServiceModel service) {
        var dependents = dependents(service);
        var usual = model.runTimes().usual(service.id(), OperationKind.RESTART);
        var undo = Texts.of("does.restart.undo");
        var lose = dependents.isEmpty()
                ? ""
                : usual.map(time -> Texts.of("does.restart.lose.about", service.id(), Times.about(time)))
                                .orElse(Texts.of("does.restart.lose", service.id()))
                        + " ";
        return new Consequence(queues(OperationKind.RESTART, service), with(service, dependents), lose + undo);
    }

    private Consequence stop(ServiceModel service) {
        var dependents = dependents(service);
        if (dependents.isEmpty()) {
            return new Consequence(queues(OperationKind.STOP, service), List.of(service), "");
        }
        return new Consequence(
                Texts.of("does.stop.together", service.id(), dependents.size() + 1),
                with(service, dependents),
                Together.words(OperationKind.STOP, service.id(), dependents));
    }

    private Consequence stopNow(ServiceModel service) {
        if (service.isStoppingNow()) {
            return new Consequence(
                    Texts.of("does.kill", service.id()), List.of(service), Texts.of("kill.text", service.id()));
        }
        var dependents = dependents(service);
        return new Consequence(
                asked(OperationKind.STOP, service, Texts.of("does.stop-now", service.id())),
                with(service, dependents),
                dependents.isEmpty() ? "" : Texts.of("does.stop-now.lose", service.id()));
    }

    private Consequence restartTogether(ServiceModel service) {
        var proposal = planner().propose(PlanRequest.of(OperationKind.RESTART, Set.of(service.id())));
        var plan = proposal.plan();
        return new Consequence(
                Texts.of("does.restart-with-dependents", plan.services().size(), service.id()),
                models(plan.services()),
                Texts.of("does.restart-with-dependents.order"));
    }

    private Consequence cancelLast(ServiceModel service) {
        var waiting = service.queue().waiting();
        return waiting.isEmpty()
                ? simple("cancel-last-several", Target.of(service))
                : new Consequence(
                        Texts.of(
                                "does.cancel-last",
                                waiting.getLast().operation().label(),
                                service.id()),
                        List.of(service),
                        "");
    }

    private Consequence clear(ServiceModel service) {
        return count("clear", service, service.queue().waiting().size());
    }

    private static Consequence count(String key, ServiceModel service, int count) {
        return new Consequence(Texts.of("does." + key, service.id(), count), List.of(service), "");
    }

    private static Consequence copy(String text) {
        return new Consequence(Texts.of("does.copy", text), List.of(), "");
    }

    // --- several services ---

    private Consequence planOfAll(Choice.Deed deed) {
        var kind = OperationKind.valueOf(deed.action().id().replace("-all", "").toUpperCase(Locale.ROOT));
        return plan(kind, Target.of(actions.shown()));
    }

    private Consequence plan(OperationKind kind, Target target) {
        var ids = target.services().stream().map(ServiceModel::id).collect(Collectors.toSet());
        var request = kind == OperationKind.START
                ? PlanRequest.of(kind, ids)
                : new PlanRequest(kind, ids, true, 0, true, false);
        var proposal = planner().propose(request);
        var services = proposal.plan().services();
        if (services.isEmpty()) {
            return new Consequence(Texts.of("does.nothing"), List.of(), Texts.of("plan.nothing." + kind));
        }
        var title = Texts.of("plan.title." + kind, services.size());
        if (kind == OperationKind.STOP) {
            return new Consequence(
                    Texts.of("does.plan.stops", title), models(services), Texts.of("does.plan.stops.remark"));
        }
        // As the plans decide.
        var atOnce = kind == OperationKind.START
                && proposal.busy().isEmpty()
                && proposal.others().isEmpty();
        return atOnce
                ? new Consequence(Texts.of("does.plan.queues", title), models(services), "")
                : new Consequence(
                        Texts.of("does.plan.shows", title), models(services), Texts.of("plan.explanation." + kind));
    }

    private Consequence simple(String key, Target target) {
        var only = target.only();
        var name = only == null ? Texts.of("services.group", target.services().size()) : only.id();
        return new Consequence(Texts.of("does." + key, name), target.services(), "");
    }

    // --- words ---

    private String queues(OperationKind kind, ServiceModel service) {
        return asked(kind, service, Texts.of("does.queues." + kind, service.id()) + when(service.queue()));
    }

    private static String asked(OperationKind kind, ServiceModel service, String words) {
        return service.definition().confirm().contains(kind) ? Texts.of("does.asked", words) : words;
    }

    /// When what is queued now would begin.
    private String when(QueueSnapshot queue) {
        if (queue.isHeld()) {
            return Texts.of("does.when.held");
        }
        if (queue.isIdle()) {
            return Texts.of("does.when.now");
        }
        var waiting = queue.waiting().size();
        var behind = Texts.of(queue.active() == null ? "does.when.waiting" : "does.when.behind", waiting);
        var backlog = Backlog.of(
                queue, _ -> true, model.runTimes()::usual, model.time().nanoTime());
        return backlog.complete() ? behind + Texts.of("does.when.about", Times.about(backlog.time())) : behind;
    }

    // --- who is concerned ---

    private Set<String> dependents(ServiceModel service) {
        return planner().runningDependents(Set.of(service.id()));
    }

    private List<ServiceModel> with(ServiceModel service, Set<String> others) {
        return Stream.concat(Stream.of(service), models(others).stream()).toList();
    }

    private List<ServiceModel> models(Set<String> ids) {
        return model.services().stream()
                .filter(service -> ids.contains(service.id()))
                .toList();
    }
}
