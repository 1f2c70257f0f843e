package dev.signalbox.console.commands;

import dev.signalbox.console.fx.FxThread;
import dev.signalbox.console.fx.Question;
import dev.signalbox.console.fx.Texts;
import dev.signalbox.console.model.Before;
import dev.signalbox.console.model.OperationQueueModel;
import dev.signalbox.console.model.ServiceModel;
import dev.signalbox.console.model.Trouble;
import dev.signalbox.console.plan.Plans;
import dev.signalbox.console.plan.Together;
import dev.signalbox.operation.BulkPlan;
import dev.signalbox.operation.Operation;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.PlanTicket;
import dev.signalbox.operation.Submission;
import dev.signalbox.operation.Ticket;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.stage.Stage;
import javafx.stage.Window;
import javafx.util.Subscription;

/// What the window's buttons and keys ask of [OperationQueueModel], with the questions that come before and the
/// refusals that come after. FX thread.
public final class Commands {
    private final OperationQueueModel model;
    private final Window owner;
    private final Notices notices;
    private final Plans plans;
    private final Together together;
    private final Undo undo;
    /// Watches whether there is still something to kill while that is asked.
    private Subscription killing = Subscription.EMPTY;

    public Commands(OperationQueueModel model, Window owner, Notices notices) {
        this.model = model;
        this.owner = owner;
        this.notices = notices;
        plans = new Plans(model, notices::refused, notices::nothingToDo);
        together = new Together(model, plans);
        undo = new Undo(model.time());
        plans.onAsked(this::watch);
    }

    /// Where requests for several services are shown and followed.
    public Plans plans() {
        return plans;
    }

    /// What was done lately and can be taken back.
    public Undo undo() {
        return undo;
    }

    /// Takes note of a plan that is asked for, so that it can be taken back.
    private Consumer<PlanTicket> watch(BulkPlan plan, String title) {
        var before = before(plan.services());
        var stops = plan.members().stream().allMatch(member -> member.kind() == OperationKind.STOP);
        return ticket -> undo.did(
                stops
                        ? new StopDeed(
                                model,
                                Texts.of("undo.title.plan", title),
                                ticket.members(),
                                ticket.id(),
                                plan.now(),
                                before)
                        : new PlanDeed(model, title, ticket, before));
    }

    private Before before(Set<String> services) {
        return Before.of(model.services().stream()
                .filter(service -> services.contains(service.id()))
                .toList());
    }

    /// Starts a service, alone or with what it needs and does not run.
    public void start(ServiceModel service) {
        together.start(service.id(), () -> {
            var ran = before(Set.of(service.id())).live().contains(service.id());
            answered(model.start(service.id()), ticket -> new StartDeed(model, ticket, ran));
        });
    }

    /// Stops a service, alone or with what needs it and runs.
    public void stop(ServiceModel service) {
        Runnable stop = () -> stopped(service, model::stop, false);
        together.stop(service.id(), () -> confirmed(OperationKind.STOP, service, stop), stop);
    }

    /// @param drops whether what waits is dropped
    private void stopped(ServiceModel service, Function<String, CompletionStage<Submission>> stop, boolean drops) {
        var before = before(Set.of(service.id()));
        var title = Texts.of("undo.title.stop", service.id());
        answered(stop.apply(service.id()), ticket -> new StopDeed(model, title, List.of(ticket), 0, drops, before));
    }

    /// Restarts a service by itself, at once, whoever needs it: nothing is lost by one, and three presses are three
    /// queued restarts. What it means for others is told afterwards.
    public void restart(ServiceModel service) {
        confirmed(OperationKind.RESTART, service, () -> {
            var dependents = model.planner().runningDependents(Set.of(service.id()));
            answered(model.restart(service.id()), ticket -> new RestartDeed(model, service, ticket, dependents));
        });
    }

    /// Restarts a service with all running services that need it; those of the restart that is told of around that.
    public void restartWithDependents(ServiceModel service) {
        var told = undo.toldProperty().get();
        var around = told != null && service.equals(told.deed().restarted());
        queue(around ? plans.prepareAround(service.id()) : plans.prepareRestart(service.id()));
    }

    /// Whether no service that runs needs this one.
    public boolean isNeededByNone(ServiceModel service) {
        return model.planner().runningDependents(Set.of(service.id())).isEmpty();
    }

    private void confirmed(OperationKind kind, ServiceModel service, Runnable action) {
        if (service.definition().confirm().contains(kind)) {
            confirm("confirm." + kind, service.id(), service.id(), action);
        } else {
            action.run();
        }
    }

    /// Queues a plan; where the workspace wants to be asked about something in it, once the operator has agreed.
    private void queue(Plans.Prepared prepared) {
        var careful = model.services().stream()
                .filter(service -> isAskedAbout(service, prepared.plan()))
                .map(ServiceModel::id)
                .toList();
        if (careful.isEmpty()) {
            plans.queue(prepared);
        } else {
            confirm("confirm.plan", prepared.title(), String.join(", ", careful), () -> plans.queue(prepared));
        }
    }

