package dev.signalbox.api;

import dev.signalbox.api.Json.OperationView;
import dev.signalbox.api.Route.Parameter;
import dev.signalbox.engine.ServedEngine;
import dev.signalbox.journal.EarlierRequest;
import dev.signalbox.journal.JournalException;
import dev.signalbox.operation.BulkPlan;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.PlanSubmission;
import dev.signalbox.operation.PlanTicket;
import dev.signalbox.operation.RequestKey;
import dev.signalbox.service.PlanProposal;
import dev.signalbox.service.PlanRequest;
import java.util.List;
import java.util.Objects;
import java.util.Set;
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

    /// What is asked, operation by operation.
    record ExactPlan(
            @Nullable List<ExactMember> members,
            @Nullable Integer atOnce,
            @Nullable Boolean stopOnFailure,
            @Nullable Boolean mergeQueued,
            @Nullable Boolean now) {

        BulkPlan plan() {
            try {
                return new BulkPlan(
                        Objects.requireNonNullElse(members, List.<ExactMember>of()).stream()
                                .map(ExactMember::member)
                                .toList(),
                        Objects.requireNonNullElse(atOnce, 0),
                        Boolean.TRUE.equals(stopOnFailure),
                        Boolean.TRUE.equals(mergeQueued),
                        Boolean.TRUE.equals(now));
            } catch (IllegalArgumentException e) {
                throw Problem.unprocessable(String.valueOf(e.getMessage())).thrown();
            }
        }
    }

    record ExactMember(
            @Nullable String service,
            @Nullable String kind,
            @Nullable List<ExactGate> after) {
        static BulkPlan.Member member(@Nullable ExactMember member) {
            if (member == null) {
                throw Problem.unprocessable("a member is null. Allowed: objects")
                        .thrown();
            }
            return new BulkPlan.Member(
                    Objects.requireNonNullElse(member.service, ""),
                    Request.word("kind", Objects.requireNonNullElse(member.kind, ""), OperationKind.class),
                    Objects.requireNonNullElse(member.after, List.<ExactGate>of()).stream()
                            .map(ExactGate::gate)
                            .toList());
        }
    }

    /// @param until how far it must have come: `succeeded` if not given, `underway` or `ended`
    record ExactGate(@Nullable Integer member, @Nullable String until) {
        static BulkPlan.Gate gate(@Nullable ExactGate gate) {
            if (gate == null || gate.member == null) {
                throw Problem.unprocessable(
                                "what a member waits for has no member. Allowed: the index of an earlier one")
                        .thrown();
            }
            return new BulkPlan.Gate(
                    gate.member,
                    Request.word("until", Objects.requireNonNullElse(gate.until, "succeeded"), BulkPlan.Until.class));
        }
    }

    record MemberView(String service, String kind, List<Integer> after) {}

    record SkippedView(String service, String kind, String reason) {}

    record BusyView(String service, boolean running, List<String> waiting, boolean held) {}

    /// @param id of the queued plan; `null` if it was only shown, or there was nothing to do
    /// @param waves indices of members by the earliest time at which they can start
    record PlanView(
            @Nullable Long id,
            List<MemberView> members,
            List<List<Integer>> waves,
            List<SkippedView> skipped,
            List<BusyView> busy,
            List<String> others,
            List<OperationView> operations)
            implements Idempotency.Result {

        PlanView as(long number, List<OperationView> queued) {
            return new PlanView(number, members, waves, skipped, busy, others, queued);
        }

        @Override
        public List<Long> numbers() {
            return operations.stream().map(OperationView::id).toList();
        }
    }

    List<Route> routes() {
        return List.of(
                planning(
                        "/plans",
                        "Queue a plan, all of it or nothing",
                        "PlanRequest",
                        request -> plan(request, "plan", PlanWish.Operate.class)),
                planning(
                        "/stop-all",
                        "Stop services, at once or in their turn; all of them where none is named",
                        "StopRequest",
                        request -> plan(request, "stop-all", PlanWish.Stop.class)),
                Route.post(
                                "/plans/exact",
                                "Queue a plan that is given operation by operation",
                                202,
                                "Plan",
                                this::exact)
                        .taking("ExactPlan")
                        .telling("Location")
                        .with(Idempotency.KEY),
                Route.delete(
                        "/plans/{id}", "Call off all of a plan that has not begun", 200, "Cancellation", this::cancel));
    }

    private static Route planning(String path, String summary, String body, Route.Handler handler) {
        return Route.post(path, summary, 202, "Plan", handler)
                .or(200)
                .taking(body)
                .telling("Location")
                .with(Idempotency.KEY, Parameter.flag("preview", "show what it comes to, and queue nothing"));
    }

    private Answer cancel(Request request) throws InterruptedException {
        var _ = Asked.of(engine.as(request.source()).cancelPlan(request.id()));
        return Answer.ok(Json.message("result", "cancelled"));
    }

    private Answer exact(Request request) throws JournalException {
        var wish = request.json(ExactPlan.class);
        var plan = wish.plan();
        return answer(once(request, "plan " + Json.text(wish), isStops(plan), () -> {
            requireServices(plan);
            return new PlanProposal(NO_REQUEST, plan, List.of(), List.of(), Set.of());
        }));
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
                    .thrown();
        }
    }

    /// @param what is asked for, so that the same words in another request are another thing
    private Answer plan(Request request, String what, Class<? extends PlanWish> type) throws JournalException {
        var wish = request.json(type);
        if (request.flag("preview")) {
            return Answer.ok(view(propose(wish)));
        }
        var plan = once(request, what + " " + Json.text(wish), wish.stops(), () -> propose(wish));
        return plan.id() == null ? Answer.ok(plan) : answer(plan);
    }

    private static Answer answer(PlanView queued) {
        return Answer.json(202, queued).with("Location", "/api/v1/operations?plan=" + queued.id());
    }

    /// The answer is kept as a whole, as the same wish comes to another plan once it has been fulfilled.
    private PlanView once(Request request, String what, boolean stops, Supplier<PlanProposal> proposal)
            throws JournalException {
        return idempotency.once(
                request,
                new Idempotency.Task<>(
                        what, stops, PlanView.class, key -> queue(proposal.get(), request, key), this::again));
    }

    private PlanView queue(PlanProposal proposal, Request request, @Nullable RequestKey key) {
        var view = view(proposal);
        if (proposal.plan().members().isEmpty()) {
            return view;
        }
        var ticket = submit(proposal.plan(), request, key == null ? null : key.noting(Json.text(view)));
        return view.as(
                ticket.id(), ticket.members().stream().map(operations::view).toList());
    }

    private PlanView again(EarlierRequest earlier) throws JournalException {
        return Json.read(earlier.key().note(), PlanView.class)
                .as(earlier.accepted().getLast(), operations.views(operations.accepted(earlier)));
    }

    private PlanProposal propose(PlanWish wish) {
        var planner = engine.planner();
        return planner.propose(wish.request(planner.definitions()));
    }

    private PlanTicket submit(BulkPlan plan, Request request, @Nullable RequestKey key) {
        return switch (ServicesResource.join(engine.as(request.source(), key).submit(plan))) {
            case PlanSubmission.Accepted(var ticket) -> ticket;
            case PlanSubmission.Refused(var reason) ->
                throw Problem.unavailable(reason).thrown();
        };
    }

    /// What is proposed, and not queued.
    private static PlanView view(PlanProposal proposal) {
        var plan = proposal.plan();
        return new PlanView(
                null,
                plan.members().stream()
                        .map(member -> new MemberView(
                                member.service(),
                                member.kind().word(),
                                member.after().stream()
                                        .map(BulkPlan.Gate::member)
                                        .toList()))
                        .toList(),
                plan.waves(),
                proposal.skipped().stream()
                        .map(skipped -> new SkippedView(
                                skipped.service(), skipped.kind().word(), skipped.reason()))
                        .toList(),
                proposal.busy().stream()
                        .map(busy -> new BusyView(
                                busy.service(),
                                busy.running(),
                                busy.waiting().stream().map(OperationKind::word).toList(),
                                busy.held()))
                        .toList(),
                proposal.others().stream().sorted().toList(),
                List.of());
    }
}
