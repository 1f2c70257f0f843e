package dev.signalbox.engine.remote;

import dev.signalbox.engine.Connection;
import dev.signalbox.engine.CutOff;
import dev.signalbox.engine.Ending;
import dev.signalbox.engine.Engine;
import dev.signalbox.engine.EngineListener;
import dev.signalbox.engine.EngineRequests;
import dev.signalbox.engine.EngineSubscription;
import dev.signalbox.engine.Output;
import dev.signalbox.engine.Place;
import dev.signalbox.engine.Reloads;
import dev.signalbox.engine.WholeLog;
import dev.signalbox.journal.History;
import dev.signalbox.log.LogSlice;
import dev.signalbox.metrics.Series;
import dev.signalbox.metrics.Usages;
import dev.signalbox.operation.Operation;
import dev.signalbox.operation.Source;
import dev.signalbox.service.ServiceSnapshot;
import dev.signalbox.time.TimeSource;
import dev.signalbox.wire.LogSliceMessage;
import dev.signalbox.wire.Wire;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// An engine that is reached through its HTTP API. While it is not, its services are of unknown state, and
/// nothing can be asked of it.
public final class RemoteEngine implements Engine, AutoCloseable {
    private final Http http;
    private final TimeSource time;
    private final Mirror mirror;
    private final Link link;
    private final Requests requests;
    private final RemoteUsages usages;
    private final RemoteRequests asking;

    private RemoteEngine(Http http, TimeSource time, Link.Pace pace) {
        this.http = http;
        this.time = time;
        this.mirror = new Mirror(http, time);
        this.link = new Link(http, time, mirror, pace);
        mirror.onFault(link::broken);
        this.requests = new Requests(http, time, link, mirror);
        mirror.onConnection(requests::connectionChanged);
        this.usages =
                new RemoteUsages(http, time, mirror::clock, () -> link.connection() instanceof Connection.Connected);
        this.asking = new RemoteRequests(requests, mirror, time, this::planner, "");
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

    // --- looking ---

    @Override
    public String workspace() {
        var health = link.health();
        return health == null ? "" : health.workspace();
    }

    @Override
    public Place place() {
        return new Place.Elsewhere(host());
    }

    @Override
    public @Nullable String journalProblem() {
        var health = link.health();
        return health == null || health.journalWorks() ? null : "the log on " + host() + " says why";
    }

    @Override
    public @Nullable String journalNotice() {
        return null; // its own window, or its log, has told it
    }

    @Override
    public CompletionStage<@Nullable CutOff> cutOff() {
        var answered = new CompletableFuture<@Nullable CutOff>();
        Thread.ofVirtual().name("remote interruption").start(() -> {
            try {
                answered.complete(Interruptions.read(http, mirror.clock()));
            } catch (IOException | RefusedException | RuntimeException e) {
                answered.completeExceptionally(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                answered.completeExceptionally(e);
            }
        });
        return answered.minimalCompletionStage();
    }

    @Override
    public long recorded() {
        return mirror.operations();
    }

    @Override
    public History history() {
        return new RemoteHistory(http, mirror::clock);
    }

    @Override
    public Map<String, String> logProblems() {
        return snapshots().stream()
                .filter(service -> !service.logProblem().isEmpty())
                .collect(Collectors.toMap(ServiceSnapshot::id, ServiceSnapshot::logProblem));
    }

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
    public Output output(String service, @Nullable Operation from, int limit) {
        return new RemoteOutput(http, service, from, limit, mirror::clock);
    }

    @Override
    public WholeLog wholeLog(List<String> ids) {
        return new RemoteWholeLog(http, ids, mirror::clock);
    }

    @Override
    public LogSlice written(Operation operation) {
        try {
            return Wire.readAnswer(http.get("/operations/" + operation.id() + "/log"), LogSliceMessage.class)
                    .toSlice(mirror.clock());
        } catch (IOException | RefusedException | RuntimeException e) {
            return LogSlice.none(LogSlice.Remark.UNREADABLE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return LogSlice.none(LogSlice.Remark.UNREADABLE);
        }
    }

    @Override
    public Usages usages() {
        return usages.get();
    }

    @Override
    public Series metrics(String service, Instant since, Duration step) throws IOException {
        return usages.series(service, since, step);
    }

    @Override
    public EngineSubscription subscribe(EngineListener listener) {
        return mirror.subscribe(listener);
    }

    // --- asking ---

    /// Whoever asks here: there it is known by the token.
    @Override
    public EngineRequests as(Source source) {
        return asking;
    }

    @Override
    public @Nullable Reloads reloads() {
        return null;
    }

    @Override
    public @Nullable Ending ending() {
        return null;
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
