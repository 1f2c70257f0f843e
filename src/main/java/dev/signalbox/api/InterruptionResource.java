package dev.signalbox.api;

import dev.signalbox.api.Json.OperationView;
import dev.signalbox.engine.CutOff;
import dev.signalbox.engine.Sequel;
import dev.signalbox.journal.Interruption;
import dev.signalbox.journal.JournalException;
import dev.signalbox.journal.RecordedOperation;
import dev.signalbox.operation.Operation;
import dev.signalbox.operation.PlanSubmission;
import dev.signalbox.operation.RequestKey;
import dev.signalbox.operation.Submission;
import dev.signalbox.operation.Ticket;
import dev.signalbox.service.BulkPlanner;
import dev.signalbox.service.ServiceSnapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What the last end of an engine that was no closing did to its operations, and submitting them again. Nothing
/// of it is done again by itself (rule 23).
final class InterruptionResource {
    private static final Interruption NONE = new Interruption(Instant.EPOCH, List.of(), List.of());

    private final ApiEngine engine;
    private final OperationsResource operations;
    private final Idempotency idempotency;
    private final ReentrantLock submitting = new ReentrantLock();
    private volatile boolean dismissed;

    InterruptionResource(ApiEngine engine, OperationsResource operations, Idempotency idempotency) {
        this.engine = engine;
        this.operations = operations;
        this.idempotency = idempotency;
    }

    List<Route> routes() {
        return List.of(
                Route.get(
                        "/interruption",
                        "What the end of the engine before cut off, and what comes of it",
                        "Interruption",
                        request -> Answer.ok(view(request))),
                Route.delete(
                        "/interruption",
                        "Tell of it no more, as long as this engine runs",
                        200,
                        "Interruption",
                        this::dismiss),
                Route.post(
                                "/interruption/submit",
                                "Submit again what was cut off: what is named, or all that is offered",
                                202,
                                "Resubmission",
                                this::submit)
                        .or(200)
                        .taking("ResubmissionRequest")
                        .with(Idempotency.KEY));
    }

    /// @param at when the engine ended; `null` if it ended in good order, or that was dismissed
    /// @param maySubmit whether who asks may submit them again and dismiss them
    record InterruptionView(@Nullable Instant at, List<CutView> operations, boolean maySubmit) {}

    /// @param sequel what comes of it by itself, for people
    /// @param offered whether it is submitted again where none is named
    record CutView(OperationView operation, String sequel, boolean offered) {}

    /// @param operations their numbers; all that are offered if not given
    record Wish(@Nullable List<Long> operations) {}

    /// @param refused why something was not queued
    record ResubmissionView(List<OperationView> operations, List<String> refused) implements Idempotency.Result {
        @Override
        public List<Long> numbers() {
            return operations.stream().map(OperationView::id).toList();
        }
    }

    private Interruption interruption() {
        return dismissed ? NONE : Objects.requireNonNullElse(engine.interruption(), NONE);
    }

    private InterruptionView view(Request request) {
        var interruption = interruption();
        var snapshots = snapshots();
        var at = interruption.at();
        return new InterruptionView(
                at.equals(NONE.at()) ? null : at,
                interruption.operations().stream()
                        .map(cut -> view(interruption, cut, snapshots.get(service(cut))))
                        .toList(),
                request.allows().test(Role.OPERATE));
    }

    private static CutView view(Interruption interruption, RecordedOperation cut, @Nullable ServiceSnapshot now) {
        var view = OperationView.recorded(cut, List.of());
        var sequel = Sequel.of(interruption, cut, now);
        return new CutView(view, sequel.text(), sequel.offered());
    }

    private static String service(RecordedOperation cut) {
        return cut.operation().service();
    }

    private Map<String, ServiceSnapshot> snapshots() {
        return engine.snapshots().stream().collect(Collectors.toMap(ServiceSnapshot::id, Function.identity()));
    }

    private Answer dismiss(Request request) {
        dismissed = true;
        return Answer.ok(view(request));
    }

    // --- submitting again ---

