package dev.signalbox.engine.local;

import dev.signalbox.code.Code;
import dev.signalbox.engine.Answer;
import dev.signalbox.engine.CutOff;
import dev.signalbox.engine.EngineRequests;
import dev.signalbox.engine.Resubmission;
import dev.signalbox.operation.BulkPlan;
import dev.signalbox.operation.Operation;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.OperationQueue;
import dev.signalbox.operation.Origin;
import dev.signalbox.operation.PlanSubmission;
import dev.signalbox.operation.PlanTicket;
import dev.signalbox.operation.PutBack;
import dev.signalbox.operation.Submission;
import dev.signalbox.operation.Ticket;
import dev.signalbox.operation.Why;
import dev.signalbox.service.Intent.Hold;
import dev.signalbox.service.supervision.Holds;
import dev.signalbox.service.supervision.Supervisor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is asked of an engine of this program.
///
/// @param origin in whose name, why, and by what it is known again
record LocalRequests(LocalEngine engine, Origin origin, Services services, Holds holds) implements EngineRequests {
    private static final Logger LOG = LoggerFactory.getLogger(LocalRequests.class);
    private static final Answer DONE = new Answer.Done();

    private OperationQueue queue() {
        return engine.queue();
    }

    private String asker() {
        return origin.source().toString();
    }

    @Override
    public LocalRequests because(String why) {
        return new LocalRequests(engine, origin.because(why), services, holds);
    }

    // --- operations ---

    @Override
    public CompletionStage<Submission> submit(String service, OperationKind kind, Map<String, String> parameters) {
        return queue().submit(service, kind, origin, parameters);
    }

    @Override
    public CompletionStage<PlanSubmission> submit(BulkPlan plan) {
        return queue().submit(plan, origin);
    }

    @Override
    public CompletionStage<Resubmission> submitAgain(List<Operation> operations) {
        var parts = CutOff.together(operations);
        if (engine.isCutOffDismissed()) {
            var refused = Collections.nCopies(parts.size(), "what was cut off was dismissed");
            return CompletableFuture.completedStage(new Resubmission(List.of(), Map.of(), refused));
        }
        var queued = new ArrayList<CompletableFuture<Submission>>();
        var plans = new LinkedHashMap<Long, CompletableFuture<PlanSubmission>>();
        // All is asked for before any answer is waited for.
        for (var together : parts) {
            var first = together.getFirst();
            if (first.plan() == 0) {
                queued.add(submitAgain(first).toCompletableFuture());
            } else {
                var rest = engine.planner().again(together);
                plans.put(first.plan(), forThe(first).submit(rest).toCompletableFuture());
            }
        }
        var all = Stream.concat(queued.stream(), plans.values().stream());
        return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
                .thenApply(_ -> resubmission(queued, plans));
    }

    private CompletionStage<Submission> submitAgain(Operation operation) {
        var asking = forThe(operation);
        return operation.kills()
                ? asking.kill(operation.service())
                : asking.submit(operation.service(), operation.kind(), operation.parameters());
    }

    /// As `earlier` was asked for, unless something is said now.
    private EngineRequests forThe(Operation earlier) {
        return origin.why().isEmpty() ? because(Why.cleaned(earlier.why())) : this;
    }

    /// @param queued answered, as are `plans`
    private static Resubmission resubmission(
            List<CompletableFuture<Submission>> queued, Map<Long, CompletableFuture<PlanSubmission>> plans) {
        var tickets = new ArrayList<Ticket>();
        var planTickets = new LinkedHashMap<Long, PlanTicket>();
        var refused = new ArrayList<String>();
        for (var answer : queued) {
            switch (answer.join()) {
                case Submission.Accepted(var ticket) -> tickets.add(ticket);
                case Submission.Refused(var reason, var _) -> refused.add(reason);
            }
        }
        plans.forEach((plan, answer) -> {
            switch (answer.join()) {
                case PlanSubmission.Accepted(var ticket) -> planTickets.put(plan, ticket);
                case PlanSubmission.Refused(var reason, var _) -> refused.add(reason);
            }
        });
        return new Resubmission(tickets, planTickets, refused);
    }

    @Override
    public CompletionStage<PutBack> putBack(String service, List<Long> operations, List<Long> line) {
        return queue().putBack(service, operations, line, origin);
    }

    @Override
    public CompletionStage<Answer> dismissCutOff(String id) {
        return now(
                engine.dismissCutOff(id)
                        ? DONE
                        : new Answer.Pointless("what was cut off at " + id + " is not told of any more"));
    }

    @Override
    public CompletionStage<Submission> stopNow(String service) {
        return queue().stopNow(service, origin);
    }

    @Override
    public CompletionStage<Submission> kill(String service) {
        return queue().kill(service, origin);
    }

    @Override
    public CompletionStage<Answer> cancel(long operation) {
        return now(
                switch (queue().cancel(operation)) {
                    case CANCELLED -> DONE;
                    case STOP_REQUESTED -> new Answer.Begun();
                    case ALREADY_ENDED -> new Answer.Pointless("operation " + operation + " has ended already");
                    case UNKNOWN -> new Answer.Missing("there is no operation " + operation, Code.NO_OPERATION);
                });
    }

