package dev.signalbox.operation;

import dev.signalbox.code.Code;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Puts a plan into the queues of its services: all of it or nothing (rule 21).
///
/// That is one change, so that of two plans one is behind the other in every queue that they share. What waits for
/// what can then never go round in a circle: a member waits for earlier members of its own plan and for what is
/// before it in its queue, and both are earlier in the order of admission.
final class PlanAdmission {
    private final BulkPlan plan;
    private final Origin origin;
    private final Engine engine;
    private final LongSupplier nextId;
    private final List<ServiceQueue> queues;
    private final CompletableFuture<PlanSubmission> answer = new CompletableFuture<>();

    /// @param queues one for each member
    PlanAdmission(BulkPlan plan, Origin origin, Engine engine, LongSupplier nextId, List<ServiceQueue> queues) {
        this.plan = plan;
        this.origin = origin;
        this.engine = engine;
        this.nextId = nextId;
        this.queues = List.copyOf(queues);
    }

    /// The submissions have been announced to the engine.
    CompletionStage<PlanSubmission> submit() {
        engine.lock().change(this::ask);
        // A lane of its own, as it is of several services.
        return new Lane("plan", engine.threads()).follow(answer);
    }

    private boolean ask() {
        var gone = queues.stream().filter(ServiceQueue::retired).findFirst();
        if (gone.isPresent()) {
            refuse(new PlanSubmission.Refused(Refusals.noService(gone.get().service()), Code.NO_SERVICE));
            return false;
        }
        var full = full();
        if (full != null) {
            refuse(new PlanSubmission.Refused(Refusals.full(full.service(), full.waits()), Code.QUEUE_FULL));
            return false;
        }
        var operations = operations();
        queues.forEach(ServiceQueue::accepting);
        var records = operations.stream()
                .map(operation -> new JournalRecord.Accepted(
                        operation, engine.time().now(), operation.id() == operation.plan() ? origin.key() : null))
                .toList();
        if (operations.stream().allMatch(Entry::insists)) {
            var told = engine.recorder().insist(records);
            told.answer().thenAccept(recorded -> engine.lock().change(() -> admit(operations, recorded ? null : told)));
        } else {
            engine.recorder()
                    .ask(records, () -> withdraw(operations))
                    .whenComplete((_, failure) -> engine.lock().change(() -> answered(operations, failure)));
        }
        return true;
    }

    /// A queue that must not take its member; `null` if all may (rule 32).
    private @Nullable ServiceQueue full() {
        for (int i = 0; i < queues.size(); i++) {
            if (queues.get(i).isFull() && !getsThrough(plan.members().get(i))) {
                return queues.get(i);
            }
        }
        return null;
    }

    /// Whether it is a stop that is never refused: not the first half of a restart.
    private boolean getsThrough(BulkPlan.Member member) {
        return Entry.insists(member.kind(), origin.source().road())
                && plan.members().stream().noneMatch(other -> other.asksFor(OperationKind.START, member.service()));
    }

    private void withdraw(List<Operation> operations) {
        for (int i = 0; i < operations.size(); i++) {
            queues.get(i).withdraw(operations.get(i));
        }
    }

    private boolean answered(List<Operation> operations, @Nullable Throwable failure) {
        if (failure == null) {
            return admit(operations, null);
        }
        queues.forEach(ServiceQueue::accepted);
        refuse(new PlanSubmission.Refused(Refusals.journalDown(failure), Code.JOURNAL_DOWN));
        return false;
    }

    /// @param unrecorded what the journal does not know of yet, `null` if it does
    private boolean admit(List<Operation> operations, Recorder.@Nullable Insisted unrecorded) {
        queues.forEach(ServiceQueue::accepted);
        var run = new PlanRun(plan, operations, queues);
        if (unrecorded != null) {
            run.members().forEach(member -> member.queue.goesOnWithout(member.entry, unrecorded));
        }
        engine.lock()
                .follow(() ->
                        noted(run).whenComplete((_, _) -> answer.complete(new PlanSubmission.Accepted(run.ticket()))));
        run.members().forEach(member -> member.queue.admit(member));
        return true;
    }

    private static CompletionStage<?> noted(PlanRun run) {
        return CompletableFuture.allOf(run.members().stream()
                .map(member -> member.queue.noted(member.entry).toCompletableFuture())
                .toArray(CompletableFuture[]::new));
    }

    private List<Operation> operations() {
        var operations = new ArrayList<Operation>();
        var now = engine.time().now();
        var id = 0L;
        for (var member : plan.members()) {
            var own = nextId.getAsLong();
            id = id == 0 ? own : id;
            operations.add(new Operation(
                    own, member.service(), member.kind(), origin.source(), origin.why(), Map.of(), id, now));
        }
        return operations;
    }

    private void refuse(PlanSubmission.Refused refusal) {
        engine.lock().follow(() -> {
            answer.complete(refusal);
            engine.done(queues.size());
        });
    }
}
