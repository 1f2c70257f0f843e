package dev.signalbox.api;

import dev.signalbox.api.Json.OperationView;
import dev.signalbox.api.Route.Parameter;
import dev.signalbox.operation.BulkPlan;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.PlanSubmission;
import dev.signalbox.operation.PlanTicket;
import dev.signalbox.service.BulkPlanner;
import dev.signalbox.service.PlanProposal;
import dev.signalbox.service.PlanRequest;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Plans over several services: shown, or queued as a whole.
final class PlansResource {
    private static final PlanRequest NO_REQUEST = PlanRequest.of(OperationKind.START, Set.of());

    private final ApiEngine engine;
    private final Idempotency idempotency;

    PlansResource(ApiEngine engine, Idempotency idempotency) {
        this.engine = engine;
        this.idempotency = idempotency;
    }

    /// What is asked. What is missing is as in [PlanRequest#of].
    record Wish(
            @Nullable String kind,
            @Nullable List<String> services,
            @Nullable Boolean withOthers,
            @Nullable Integer atOnce,
            @Nullable Boolean stopOnFailure,
            @Nullable Boolean mergeQueued) {

        PlanRequest request(Set<String> known) {
            var word = Objects.requireNonNullElse(kind, "");
            var chosen = new LinkedHashSet<>(Objects.requireNonNullElse(services, List.<String>of()));
            if (chosen.isEmpty()) {
                throw Problem.unprocessable("services is empty. Allowed: ids of services, at least one")
                        .thrown();
            }
            // A null among them is none either, and no set of ours can be asked for it.
            chosen.stream()
                    .map(String::valueOf)
                    .filter(id -> !known.contains(id))
                    .findFirst()
                    .ifPresent(id -> {
                        throw Problem.unprocessable("there is no service " + Request.quoted(id))
                                .thrown();
                    });
            var limit = Objects.requireNonNullElse(atOnce, 0);
            if (limit < 0) {
                throw Problem.unprocessable("at_once is " + limit + ". Allowed: 0 for no limit, or more")
                        .thrown();
            }
            return new PlanRequest(
                    Request.word("kind", word, OperationKind.class),
                    chosen,
                    !Boolean.FALSE.equals(withOthers),
                    limit,
                    Boolean.TRUE.equals(stopOnFailure),
                    Boolean.TRUE.equals(mergeQueued));
        }
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
            List<OperationView> operations) {}

    List<Route> routes() {
        return List.of(
                Route.post("/plans", "Queue a plan, all of it or nothing", 202, "Plan", this::plan)
                        .or(200)
                        .taking("PlanRequest")
                        .telling("Location")
                        .with(Idempotency.KEY, Parameter.flag("preview", "show what it comes to, and queue nothing")),
                Route.post(
                                "/plans/exact",
                                "Queue a plan that is given operation by operation",
                                202,
                                "Plan",
                                this::exact)
                        .taking("ExactPlan")
                        .telling("Location")
                        .with(Idempotency.KEY));
    }

    private Answer exact(Request request) {
        var wish = request.json(ExactPlan.class);
        var plan = wish.plan();
        var missing = plan.services().stream()
                .filter(id -> engine.queue().find(id) == null)
                .findFirst();
        if (plan.members().isEmpty() || missing.isPresent()) {
            throw Problem.unprocessable(missing.map(id -> "there is no service " + Request.quoted(id))
                            .orElse("members is empty. Allowed: at least one"))
                    .thrown();
        }
        var queued = idempotency.once(request, "plan " + Json.text(wish), PlanView.class, () -> {
            var ticket = submit(plan, request);
            return view(new PlanProposal(NO_REQUEST, plan, List.of(), List.of(), Set.of()), ticket);
        });
        return answer(queued);
    }

    private Answer plan(Request request) {
        var wish = request.json(Wish.class);
        if (request.flag("preview")) {
            return Answer.ok(view(propose(wish), null));
        }
        // The answer as a whole, as the same wish comes to another plan once it has been fulfilled.
        var plan = idempotency.once(request, "plan " + Json.text(wish), PlanView.class, () -> queue(wish, request));
        return plan.id() == null ? Answer.ok(plan) : answer(plan);
    }

    private static Answer answer(PlanView queued) {
        return Answer.json(202, queued).with("Location", "/api/v1/operations?plan=" + queued.id());
    }

    private PlanView queue(Wish wish, Request request) {
        var proposal = propose(wish);
        return view(proposal, proposal.plan().members().isEmpty() ? null : submit(proposal.plan(), request));
    }

    private PlanProposal propose(Wish wish) {
        var views = engine.supervisors().stream()
                .flatMap(supervisor -> {
                    var definition = supervisor.definition();
                    var queue = engine.queue().find(definition.id());
                    return queue == null
                            ? Stream.<BulkPlanner.View>empty()
                            : Stream.of(new BulkPlanner.View(
                                    definition, supervisor.status(), queue, supervisor.hasCompleted()));
                })
                .toList();
        var known = views.stream().map(view -> view.definition().id()).collect(Collectors.toSet());
        return new BulkPlanner(views).propose(wish.request(known));
    }

    private PlanTicket submit(BulkPlan plan, Request request) {
        return switch (ServicesResource.join(engine.queue().submit(plan, request.source()))) {
            case PlanSubmission.Accepted(var ticket) -> ticket;
            case PlanSubmission.Refused(var reason) ->
                throw Problem.unavailable(reason).thrown();
        };
    }

    /// @param ticket `null` if nothing was queued
    private static PlanView view(PlanProposal proposal, @Nullable PlanTicket ticket) {
        var plan = proposal.plan();
        return new PlanView(
                ticket == null ? null : ticket.id(),
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
                ticket == null
                        ? List.of()
                        : ticket.members().stream()
                                .map(member -> OperationView.accepted(member.operation()))
                                .toList());
    }
}