    private static boolean isAskedAbout(ServiceModel service, BulkPlan plan) {
        var kinds = plan.members().stream()
                .filter(member -> member.service().equals(service.id()))
                .map(BulkPlan.Member::kind)
                .toList();
        var restarted = kinds.contains(OperationKind.RESTART)
                || (kinds.contains(OperationKind.STOP) && kinds.contains(OperationKind.START));
        var kind = restarted ? OperationKind.RESTART : OperationKind.STOP;
        return (restarted || kinds.contains(OperationKind.STOP))
                && service.definition().confirm().contains(kind);
    }

    private void confirm(String key, String title, String careful, Runnable action) {
        new Question(plans.layer(), Texts.of(key + ".title", title), Texts.of("confirm.text", careful))
                .cancel()
                .preferred(Texts.of(key + ".answer"), action)
                .ask();
    }

    /// Asks for one thing on several services.
    ///
    /// @param scope the name of what was chosen; empty if there is none
    public void ask(OperationKind kind, Collection<ServiceModel> services, String scope) {
        if (services.size() == 1) {
            ask(kind, services.iterator().next());
            return;
        }
        var ids = new LinkedHashSet<String>();
        services.forEach(service -> ids.add(service.id()));
        if (kind == OperationKind.START) {
            plans.start(ids, scope);
        } else {
            plans.ask(kind, ids, scope);
        }
    }

    /// Asks for different things at once: as one plan unless it is about one service only.
    ///
    /// @param services what to ask for of which services, all of which there are
    /// @param title of the plan
    public void ask(Map<OperationKind, Set<String>> services, String title) {
        // It may be asked in another window, and what follows is to be seen in this one.
        if (owner instanceof Stage stage) {
            stage.toFront();
        }
        if (services.size() == 1) {
            services.forEach((kind, ids) -> ask(
                    kind,
                    model.services().stream()
                            .filter(service -> ids.contains(service.id()))
                            .toList(),
                    ""));
        } else {
            queue(plans.prepare(services, title));
        }
    }

    /// Tells that nothing was queued, and why.
    public void refused(String reason) {
        notices.refused(reason);
    }

    private void ask(OperationKind kind, ServiceModel service) {
        switch (kind) {
            case START -> start(service);
            case STOP -> stop(service);
            case RESTART -> restart(service);
        }
    }

    /// What a failed service's note or card offers.
    public void remedy(ServiceModel service, Trouble.Remedy remedy) {
        switch (remedy) {
            case START, RETRY_NOW -> start(service);
            case STOP_RETRYING -> model.stopRetrying(service.id());
            case REPLACE_BLOCKER -> replaceBlocker(service);
        }
    }

    /// Stops the service that holds a port of this one, then starts this one; once the operator has agreed.
    private void replaceBlocker(ServiceModel service) {
        var blocker = service.status().blocker();
        new Question(
                        plans.layer(),
                        Texts.of("replace.title", blocker, service.id()),
                        Texts.of("replace.text", blocker, service.id()))
                .cancel()
                .dangerous(Texts.of("replace.answer"), () -> plans.startInPlaceOf(service.id(), blocker))
                .ask();
    }

    /// Stops a service before anything else; where that is at work already, offers to kill it.
    public void stopNow(ServiceModel service) {
        if (service.isStoppingNow()) {
            kill(service);
        } else {
            confirmed(OperationKind.STOP, service, () -> stopped(service, model::stopNow, true));
        }
    }

    /// Ends a service that is being stopped by force, once the operator has agreed. If it stops while that is asked,
    /// the question is gone: what starts then is not killed.
    private void kill(ServiceModel service) {
        var question =
                new Question(plans.layer(), Texts.of("kill.title", service.id()), Texts.of("kill.text", service.id()));
        question.cancel(Texts.of("kill.keep-waiting"), () -> killing.unsubscribe())
                .dangerous(Texts.of("kill.answer"), () -> {
                    killing.unsubscribe();
                    tellIfRefused(model.kill(service.id()));
                })
                .ask();
        killing = service.follow(() -> {
            if (!service.isStoppingNow()) {
                question.close();
            }
        });
    }

    /// Lets a service run on that was to be stopped.
    public void keepRunning(ServiceModel service) {
        model.keepRunning(service.id());
    }

    /// Takes over what another engine has started of a service.
    public void takeOver(ServiceModel service) {
        model.takeOver(service.id());
    }

    /// Suspends the service's schedule, or resumes it if it is suspended.
    public void toggleSchedule(ServiceModel service) {
        if (service.intent().suspension() == null) {
            model.suspendSchedule(service.id());
        } else {
            model.resumeSchedule(service.id());
        }
    }

