package dev.signalbox.console.window;

import dev.signalbox.engine.Connection;
import dev.signalbox.engine.Engine;
import dev.signalbox.engine.EngineListener;
import dev.signalbox.engine.Place;
import dev.signalbox.operation.QueueSnapshot;
import dev.signalbox.service.ServiceSnapshot;
import dev.signalbox.service.ServiceState;
import dev.signalbox.service.ServiceStatus;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// An engine at hand that is shown as if it were elsewhere, behind a connection that can be lost.
final class FarEngine {
    static final String HOST = "build.example:7070";

    private final Engine near;
    private final List<EngineListener> listeners = new CopyOnWriteArrayList<>();
    private final AtomicInteger retries = new AtomicInteger();
    private final List<CompletableFuture<?>> cutOffs = new CopyOnWriteArrayList<>();
    private volatile Connection connection = new Connection.Connected(HOST, Duration.ofMillis(12));

    FarEngine(Engine near) {
        this.near = near;
    }

    void connect(Connection now) {
        connection = now;
        listeners.forEach(EngineListener::onConnectionChanged);
        listeners.forEach(EngineListener::onServicesChanged);
    }

    /// Loses the connection now, to try again after some time.
    void lose(String reason, Duration retry) {
        var now = near.time().now();
        connect(new Connection.Lost(HOST, reason, now, now.plus(retry)));
    }

    /// How often it was to be reached again at once.
    int retries() {
        return retries.get();
    }

    /// The answers to whoever has asked what was cut off.
    List<CompletableFuture<?>> cutOffs() {
        return cutOffs;
    }

    Engine client() {
        return (Engine)
                Proxy.newProxyInstance(FarEngine.class.getClassLoader(), new Class<?>[] {Engine.class}, this::call);
    }

    private Object call(Object self, Method method, Object[] arguments) throws Throwable {
        switch (method.getName()) {
            case "connection" -> {
                return connection;
            }
            case "place" -> {
                return new Place.Elsewhere(HOST);
            }
            case "reloads", "ending" -> {
                return null;
            }
            default -> {}
        }
        if (method.getName().equals("subscribe")) {
            listeners.add((EngineListener) arguments[0]);
        }
        if (method.getName().equals("reconnect")) {
            retries.incrementAndGet();
        }
        try {
            var answer = method.invoke(near, arguments);
            if (method.getName().equals("cutOff")) {
                cutOffs.add(((CompletionStage<?>) answer).toCompletableFuture());
            }
            return answer instanceof ServiceSnapshot known && !connection.isUp() ? unknown(known) : answer;
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static ServiceSnapshot unknown(ServiceSnapshot known) {
        var id = known.definition().id();
        var queue = new QueueSnapshot(id, known.queue().version() + 1, null, List.of(), false, false, null);
        var status = ServiceStatus.of(ServiceState.UNKNOWN, "the connection was lost");
        return ServiceSnapshot.of(known.definition(), status, queue, status.reason());
    }
}
