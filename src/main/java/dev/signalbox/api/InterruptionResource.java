package dev.signalbox.api;

import dev.signalbox.api.Route.Parameter;
import dev.signalbox.code.Code;
import dev.signalbox.engine.CutOff;
import dev.signalbox.engine.ServedEngine;
import dev.signalbox.journal.JournalException;
import dev.signalbox.journal.RecordedOperation;
import dev.signalbox.operation.Operation;
import dev.signalbox.operation.RequestKey;
import dev.signalbox.wire.InterruptionMessage;
import dev.signalbox.wire.OperationMessage;
import dev.signalbox.wire.ResubmissionMessage;
import dev.signalbox.wire.ResubmissionRequestMessage;
import dev.signalbox.wire.Wire;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What the last end of an engine that was no closing did to its operations, and submitting them again. Nothing
/// of it is done again by itself (rule 23).
final class InterruptionResource {
    private final ServedEngine engine;
    private final OperationsResource operations;
    private final Idempotency idempotency;
    private final ReentrantLock submitting = new ReentrantLock();
    /// Whether anything was cut off, as far as was asked.
    private volatile boolean told;

    InterruptionResource(ServedEngine engine, OperationsResource operations, Idempotency idempotency) {
        this.engine = engine;
        this.operations = operations;
        this.idempotency = idempotency;
    }

    List<Route> routes() {
        return List.of(
                Route.get(
                        "getInterruption",
                        "/interruption",
                        "What the end of the engine before cut off, and what comes of it",
                        "Interruption",
                        request -> Answer.ok(view(request))),
                Route.delete(
                                "dismissInterruption",
                                "/interruption",
                                "Tell of it no more, as long as this engine runs",
                                200,
                                "Interruption",
                                this::dismiss)
                        .with(Parameter.text("at", "only if it is the end of that time")),
                Route.post(
                                "resubmitOperations",
                                "/interruption/submit",
                                "Submit again what was cut off: what is named, or all that is offered",
                                202,
                                "Resubmission",
                                this::submit)
                        .saying("Answered with 202 once they are queued, and with 200 where there is nothing to do.")
                        .or(200)
                        .taking("ResubmissionRequest")
                        .with(Idempotency.KEY, Parameter.WHY));
    }

    private record Resubmitted(ResubmissionMessage message) implements Idempotency.Result {
        @Override
        public List<Long> numbers() {
            return message.operations().stream().map(OperationMessage::id).toList();
        }

        @Override
        public long text() {
            return Wire.write(message).length();
        }
    }

    /// What was cut off; `null` if nothing was, or it was dismissed.
    private @Nullable CutOff cutOff() {
        var cutOff = ServicesResource.join(engine.cutOff());
        told = told || cutOff != null;
        return cutOff;
    }

    private InterruptionMessage view(Request request) {
        return InterruptionMessage.of(cutOff(), request.allows().test(Role.OPERATE));
    }

    private Answer dismiss(Request request) throws InterruptedException {
        var cutOff = cutOff();
        var id = request.text("at").orElse(cutOff == null ? "" : cutOff.id());
        if (cutOff != null || request.text("at").isPresent()) {
            var _ = Asked.of(engine.as(request.source()).dismissCutOff(id));
        }
        return Answer.ok(view(request));
    }

    // --- submitting again ---

    private Answer submit(Request request) throws JournalException {
        var wish = request.json(ResubmissionRequestMessage.class);
        var task = new Idempotency.Task<>(
                Idempotency.because("interruption " + Wire.write(wish), request.why()),
                false,
                Resubmitted.class,
                key -> new Resubmitted(submit(wish, request, key)),
                // What was refused then made nothing that the journal could know of.
                earlier -> new Resubmitted(
                        new ResubmissionMessage(operations.views(operations.accepted(earlier)), List.of())));
        var done = idempotency.once(request, task).message();
        if (done.operations().isEmpty() && !done.refused().isEmpty()) {
            throw Problem.unavailable(String.join("; ", done.refused())).thrown();
        }
        return Answer.json(done.operations().isEmpty() ? 200 : 202, done);
    }

    /// One after the other, so that two who ask for all that is offered do not get it twice.
    private ResubmissionMessage submit(ResubmissionRequestMessage wish, Request request, @Nullable RequestKey key) {
        submitting.lock();
        try {
            return submit(chosen(wish.operations()), request, key);
        } finally {
            submitting.unlock();
        }
    }

    /// In the order in which they were asked for.
    private List<Operation> chosen(@Nullable List<Long> ids) {
        var cutOff = cutOff();
        var all = cutOff == null ? List.<CutOff.Entry>of() : cutOff.entries();
        if (ids == null) {
            return operations(all.stream().filter(cut -> cut.sequel().offered()));
        }
        var wanted = new HashSet<>(ids);
        var found =
                all.stream().filter(cut -> wanted.contains(cut.recorded().id())).toList();
        found.forEach(cut -> wanted.remove(cut.recorded().id()));
        if (!wanted.isEmpty()) {
            var id = wanted.iterator().next();
            throw Problem.notFound(
                            cutOff == null && told
                                    ? "operation " + id + " is not submitted again: what was cut off was dismissed"
                                    : "operation " + id + " was not cut off by the end of the engine before")
                    .coded(Code.NO_OPERATION)
                    .thrown();
        }
        found.stream()
                .map(InterruptionResource::service)
                .filter(service -> engine.find(service) == null)
                .findFirst()
                .ifPresent(service -> {
                    throw Problem.conflict("the workspace has no service " + service + " any more")
                            .coded(Code.NO_SERVICE)
                            .thrown();
                });
        return operations(found.stream());
    }

    private static String service(CutOff.Entry cut) {
        return cut.recorded().operation().service();
    }

    private static List<Operation> operations(Stream<CutOff.Entry> cuts) {
        return cuts.map(CutOff.Entry::recorded)
                .map(RecordedOperation::operation)
                .toList();
    }

    private ResubmissionMessage submit(List<Operation> chosen, Request request, @Nullable RequestKey key) {
        var done = ServicesResource.join(
                engine.as(request.source(), key).because(request.why()).submitAgain(chosen));
        var plans = done.plans().values().stream().flatMap(plan -> plan.members().stream());
        return new ResubmissionMessage(
                Stream.concat(done.queued().stream(), plans)
                        .sorted(Comparator.comparingLong(
                                ticket -> ticket.operation().id()))
                        .map(operations::view)
                        .toList(),
                done.refused());
    }
}