    /// Holds the queues of all these services, or resumes them if all are held by themselves.
    public void toggleHold(Collection<ServiceModel> services) {
        var held = services.stream().allMatch(service -> service.queue().held());
        var chosen = services.stream()
                .filter(service -> service.queue().held() == held)
                .toList();
        if (!chosen.isEmpty()) {
            var deed = HoldDeed.of(model, !held, chosen);
            chosen.forEach(service -> {
                if (held) {
                    model.resume(service.id());
                } else {
                    model.hold(service.id());
                }
            });
            undo.did(deed);
        }
    }

    /// Holds the queues of all these services once the operator has said why, and for how long.
    public void holdBecause(Collection<ServiceModel> services) {
        var what =
                services.size() == 1 ? services.iterator().next().id() : Texts.of("hold.ask.several", services.size());
        new HoldQuestion(plans.layer(), what, (why, length) -> {
                    var until = length.isZero() ? null : model.time().now().plus(length);
                    services.forEach(service -> model.hold(service.id(), why, until));
                    undo.did(HoldDeed.of(model, true, List.copyOf(services)));
                })
                .ask();
    }

    /// Cancels what waits last for each service for which anything does.
    public void cancelLastQueued(Collection<ServiceModel> services) {
        var before = Before.of(services);
        var last = new LinkedHashMap<String, List<Long>>();
        before.lines().forEach((service, line) -> last.put(service, List.of(line.getLast())));
        if (last.isEmpty()) {
            return;
        }
        last.values().forEach(line -> model.cancel(line.getFirst()));
        var only = last.size() == 1 ? last.keySet().iterator().next() : "";
        undo.did(new LineDeed(model, Texts.of("undo.title.cancel-last", last.size(), only), last, before.lines()));
    }

    /// Cancels an operation that waits for a service.
    public void cancelQueued(ServiceModel service, Operation operation) {
        var title = Texts.of("undo.title.cancel", operation.label(), service.id());
        var deed = lineDeed(service, title, List.of(operation.id()));
        model.cancel(operation.id());
        undo.did(deed);
    }

    /// Moves an operation that waits for a service to `position` of its queue, 0 is next.
    public void move(ServiceModel service, Operation operation, int position) {
        var title = Texts.of("undo.title.move", operation.label(), service.id());
        var deed = lineDeed(service, title, List.of(operation.id()));
        model.move(operation.id(), position);
        undo.did(deed);
    }

    /// Merges what waits for a service as its policy `coalesce` would.
    public void merge(ServiceModel service) {
        var deed = lineDeed(service, Texts.of("undo.title.merge", service.id()), Before.line(service));
        model.mergeDuplicates(service.id());
        undo.did(deed);
    }

    /// Cancels all that waits for the service.
    public void clear(ServiceModel service) {
        var line = Before.line(service);
        var deed = lineDeed(service, Texts.of("undo.title.clear", service.id(), line.size()), line);
        model.clear(service.id());
        undo.did(deed);
    }

    private LineDeed lineDeed(ServiceModel service, String title, List<Long> chosen) {
        return new LineDeed(model, title, Map.of(service.id(), chosen), Map.of(service.id(), Before.line(service)));
    }

    /// Gives up the stuck operation of a wedged service, once the operator has agreed.
    public void abandon(ServiceModel service) {
        var active = service.queue().active();
        if (active != null) {
            var stuck = active.operation();
            new Question(
                            plans.layer(),
                            Texts.of("abandon.title", stuck.label()),
                            Texts.of("abandon.text", service.id()))
                    .cancel(Texts.of("abandon.keep-waiting"), () -> {})
                    .dangerous(Texts.of("abandon.answer"), () -> abandon(service, stuck.id()))
                    .ask();
        }
    }

    /// Another operation may have taken its place while the question was asked.
    private void abandon(ServiceModel service, long operation) {
        var active = service.queue().active();
        if (active != null && active.operation().id() == operation) {
            model.abandon(service.id());
        }
    }

    public void holdAll(boolean hold) {
        if (hold) {
            model.holdAll();
        } else {
            model.resumeAll();
        }
        undo.did(new HoldAllDeed(model, hold));
    }

    /// Tells what the operator should know of the answer to a request, and takes note of what can be taken back.
    private void answered(CompletionStage<Submission> answer, Function<Ticket, Deed> deed) {
        var _ = answer.thenAccept(submission -> FxThread.run(() -> {
            notices.answered(submission);
            if (submission instanceof Submission.Accepted(var ticket)) {
                undo.did(deed.apply(ticket));
            }
        }));
    }

    private void tellIfRefused(CompletionStage<Submission> answer) {
        var _ = answer.thenAccept(submission -> FxThread.run(() -> notices.answered(submission)));
    }
}
