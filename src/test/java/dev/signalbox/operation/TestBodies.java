package dev.signalbox.operation;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/// The bodies of one service, in the order in which they run, and a record of which ran. What no script is
/// left for returns at once.
final class TestBodies implements OperationBody {
    private final List<Long> killed = new CopyOnWriteArrayList<>();
    private final Queue<OperationBody> scripts = new ConcurrentLinkedQueue<>();
    private final List<Long> started = new CopyOnWriteArrayList<>();

    /// What the next body does that has no script yet.
    <B extends OperationBody> B next(B script) {
        scripts.add(script);
        return script;
    }

    @Override
    public CompletionStage<?> run(OperationContext context) throws Exception {
        started.add(context.operation().id());
        var script = scripts.poll();
        return script == null ? null : script.run(context);
    }

    /// The ids of the operations whose bodies began, in that order.
    List<Long> started() {
        return started;
    }

    @Override
    public void kill(Operation operation) {
        killed.add(operation.id());
    }

    /// The operations that were to kill, in their order.
    List<Long> killed() {
        return List.copyOf(killed);
    }
}
