package dev.signalbox.engine.remote;

import dev.signalbox.engine.Answer;
import dev.signalbox.engine.EngineRequests;
import dev.signalbox.engine.Resubmission;
import dev.signalbox.operation.BulkPlan;
import dev.signalbox.operation.Operation;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.PlanSubmission;
import dev.signalbox.operation.PlanTicket;
import dev.signalbox.operation.PutBack;
import dev.signalbox.operation.Submission;
import dev.signalbox.operation.Why;
import dev.signalbox.service.plan.BulkPlanner;
import dev.signalbox.time.TimeSource;
import dev.signalbox.wire.AskedMessage;
import dev.signalbox.wire.ExactPlanMessage;
import dev.signalbox.wire.OperationMessage;
import dev.signalbox.wire.PutBackMessage;
import dev.signalbox.wire.PutBackRequestMessage;
import dev.signalbox.wire.ResubmissionMessage;
import dev.signalbox.wire.ResubmissionRequestMessage;
import dev.signalbox.wire.Wire;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What is asked of an engine elsewhere, in the name of the token.
///
/// @param why in the words of who asks, empty if there are none
record RemoteRequests(Requests requests, Mirror mirror, TimeSource time, Supplier<BulkPlanner> planner, String why)
        implements EngineRequests {

    /// @throws IllegalArgumentException if `why` has a problem
    RemoteRequests {
        why = Why.checked(why);
    }

    @Override
    public EngineRequests because(String other) {
        return new RemoteRequests(requests, mirror, time, planner, other);
    }

    @Override
    public CompletionStage<Submission> submit(String service, OperationKind kind, Map<String, String> parameters) {
        return submit(kind.word() + " of " + service, "/" + kind.word() + "/" + Http.encoded(service));
    }

    @Override
    public CompletionStage<Submission> stopNow(String service) {
        return submit("stop now of " + service, path(service, "stop-now"));
    }

    private CompletionStage<Submission> submit(String what, String path) {
        return requests.ask(new Requests.Task<>(
                what,
                path + because(),
                "",
                answer -> List.of(Wire.readAnswer(answer, OperationMessage.class)),
                operations -> new Submission.Accepted(mirror.accepted(operations.getFirst())),
                Submission.Refused::new));
    }

    /// What says why, behind a path.
    private String because() {
        return why.isEmpty() ? "" : "?why=" + Http.encoded(why);
    }

    @Override
    public CompletionStage<PlanSubmission> submit(BulkPlan plan) {
        return requests.ask(new Requests.Task<>(
                "the plan of " + plan.members().size() + " operations",
                "/plans/exact" + because(),
                Wire.write(ExactPlanMessage.of(plan)),
                answer -> Wire.readAnswer(answer, AskedMessage.class).operations(),
                operations -> new PlanSubmission.Accepted(new PlanTicket(
                        operations.getFirst().id(),
                        plan,
                        operations.stream().map(mirror::accepted).toList())),
                PlanSubmission.Refused::new));
    }

    @Override
    public CompletionStage<Resubmission> submitAgain(List<Operation> operations) {
        var refused = new ArrayList<String>();
        return requests.ask(new Requests.Task<>(
                "the submission of what was cut off",
                Interruptions.PATH + "/submit" + because(),
                Wire.write(ResubmissionRequestMessage.of(operations)),
                answer -> {
                    var resubmission = Wire.readAnswer(answer, ResubmissionMessage.class);
                    refused.addAll(resubmission.refused());
                    return resubmission.operations();
                },
                queued -> Interruptions.resubmission(
                        queued,
                        refused,
                        operations,
                        mirror::accepted,
                        rest -> planner.get().again(rest)),
                reason -> new Resubmission(List.of(), Map.of(), Collections.nCopies(operations.size(), reason))));
    }

    /// To be sent twice does no harm: nothing is put back twice.
    @Override
    public CompletionStage<PutBack> putBack(String service, List<Long> operations, List<Long> line) {
        return requests.tell(
                path(service, "put-back") + because(),
                Wire.write(PutBackRequestMessage.of(operations, line)),
                answer -> {
                    var done = Wire.readAnswer(answer, PutBackMessage.class);
                    return new PutBack(
                            done.operations().stream().map(mirror::accepted).toList(), done.moved(), done.refused());
                },
                PutBack::refused);
    }

    @Override
    public CompletionStage<Answer> dismissCutOff(String id) {
        return requests.tell("DELETE", Interruptions.PATH + "?at=" + Http.encoded(id));
    }

    @Override
    public CompletionStage<Submission> kill(String service) {
        return submit("kill of " + service, path(service, "kill"));
    }

    @Override
    public CompletionStage<Answer> stopRetrying(String service) {
        return requests.tell("POST", path(service, "stop-retrying"));
    }

    @Override
    public CompletionStage<Answer> keepRunning(String service) {
        return requests.tell("POST", path(service, "keep-running"));
    }

    @Override
    public CompletionStage<Answer> takeOver(String service) {
        return requests.tell("POST", path(service, "adopt"));
    }

    @Override
    public CompletionStage<Answer> suspendSchedule(String service) {
        return requests.tell("POST", path(service, "schedule/suspend"));
    }

    @Override
    public CompletionStage<Answer> resumeSchedule(String service) {
        return requests.tell("POST", path(service, "schedule/resume"));
    }

    @Override
    public CompletionStage<Answer> cancel(long operation) {
        return requests.tell("DELETE", "/operations/" + operation);
    }

    @Override
    public CompletionStage<Answer> cancelPlan(long plan) {
        return requests.tell("DELETE", "/plans/" + plan);
    }

    @Override
    public CompletionStage<Answer> move(long operation, int position) {
        return requests.tell("POST", "/operations/" + operation + "/move?position=" + position);
    }

    @Override
    public CompletionStage<Answer> hold(String service, String words, @Nullable Instant until) {
        return requests.tell("POST", path(service, "hold") + holding(words, until));
    }

    private String holding(String words, @Nullable Instant until) {
        var parameters = new ArrayList<String>();
        if (!words.isEmpty()) {
            parameters.add("why=" + Http.encoded(words));
        }
        if (until != null) { // told as a length, as the clocks may differ
            var left = Duration.between(time.now(), until);
            parameters.add("for=" + Math.max(1, left.toSeconds()) + "s");
        }
        return parameters.isEmpty() ? "" : "?" + String.join("&", parameters);
    }

    @Override
    public CompletionStage<Answer> resume(String service) {
        return requests.tell("POST", path(service, "resume"));
    }

    @Override
    public CompletionStage<Answer> holdAll(String words, @Nullable Instant until) {
        return requests.tell("POST", "/hold" + holding(words, until));
    }

    @Override
    public CompletionStage<Answer> resumeAll() {
        return requests.tell("POST", "/resume");
    }

    @Override
    public CompletionStage<Answer> clear(String service) {
        return requests.tell("POST", path(service, "clear"));
    }

    @Override
    public CompletionStage<Answer> mergeDuplicates(String service) {
        return requests.tell("POST", path(service, "merge"));
    }

    @Override
    public CompletionStage<Answer> abandon(String service) {
        return requests.tell("POST", path(service, "abandon"));
    }

    private static String path(String service, String action) {
        return "/services/" + Http.encoded(service) + "/" + action;
    }
}
