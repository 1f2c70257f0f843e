package dev.signalbox.remote;

import dev.signalbox.engine.Connection;
import dev.signalbox.engine.EngineClient;
import dev.signalbox.engine.EngineListener;
import dev.signalbox.engine.EngineSubscription;
import dev.signalbox.engine.OutputReader;
import dev.signalbox.engine.ServiceSnapshot;
import dev.signalbox.journal.History;
import dev.signalbox.log.LogFiles;
import dev.signalbox.log.LogSlice;
import dev.signalbox.operation.BulkPlan;
import dev.signalbox.operation.Operation;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.PlanSubmission;
import dev.signalbox.operation.PlanTicket;
import dev.signalbox.operation.Submission;
import dev.signalbox.operation.TimeSource;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// An engine that is reached through its HTTP API. While it is not, its services are of unknown state, and
/// nothing can be asked of it.
public final class RemoteEngine implements EngineClient, AutoCloseable {
    private final Http http;
    private final TimeSource time;
    private final Mirror mirror;
    private final Link link;
    private final Requests requests;

    private RemoteEngine(Http http, TimeSource time, Link.Pace pace) {
        this.http = http;
        this.time = time;
        this.mirror = new Mirror(http, time);
        this.link = new Link(http, time, mirror, pace);
        mirror.onFault(link::broken);
        this.requests = new Requests(http, time, link, mirror);
        mirror.onConnection(requests::connectionChanged);
    }

    /// Connects to an engine, and again by itself whenever the connection is lost. Blocks; not for the FX thread.
    ///
    /// @param address such as `http://127.0.0.1:7070`
    /// @param token empty for none
    /// @param trust whose certificates are trusted; `null` for those that Java trusts
    /// @throws IOException if it cannot be reached now, or does not let this token in; with a message for people
    public static RemoteEngine connect(URI address, String token, @Nullable SSLContext trust, TimeSource time)
            throws IOException, InterruptedException {
        return connect(new Http(address, token, trust), time, Link.Pace.USUAL);
    }

    static RemoteEngine connect(Http http, TimeSource time, Link.Pace pace) throws IOException, InterruptedException {
        var engine = new RemoteEngine(http, time, pace);
        try {
            engine.link.open();
            return engine;
        } catch (IOException | RefusedException e) {
            engine.close();
            throw new IOException("no connection to " + engine.host() + ": " + e.getMessage(), e);
        }
    }

    /// Its name and port.
    public String host() {
        return http.host();
    }

    /// The name of its workspace.
    public String workspace() {
        var health = link.health();
        return health == null ? "" : health.workspace();
    }

    /// Why its journal cannot be written; `null` if it can, as far as is known.
    public @Nullable String journalProblem() {
        var health = link.health();
        return health == null || health.journal().equals("ok") ? null : "the log on " + host() + " says why";
    }

    /// How many operations its journal knows.
    public long operations() {
        return mirror.operations();
    }

    /// What its journal can be asked.
    public History history() {
        return new RemoteHistory(http, mirror::clock);
    }

    // --- looking ---

    @Override
    public TimeSource time() {
        return time;
    }

    @Override
    public Connection connection() {
        return link.connection();
    }

    @Override
    public void reconnect() {
        link.retry();
    }

    @Override
    public List<String> services() {
        return mirror.services().ids();
    }

    @Override
    public @Nullable ServiceSnapshot find(String service) {
        return mirror.services().find(service);
    }

    @Override
    public @Nullable LogFiles log(String service) {
        return null;
    }

    @Override
    public OutputReader output(String service, @Nullable Instant since, int newest) {
        var from = since == null
                ? ""
                : "&since=" + Http.encoded(mirror.clock().there(since).toString());
        return new RemoteOutput(
                http, "/services/" + Http.encoded(service) + "/log?follow=true", from, newest, mirror::clock);
    }

