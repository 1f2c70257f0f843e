package dev.signalbox.console.plan;

import dev.signalbox.console.fx.FxThread;
import dev.signalbox.console.fx.ModalLayer;
import dev.signalbox.console.fx.Texts;
import dev.signalbox.console.model.OperationQueueModel;
import dev.signalbox.operation.BulkPlan;
import dev.signalbox.operation.BulkPlan.Gate;
import dev.signalbox.operation.BulkPlan.Member;
import dev.signalbox.operation.BulkPlan.Until;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.PlanSubmission;
import dev.signalbox.operation.PlanTicket;
import dev.signalbox.operation.Why;
import dev.signalbox.service.plan.PlanProposal;
import dev.signalbox.service.plan.PlanRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// What operators ask of several services at once: shows the plan, queues it, and follows it. FX thread.
public final class Plans {
    /// How long a plan that has succeeded is still shown.
    private static final Duration LINGER = Duration.ofSeconds(4);

    private final OperationQueueModel model;
    private final Consumer<String> refused;
    private final Consumer<OperationKind> nothingToDo;
    private final ModalLayer layer = new ModalLayer();
    private Watcher watcher = (_, _) -> _ -> {};
    private final ObservableList<PlanProgress> shown = FXCollections.observableArrayList();

    /// Takes note of plans before they are queued.
    public interface Watcher {
        /// A plan is about to be asked for.
        ///
        /// @return told when it is queued
        Consumer<PlanTicket> asked(BulkPlan plan, String title);
    }

    /// @param refused told why nothing was queued
    /// @param nothingToDo told that a request comes to nothing
    public Plans(OperationQueueModel model, Consumer<String> refused, Consumer<OperationKind> nothingToDo) {
        this.model = model;
        this.refused = refused;
        this.nothingToDo = nothingToDo;
        model.onRefreshed(() -> shown.forEach(PlanProgress::update));
    }

    /// Sets what takes note of each plan that is asked for.
    public void onAsked(Watcher given) {
        watcher = given;
    }

    /// Where the sheets are shown.
    public ModalLayer layer() {
        return layer;
    }

    /// The plans that run, or have ended in a way that somebody should look at; newest first.
    ObservableList<PlanProgress> shown() {
        return shown;
    }

    /// Shows what `kind` on all these services would do, and queues it once the operator has agreed.
    ///
    /// @param scope the name of what was chosen; empty if there is none
    public void ask(OperationKind kind, Set<String> services, String scope) {
        if (kind == OperationKind.STOP) {
            layer.show(new StopDialog(model, services, scope, this::submit, layer::close));
            return;
        }
        var request = new PlanRequest(kind, services, true, 0, true, false);
        layer.show(new PlanDialog(model, request, scope, this::submit, layer::close));
    }

    /// Starts all these services: at once if nothing has to be waited for but each other, and they alone are
    /// concerned; else as [#ask].
    public void start(Set<String> services, String scope) {
        var proposal = model.planner().propose(PlanRequest.of(OperationKind.START, services));
        if (!proposal.busy().isEmpty() || !proposal.others().isEmpty()) {
            ask(OperationKind.START, services, scope);
        } else if (proposal.plan().members().isEmpty()) {
            nothingToDo.accept(OperationKind.START);
        } else {
            submit(proposal, PlanWords.title(proposal, scope), "");
        }
    }

    /// A plan that is to be queued, or asked about before.
    public record Prepared(BulkPlan plan, String title) {}

    /// Makes one plan of stops, and after them restarts and starts, of different services.
    ///
    /// @param services what to do with which of them
    public Prepared prepare(Map<OperationKind, Set<String>> services, String title) {
        var plan = new BulkPlan(List.of(), 0, false, false);
        for (var kind : List.of(OperationKind.STOP, OperationKind.RESTART, OperationKind.START)) {
            var request = PlanRequest.of(kind, services.getOrDefault(kind, Set.of()));
            plan = plan.then(model.planner().propose(request).plan());
        }
        return new Prepared(plan, title);
    }

    /// Makes a plan that restarts a service and all running services that need it.
    public Prepared prepareRestart(String service) {
        var proposal = model.planner().propose(PlanRequest.of(OperationKind.RESTART, Set.of(service)));
        return new Prepared(proposal.plan(), PlanWords.title(proposal, ""));
    }

    /// Makes a plan that restarts the running services that need a service around a restart of it that has been
    /// asked for.
    public Prepared prepareAround(String service) {
        return new Prepared(model.planner().around(service), Texts.of("plan.title.around", service));
    }

    /// Queues a plan, or tells that there is nothing in it.
    public void queue(Prepared prepared) {
        if (prepared.plan().members().isEmpty()) {
            nothingToDo.accept(OperationKind.START);
        } else {
            submit(prepared.plan(), prepared.title(), "");
        }
    }

    /// Starts a service and what it needs, without a question.
    public void startWithOthers(String service) {
        var proposal = model.planner().propose(PlanRequest.of(OperationKind.START, Set.of(service)));
        submit(proposal, PlanWords.title(proposal, ""), "");
    }

    /// Stops `blocker`, which holds something that `service` needs, and starts `service` once that has succeeded.
    public void startInPlaceOf(String service, String blocker) {
        var stop = new Member(blocker, OperationKind.STOP, List.of());
        var start = new Member(service, OperationKind.START, List.of(new Gate(0, Until.SUCCEEDED)));
        var title = Texts.of("plan.title.replace", blocker, service);
        submit(new BulkPlan(List.of(stop, start), 0, true, false), title, "");
    }

    private void submit(PlanProposal proposal, String title, String why) {
        submit(proposal.plan(), title, why);
    }

    private void submit(BulkPlan plan, String title, String why) {
        var watching = watcher.asked(plan, title);
        var _ = model.submit(plan, why)
                .thenAccept(answer -> FxThread.run(() -> {
                    switch (answer) {
                        case PlanSubmission.Accepted(var ticket) -> {
                            follow(title, ticket);
                            watching.accept(ticket);
                        }
                        case PlanSubmission.Refused(var reason, var _) -> refused.accept(reason);
                    }
                }));
    }

    /// Shows the progress of a plan that was queued.
    public void follow(String title, PlanTicket ticket) {
        var progress = new PlanProgress(title, ticket);
        shown.addFirst(progress);
        progress.tallyProperty().subscribe(tally -> {
            if (tally.hasSucceeded()) {
                model.time().schedule(LINGER, () -> FxThread.run(() -> dismiss(progress)));
            }
        });
    }

    /// Calls off what has not started.
    void cancelRest(PlanProgress progress) {
        model.cancelPlan(progress.ticket().id());
    }

    /// Queues again what has not succeeded.
    void queueAgain(PlanProgress progress) {
        dismiss(progress);
        submit(progress.ticket().failedPart(), progress.title(), Why.cleaned(progress.why()));
    }

    void dismiss(PlanProgress progress) {
        shown.remove(progress);
    }
}