    @Override
    public CompletionStage<Answer> cancelPlan(long plan) {
        return now(
                queue().cancelPlan(plan) == 0
                        ? new Answer.Missing(
                                "there is no plan " + plan + ", or nothing of it waits any more", Code.NOT_FOUND)
                        : DONE);
    }

    @Override
    public CompletionStage<Answer> move(long operation, int position) {
        return now(
                queue().move(operation, position)
                        ? DONE
                        : new Answer.Pointless(
                                "operation " + operation + " does not wait, or is the stop of a stop-now"));
    }

    // --- services ---

    @Override
    public CompletionStage<Answer> stopRetrying(String service) {
        return of(service, supervisor -> {
            supervisor.stopRetrying();
            return now(DONE);
        });
    }

    @Override
    public CompletionStage<Answer> keepRunning(String service) {
        return of(
                service,
                supervisor -> supervisor.status().pid() < 0
                        ? now(new Answer.Pointless(service + " does not run"))
                        : kept(supervisor.keepRunning(asker()), service + " shall run from now on"));
    }

    @Override
    public CompletionStage<Answer> takeOver(String service) {
        return of(
                service,
                supervisor -> supervisor.takeOver().handle((what, failure) -> {
                    if (failure != null) {
                        return new Answer.Pointless(service + " is not taken over: "
                                + cause(failure).getMessage());
                    }
                    if (what.isEmpty()) {
                        return new Answer.Pointless("no process of " + service + " was started by another engine");
                    }
                    LOG.info("{} has taken over {}: {}", asker(), service, what);
                    return DONE;
                }));
    }

    @Override
    public CompletionStage<Answer> suspendSchedule(String service) {
        return of(
                service,
                supervisor -> hasSchedule(supervisor)
                        ? kept(supervisor.suspendSchedule(asker()), "the schedule of " + service + " is suspended")
                        : hasNone(service));
    }

    @Override
    public CompletionStage<Answer> resumeSchedule(String service) {
        // What was suspended can be undone, also if its schedule has gone since.
        return of(
                service,
                supervisor -> hasSchedule(supervisor) || supervisor.intent().suspension() != null
                        ? kept(supervisor.resumeSchedule(), "the schedule of " + service + " is resumed")
                        : hasNone(service));
    }

    private static boolean hasSchedule(Supervisor supervisor) {
        return supervisor.definition().schedule() != null
                || supervisor.latestDefinition().schedule() != null;
    }

    private static CompletionStage<Answer> hasNone(String service) {
        return now(new Answer.Pointless(service + " has no schedule"));
    }

    private CompletionStage<Answer> of(String service, Function<Supervisor, CompletionStage<Answer>> action) {
        var work = services.find(service);
        return work == null ? now(missing(service)) : action.apply(work.supervisor());
    }

    // --- queues ---

    @Override
    public CompletionStage<Answer> hold(String service, String why, @Nullable Instant until) {
        return ifThere(
                service, () -> kept(holds.hold(service, asked(why, until)), "the queue of " + service + " is held"));
    }

    private Hold asked(String why, @Nullable Instant until) {
        return new Hold(engine.time().now(), asker(), why, until);
    }

    @Override
    public CompletionStage<Answer> resume(String service) {
        return of(service, _ -> kept(holds.resume(service), "the queue of " + service + " is not held any more"));
    }

    @Override
    public CompletionStage<Answer> holdAll(String why, @Nullable Instant until) {
        return kept(holds.holdAll(asked(why, until)), "all queues are held");
    }

    @Override
    public CompletionStage<Answer> resumeAll() {
        return kept(holds.resumeAll(), "the queues are not held any more");
    }

    @Override
    public CompletionStage<Answer> clear(String service) {
        return done(service, () -> queue().clear(service));
    }

    @Override
    public CompletionStage<Answer> mergeDuplicates(String service) {
        return done(service, () -> queue().mergeDuplicates(service));
    }

    @Override
    public CompletionStage<Answer> abandon(String service) {
        return done(service, () -> queue().abandon(service));
    }

    private CompletionStage<Answer> done(String service, Runnable action) {
        return ifThere(service, () -> {
            action.run();
            return now(DONE);
        });
    }

    /// Does something with a service's queue. A reload may have let go of it already, and the list without it be
    /// on its way to who asks.
    private static CompletionStage<Answer> ifThere(String service, Supplier<CompletionStage<Answer>> action) {
        try {
            return action.get();
        } catch (IllegalArgumentException _) {
            return now(missing(service));
        }
    }

    // --- answers ---

    private static Answer missing(String service) {
        return new Answer.Missing("there is no service " + service, Code.NO_SERVICE);
    }

    private static CompletionStage<Answer> now(Answer answer) {
        return CompletableFuture.completedStage(answer);
    }

    /// @param done what was done, for people
    private static CompletionStage<Answer> kept(CompletionStage<Void> durable, String done) {
        return durable.handle((_, failure) -> {
            if (failure == null) {
                return DONE;
            }
            var what = done + ", but the next engine will not know it: "
                    + cause(failure).getMessage();
            LOG.warn(what);
            return new Answer.Forgotten(what);
        });
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
