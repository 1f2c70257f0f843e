package dev.signalbox.api;

import dev.signalbox.api.Route.Parameter;
import dev.signalbox.code.Code;
import dev.signalbox.engine.ServedEngine;
import dev.signalbox.journal.EarlierRequest;
import dev.signalbox.journal.JournalException;
import dev.signalbox.operation.BulkPlan;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.PlanSubmission;
import dev.signalbox.operation.PlanTicket;
import dev.signalbox.operation.RequestKey;
import dev.signalbox.service.plan.PlanProposal;
import dev.signalbox.service.plan.PlanRequest;
import dev.signalbox.wire.CancellationMessage;
import dev.signalbox.wire.ExactPlanMessage;
import dev.signalbox.wire.OperationMessage;
import dev.signalbox.wire.PlanMessage;
import dev.signalbox.wire.PlanRequestMessage;
import dev.signalbox.wire.StopRequestMessage;
import dev.signalbox.wire.UnknownWordException;
import dev.signalbox.wire.Wire;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Plans over several services: shown, or queued as a whole.
final class PlansResource {
    private static final PlanRequest NO_REQUEST = PlanRequest.of(OperationKind.START, Set.of());

    private final ServedEngine engine;
    private final OperationsResource operations;
    private final Idempotency idempotency;

    PlansResource(ServedEngine engine, OperationsResource operations, Idempotency idempotency) {
        this.engine = engine;
        this.operations = operations;
        this.idempotency = idempotency;
    }

    private record Planned(PlanMessage message) implements Idempotency.Result {
        @Override
        public List<Long> numbers() {
            return message.operations().stream().map(OperationMessage::id).toList();
        }

        @Override
        public long text() {
            return Wire.write(message).length();
        }
    }

    List<Route> routes() {
        return List.of(
                planning(
                        "queuePlan",
                        "/plans",
                        "Queue a plan, all of it or nothing",
                        "PlanRequest",
                        request -> plan(request, "plan", PlanRequestMessage.class, PlanWish.Operate::new)),
                planning(
                        "stopAll",
                        "/stop-all",
                        "Stop services, at once or in their turn; all of them where none is named",
                        "StopRequest",
                        request -> plan(request, "stop-all", StopRequestMessage.class, PlanWish.Stop::new)),
                Route.post(
                                "queueExactPlan",
                                "/plans/exact",
                                "Queue a plan that is given operation by operation",
                                202,
                                "Plan",
                                this::exact)
                        .taking("ExactPlan")
                        .telling("Location")
                        .with(Idempotency.KEY, Parameter.WHY),
                Route.delete(
                        "cancelPlan",
                        "/plans/{id}",
                        "Call off all of a plan that has not begun",
                        200,
                        "Cancellation",
                        this::cancel));
    }

    private static Route planning(String name, String path, String summary, String body, Route.Handler handler) {
        return Route.post(name, path, summary, 202, "Plan", handler)
                .saying(
                        "Answered with 202 once it is queued, and with 200 where it is only shown or there is nothing to"
                                + " do.")
                .or(200)
                .taking(body)
                .telling("Location")
                .with(
                        Idempotency.KEY,
                        Parameter.WHY,
                        Parameter.flag("preview", "show what it comes to, and queue nothing"));
    }

    private Answer cancel(Request request) throws InterruptedException {
        var _ = Asked.of(engine.as(request.source()).cancelPlan(request.id()));
        return Answer.ok(CancellationMessage.CANCELLED);
    }

    private Answer exact(Request request) throws JournalException {
        var wish = request.json(ExactPlanMessage.class);
        var plan = plan(wish);
        return answer(once(request, "plan " + Wire.write(wish), isStops(plan), () -> {
            requireServices(plan);
            return new PlanProposal(NO_REQUEST, plan, List.of(), List.of(), Set.of());
        }));
    }

    private static BulkPlan plan(ExactPlanMessage wish) {
        try {
            return wish.toPlan();
        } catch (UnknownWordException e) {
            throw Request.wrong(e);
        } catch (IllegalArgumentException e) {
            throw Problem.unprocessable(String.valueOf(e.getMessage())).thrown();
        }
    }

    private static boolean isStops(BulkPlan plan) {
        return plan.members().stream().allMatch(member -> member.kind() == OperationKind.STOP);
    }

    private void requireServices(BulkPlan plan) {
        var missing =
                plan.services().stream().filter(id -> engine.find(id) == null).findFirst();
        if (plan.members().isEmpty() || missing.isPresent()) {
            throw Problem.unprocessable(missing.map(id -> "there is no service " + Request.quoted(id))
                            .orElse("members is empty. Allowed: at least one"))
                    .coded(missing.isPresent() ? Code.NO_SERVICE : Code.INVALID)
                    .thrown();
        }
    }

    /// @param what is asked for, so that the same words in another request are another thing
    private <M> Answer plan(Request request, String what, Class<M> type, Function<M, PlanWish> wishOf)
            throws JournalException {
        var asked = request.json(type);
        var wish = wishOf.apply(asked);
        if (request.flag("preview")) {
            return Answer.ok(PlanMessage.of(propose(wish)));
        }
        var plan = once(request, what + " " + Wire.write(asked), wish.stops(), () -> propose(wish));
        return plan.id() == null ? Answer.ok(plan) : answer(plan);
    }

    private static Answer answer(PlanMessage queued) {
        return Answer.json(202, queued).with("Location", "/api/v1/operations?plan=" + queued.id());
    }

    /// The answer is kept as a whole, as the same wish comes to another plan once it has been fulfilled.
    private PlanMessage once(Request request, String what, boolean stops, Supplier<PlanProposal> proposal)
            throws JournalException {
        var task = new Idempotency.Task<>(
                Idempotency.because(what, request.why()),
                stops,
                Planned.class,
                key -> new Planned(queue(proposal.get(), request, key)),
                earlier -> new Planned(again(earlier)));
        return idempotency.once(request, task).message();
    }

    private PlanMessage queue(PlanProposal proposal, Request request, @Nullable RequestKey key) {
        var message = PlanMessage.of(proposal);
        if (proposal.plan().members().isEmpty()) {
            return message;
        }
        var ticket = submit(proposal.plan(), request, key == null ? null : key.noting(Wire.write(message)));
        return message.queued(
                ticket.id(), ticket.members().stream().map(operations::view).toList());
    }

    private PlanMessage again(EarlierRequest earlier) throws JournalException {
        var plan = earlier.accepted().getLast();
        try {
            return Wire.readAnswer(earlier.key().note(), PlanMessage.class)
                    .queued(plan, operations.views(operations.accepted(earlier)));
        } catch (IOException e) {
            throw Problem.conflict("it was done as plan " + plan + ", which another version has noted in its own way")
                    .thrown();
        }
    }

    private PlanProposal propose(PlanWish wish) {
        var planner = engine.planner();
        return planner.propose(wish.request(planner.definitions()));
    }

    private PlanTicket submit(BulkPlan plan, Request request, @Nullable RequestKey key) {
        return switch (ServicesResource.join(
                engine.as(request.source(), key).because(request.why()).submit(plan))) {
            case PlanSubmission.Accepted(var ticket) -> ticket;
            case PlanSubmission.Refused(var reason, var code) ->
                throw Problem.refused(reason, code).thrown();
        };
    }
}
