package dev.signalbox.operation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;

/// Puts a plan into the queues of its services: all of it or nothing (rule 21).
///
/// That happens with the locks of all these queues held, so that of two plans one is behind the other in every
/// queue that they share. What waits for what can then never go round in a circle: a member waits for earlier
/// members of its own plan and for what is before it in its queue, and both are earlier in the order of
/// admission.
final class PlanAdmission {
    private final BulkPlan plan;
    private final Source source;
    private final Engine engine;
    private final LongSupplier nextId;
    private final List<ServiceQueue> queues;
    private final CompletableFuture<PlanSubmission> answer = new CompletableFuture<>();

    /// @param queues one for each member
    PlanAdmission(BulkPlan plan, Source source, Engine engine, LongSupplier nextId, List<ServiceQueue> queues) {
        this.plan = plan;
        this.source = source;
        this.engine = engine;
        this.nextId = nextId;
        this.queues = List.copyOf(queues);
    }

    /// The submissions have been announced to the engine.
    CompletionStage<PlanSubmission> submit() {
        // Always in the same order, or two plans could wait for each other's locks.
        var locked = queues.stream()
                .distinct()
                .sorted(Comparator.comparing(ServiceQueue::service))
                .toList();
        ServiceQueue.changeAll(locked, after -> ask(locked, after));
        return answer.minimalCompletionStage();
    }

    private void ask(List<ServiceQueue> locked, List<Runnable> after) {
        var gone = locked.stream().filter(ServiceQueue::retired).findFirst();
        if (gone.isPresent()) {
            after.add(() -> refuse(Refusals.noService(gone.get().service())));
            return;
        }
        var operations = operations();
        locked.forEach(ServiceQueue::accepting);
        engine.recorder()
                .ask(operations.stream()
                        .map(operation -> new JournalRecord.Accepted(
                                operation, engine.time().now()))
                        .toList())
                .whenComplete((_, failure) -> ServiceQueue.changeAll(locked, later -> {
                    locked.forEach(ServiceQueue::accepted);
                    if (failure == null) {
                        admit(operations, locked, later);
                    } else {
                        later.add(() -> refuse(Refusals.journalDown(failure)));
                    }
                }));
    }

    private List<Operation> operations() {
        var operations = new ArrayList<Operation>();
        var now = engine.time().now();
        var id = 0L;
        for (var member : plan.members()) {
            var own = nextId.getAsLong();
            id = id == 0 ? own : id;
            operations.add(new Operation(own, member.service(), member.kind(), source, Map.of(), id, now));
        }
        return operations;
    }

    private void admit(List<Operation> operations, List<ServiceQueue> locked, List<Runnable> after) {
        var run = new PlanRun(plan, operations, queues);
        after.add(() -> answer.complete(new PlanSubmission.Accepted(run.ticket())));
        run.members().forEach(member -> member.queue.admit(member));
        // Only now: a plan that has half arrived would not know what its members wait for.
        locked.forEach(ServiceQueue::startNext);
    }

    private void refuse(String reason) {
        answer.complete(new PlanSubmission.Refused(reason));
        engine.done(queues.size());
    }
}
