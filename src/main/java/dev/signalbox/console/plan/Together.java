package dev.signalbox.console.plan;

import dev.signalbox.console.fx.Question;
import dev.signalbox.console.fx.Texts;
import dev.signalbox.console.model.OperationQueueModel;
import dev.signalbox.operation.OperationKind;
import java.util.Set;
import java.util.TreeSet;

/// Asks, where one service shall be started or stopped, what shall become of those that it needs or
/// that need it. Where none is concerned nothing is asked. FX thread.
public final class Together {
    private final OperationQueueModel model;
    private final Plans plans;

    public Together(OperationQueueModel model, Plans plans) {
        this.model = model;
        this.plans = plans;
    }

    /// Starts a service, after a question if what it needs is not ready.
    ///
    /// @param alone starts the service by itself
    public void start(String service, Runnable alone) {
        var missing = model.planner().missing(Set.of(service));
        if (missing.isEmpty()) {
            alone.run();
        } else {
            question(OperationKind.START, service, missing)
                    .or(Texts.of("together.START.alone"), alone)
                    .preferred(
                            Texts.of("together.START.all", missing.size() + 1, missing.size()),
                            () -> plans.startWithOthers(service))
                    .ask();
        }
    }

    /// Stops a service, after a question if others need it that run.
    ///
    /// @param unneeded stops the service if nobody needs it; may ask itself
    /// @param alone stops the service by itself although others need it
    public void stop(String service, Runnable unneeded, Runnable alone) {
        var dependents = model.planner().runningDependents(Set.of(service));
        if (dependents.isEmpty()) {
            unneeded.run();
        } else {
            question(OperationKind.STOP, service, dependents)
                    .or(
                            Texts.of("together.STOP.all", dependents.size() + 1),
                            () -> plans.ask(OperationKind.STOP, Set.of(service), ""))
                    .dangerous(Texts.of("together.STOP.alone", service), alone)
                    .ask();
        }
    }

    private Question question(OperationKind kind, String service, Set<String> others) {
        return new Question(
                        plans.layer(), Texts.of("together." + kind + ".title", service), words(kind, service, others))
                .cancel();
    }

    /// Why it is asked.
    ///
    /// @param others what `service` needs and is not ready, or what needs it and runs
    public static String words(OperationKind kind, String service, Set<String> others) {
        return Texts.of("together." + kind + ".text", service, PlanWords.names(new TreeSet<>(others)), others.size());
    }
}
