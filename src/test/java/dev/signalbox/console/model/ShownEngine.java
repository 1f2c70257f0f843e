package dev.signalbox.console.model;

import dev.signalbox.engine.CutOff;
import dev.signalbox.engine.Engine;
import dev.signalbox.engine.EngineListener;
import dev.signalbox.journal.Interruption;
import dev.signalbox.service.ServiceSnapshot;
import dev.signalbox.service.ServiceStatus;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// An engine of which some things are shown otherwise than they are, so that a test need not bring them about.
public final class ShownEngine {
    private final Supplier<? extends Engine> engine;
    private final List<EngineListener> listeners = new CopyOnWriteArrayList<>();
    private final Map<String, ServiceStatus> statuses = new ConcurrentHashMap<>();
    private final Map<String, Supplier<?>> answers = new ConcurrentHashMap<>();

    ShownEngine(Supplier<? extends Engine> engine) {
        this.engine = engine;
    }

    /// The engine, as it is shown.
    Engine engine() {
        return (Engine)
                Proxy.newProxyInstance(ShownEngine.class.getClassLoader(), new Class<?>[] {Engine.class}, this::call);
    }

    /// Lets this status of a service be shown.
    void show(String service, ServiceStatus status) {
        statuses.put(service, status);
        listeners.forEach(listener -> listener.onChange(service));
    }

    /// Lets a method without parameters answer this.
    public ShownEngine answering(String method, Supplier<?> answer) {
        answers.put(method, answer);
        return this;
    }

    /// Lets this be what the end of the engine before did.
    public ShownEngine interrupted(@Nullable Interruption interruption) {
        if (interruption != null) {
            answering("cutOff", () -> CompletableFuture.completedStage(CutOff.of(interruption, engine()::find)));
        }
        return this;
    }

    private @Nullable Object call(Object self, Method method, Object @Nullable [] arguments) throws Throwable {
        var other = answers.get(method.getName());
        if (other != null) {
            return other.get();
        }
        if (method.getName().equals("subscribe") && arguments != null) {
            listeners.add((EngineListener) arguments[0]);
        }
        try {
            return shown(method.invoke(engine.get(), arguments));
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static ServiceSnapshot with(ServiceSnapshot it, ServiceStatus status) {
        return new ServiceSnapshot(
                it.definition(),
                it.latestDefinition(),
                status,
                it.completed(),
                it.mayLive(),
                it.removed(),
                it.nextRun(),
                it.intent(),
                it.why(),
                it.queue());
    }

    private @Nullable Object shown(@Nullable Object answer) {
        if (answer instanceof ServiceSnapshot snapshot) {
            var status = statuses.get(snapshot.id());
            return status == null ? snapshot : with(snapshot, status);
        }
        return answer;
    }
}