    @Override
    public LogSlice written(Operation operation) {
        try {
            var wire = Wire.read(http.get("/operations/" + operation.id() + "/log"), Wire.Slice.class);
            return new LogSlice(
                    wire.lines().stream()
                            .map(line -> RemoteOutput.line(line, mirror.clock()))
                            .toList(),
                    Words.constant(LogSlice.Remark.class, wire.remark()));
        } catch (IOException | RefusedException | RuntimeException e) {
            return LogSlice.none(LogSlice.Remark.UNREADABLE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return LogSlice.none(LogSlice.Remark.UNREADABLE);
        }
    }

    @Override
    public EngineSubscription subscribe(EngineListener listener) {
        return mirror.subscribe(listener);
    }

    // --- asking ---

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
                path,
                "",
                answer -> List.of(Wire.read(answer, Wire.Operation.class)),
                operations -> new Submission.Accepted(mirror.accepted(operations.getFirst())),
                Submission.Refused::new));
    }

    @Override
    public CompletionStage<PlanSubmission> submit(BulkPlan plan) {
        var members = plan.members().stream()
                .map(member -> new Wire.PlanMember(
                        member.service(),
                        member.kind().word(),
                        member.after().stream()
                                .map(gate -> new Wire.PlanGate(gate.member(), Words.of(gate.until())))
                                .toList()))
                .toList();
        var body =
                Wire.write(new Wire.Plan(members, plan.atOnce(), plan.stopOnFailure(), plan.mergeQueued(), plan.now()));
        return requests.ask(new Requests.Task<>(
                "the plan of " + members.size() + " operations",
                "/plans/exact",
                body,
                answer -> Wire.read(answer, Wire.QueuedPlan.class).operations(),
                operations -> new PlanSubmission.Accepted(new PlanTicket(
                        operations.getFirst().id(),
                        plan,
                        operations.stream().map(mirror::accepted).toList())),
                PlanSubmission.Refused::new));
    }

    @Override
    public void closing(boolean ends) {
        // An engine elsewhere goes on without this window.
    }

    @Override
    public CompletionStage<PlanSubmission> stopToClose(BulkPlan plan) {
        return submit(plan);
    }

    @Override
    public CompletionStage<Submission> kill(String service) {
        return submit("kill of " + service, path(service, "kill"));
    }

    @Override
    public void stopRetrying(String service) {
        requests.tell("POST", path(service, "stop-retrying"));
    }

    @Override
    public void keepRunning(String service) {
        requests.tell("POST", path(service, "keep-running"));
    }

    @Override
    public void suspendSchedule(String service) {
        requests.tell("POST", path(service, "schedule/suspend"));
    }

    @Override
    public void resumeSchedule(String service) {
        requests.tell("POST", path(service, "schedule/resume"));
    }

    @Override
    public void cancel(long operation) {
        requests.tell("DELETE", "/operations/" + operation);
    }

    @Override
    public void cancelPlan(long plan) {
        requests.tell("DELETE", "/plans/" + plan);
    }

    @Override
    public void move(long operation, int position) {
        requests.tell("POST", "/operations/" + operation + "/move?position=" + position);
    }

    @Override
    public void hold(String service, String why, @Nullable Instant until) {
        requests.tell("POST", path(service, "hold") + holding(why, until));
    }

    private String holding(String why, @Nullable Instant until) {
        var parameters = new ArrayList<String>();
        if (!why.isEmpty()) {
            parameters.add("why=" + Http.encoded(why));
        }
        if (until != null) { // told as a length, as the clocks may differ
            var left = Duration.between(time().now(), until);
            parameters.add("for=" + Math.max(1, left.toSeconds()) + "s");
        }
        return parameters.isEmpty() ? "" : "?" + String.join("&", parameters);
    }

    @Override
    public void resume(String service) {
        requests.tell("POST", path(service, "resume"));
    }

    @Override
    public void holdAll(String why, @Nullable Instant until) {
        requests.tell("POST", "/hold" + holding(why, until));
    }

    @Override
    public void resumeAll() {
        requests.tell("POST", "/resume");
    }

    @Override
    public void clear(String service) {
        requests.tell("POST", path(service, "clear"));
    }

    @Override
    public void mergeDuplicates(String service) {
        requests.tell("POST", path(service, "merge"));
    }

    @Override
    public void abandon(String service) {
        requests.tell("POST", path(service, "abandon"));
    }

    private static String path(String service, String action) {
        return "/services/" + Http.encoded(service) + "/" + action;
    }

    /// Leaves the engine as it is.
    @Override
    public void close() {
        link.close();
        mirror.close();
        requests.close();
        http.close();
    }
}
