package dev.signalbox.console.plan;

import dev.signalbox.console.model.OperationQueueModel;
import dev.signalbox.console.model.ServiceModel;
import dev.signalbox.service.ServiceState;
import dev.signalbox.service.ServiceStatus;
import dev.signalbox.service.plan.PlanProposal;
import dev.signalbox.service.plan.PlanRequest;
import java.util.List;
import java.util.stream.Collectors;
import org.kordamp.ikonli.Ikon;

/// A plan that is looked at and not queued yet: what it would do now, and what shows it. FX thread.
final class Draft {
    private final OperationQueueModel model;
    private final WorkBox work;
    private final WaveList waves = new WaveList();
    private PlanProposal proposal;
    private Outlook outlook;

    /// @param workGlyph for what its services have to do already
    Draft(OperationQueueModel model, PlanRequest request, Ikon workGlyph) {
        this.model = model;
        this.work = new WorkBox(workGlyph);
        proposal = model.planner().propose(request);
        outlook = look();
        show();
    }

    /// Makes the plan anew, as the services are now.
    void update(PlanRequest request) {
        proposal = model.planner().propose(request);
        outlook = look();
        show();
    }

    private Outlook look() {
        var services = services();
        return Outlook.of(
                proposal,
                services.stream().collect(Collectors.toMap(ServiceModel::id, ServiceModel::queue)),
                services.stream()
                        .filter(service -> isDown(service.status()))
                        .map(ServiceModel::id)
                        .collect(Collectors.toSet()),
                model.runTimes(),
                model.time().nanoTime());
    }

    private static boolean isDown(ServiceStatus status) {
        var rests = status.state() == ServiceState.STOPPED
                || status.state() == ServiceState.FAILED
                || status.state() == ServiceState.BACKOFF;
        return rests && status.pid() < 0;
    }

    private void show() {
        var services = services();
        work.show(
                proposal.request().now()
                        ? Drops.of(services, model.time())
                        : Work.ahead(proposal)
                                .inOrderOf(
                                        services.stream().map(ServiceModel::id).toList()));
        waves.show(Picture.of(proposal, outlook), outlook.isKnown());
    }

    /// The plan's services, in the order of the workspace.
    List<ServiceModel> services() {
        var services = proposal.plan().services();
        return model.services().stream()
                .filter(service -> services.contains(service.id()))
                .toList();
    }

    PlanProposal proposal() {
        return proposal;
    }

    Outlook outlook() {
        return outlook;
    }

    WorkBox work() {
        return work;
    }

    WaveList waves() {
        return waves;
    }

    /// Whether what is shown passes by itself: what runs comes to an end, and so does what is waited for.
    boolean passes() {
        return proposal.busy().stream().anyMatch(PlanProposal.Busy::running)
                || services().stream().anyMatch(service -> service.status().state() == ServiceState.BACKOFF);
    }
}