    private Answer submit(Request request) throws JournalException {
        var wish = request.json(Wish.class);
        var task = new Idempotency.Task<>(
                "interruption " + Json.text(wish),
                false,
                ResubmissionView.class,
                key -> submit(wish, request, key),
                // What was refused then made nothing that the journal could know of.
                earlier -> new ResubmissionView(operations.views(operations.accepted(earlier)), List.of()));
        var done = idempotency.once(request, task);
        if (done.operations().isEmpty() && !done.refused().isEmpty()) {
            throw Problem.unavailable(String.join("; ", done.refused())).thrown();
        }
        return Answer.json(done.operations().isEmpty() ? 200 : 202, done);
    }

    /// One after the other, so that two who ask for all that is offered do not get it twice.
    private ResubmissionView submit(Wish wish, Request request, @Nullable RequestKey key) {
        submitting.lock();
        try {
            return submit(chosen(wish.operations()), request, key);
        } finally {
            submitting.unlock();
        }
    }

    /// In the order in which they were asked for.
    private List<Operation> chosen(@Nullable List<Long> ids) {
        var interruption = interruption();
        var all = interruption.operations();
        var snapshots = snapshots();
        if (ids == null) {
            return all.stream()
                    .filter(cut ->
                            view(interruption, cut, snapshots.get(service(cut))).offered())
                    .map(RecordedOperation::operation)
                    .toList();
        }
        var wanted = new HashSet<>(ids);
        var found = all.stream().filter(cut -> wanted.contains(cut.id())).toList();
        found.forEach(cut -> wanted.remove(cut.id()));
        if (!wanted.isEmpty()) {
            var id = wanted.iterator().next();
            throw Problem.notFound(
                            dismissed
                                    ? "operation " + id + " is not submitted again: what was cut off was dismissed"
                                    : "operation " + id + " was not cut off by the end of the engine before")
                    .thrown();
        }
        found.stream()
                .filter(cut -> !snapshots.containsKey(service(cut)))
                .findFirst()
                .ifPresent(cut -> {
                    throw Problem.conflict("the workspace has no service " + service(cut) + " any more")
                            .thrown();
                });
        return found.stream().map(RecordedOperation::operation).toList();
    }

    /// What was part of a plan becomes one again. All is asked for before any answer is waited for.
    private ResubmissionView submit(List<Operation> chosen, Request request, @Nullable RequestKey key) {
        var done = new Done();
        var answers = new ArrayList<Runnable>();
        for (var together : CutOff.together(chosen)) {
            var first = together.getFirst();
            answers.add(first.plan() == 0 ? submit(first, request, key, done) : submit(together, request, key, done));
        }
        for (var answer : answers) {
            try {
                answer.run();
            } catch (Problem.Thrown e) { // what the others have come to must be told all the same
                done.refused.add(e.problem().detail());
            }
        }
        return new ResubmissionView(done.queued.stream().map(operations::view).toList(), done.refused);
    }

    /// What has become of the requests.
    private static final class Done {
        final List<Ticket> queued = new ArrayList<>();
        final List<String> refused = new ArrayList<>();
    }

    /// @return waits for the answer
    private Runnable submit(Operation operation, Request request, @Nullable RequestKey key, Done done) {
        var queue = engine.queue();
        var answer = operation.kills()
                ? queue.kill(operation.service(), request.source(), key)
                : queue.submit(operation.service(), operation.kind(), request.source(), operation.parameters(), key);
        return () -> {
            switch (ServicesResource.join(answer)) {
                case Submission.Accepted(var ticket) -> done.queued.add(ticket);
                case Submission.Refused(var reason) -> done.refused.add(reason);
            }
        };
    }

    /// @return waits for the answer
    private Runnable submit(List<Operation> plan, Request request, @Nullable RequestKey key, Done done) {
        var again = new BulkPlanner(engine.snapshots()).again(plan);
        var answer = engine.queue().submit(again, request.source(), key);
        return () -> {
            switch (ServicesResource.join(answer)) {
                case PlanSubmission.Accepted(var ticket) -> done.queued.addAll(ticket.members());
                case PlanSubmission.Refused(var reason) -> done.refused.add(reason);
            }
        };
    }
}
