package dev.signalbox.operation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// The context of an operation that no queue runs: keeps what it is told, and can be asked to stop or be
/// abandoned.
public final class TestWork implements OperationContext {
    private final Operation operation;
    private final List<String> steps = new CopyOnWriteArrayList<>();
    private final List<String> doings = new CopyOnWriteArrayList<>();
    private final List<Runnable> abandonActions = new ArrayList<>();
    private boolean stopRequested;
    private @Nullable Cancellation cancellation;
    private volatile boolean abandoned;

    public TestWork(OperationKind kind, String service) {
        this(kind, service, Map.of());
    }

    private TestWork(OperationKind kind, String service, Map<String, String> parameters) {
        this(1, kind, service, parameters);
    }

    private TestWork(long id, OperationKind kind, String service, Map<String, String> parameters) {
        operation = new Operation(id, service, kind, Source.OPERATOR, parameters, 0, Instant.EPOCH);
    }

    public static TestWork start() {
        return new TestWork(OperationKind.START, "service");
    }

    public static TestWork start(long id) {
        return new TestWork(id, OperationKind.START, "service", Map.of());
    }

    public static TestWork stop() {
        return new TestWork(OperationKind.STOP, "service");
    }

    public static TestWork kill() {
        return new TestWork(OperationKind.STOP, "service", Operation.KILL);
    }

    /// The facts that were reported.
    public List<String> steps() {
        return steps;
    }

    /// What was reported to go on.
    public List<String> doings() {
        return doings;
    }

    /// Asks the operation to stop, as its queue does at the deadline.
    ///
    /// @param body the thread it runs on
    public void askToStop(Thread body) {
        synchronized (this) {
            stopRequested = true;
        }
        body.interrupt();
    }

    /// Calls the operation off, as its queue does.
    ///
    /// @param body the thread it runs on
    public void cancel(Thread body, Cancellation cause) {
        synchronized (this) {
            cancellation = cause;
        }
        askToStop(body);
    }

    /// Gives the body up: it may have no effect any more.
    public void abandon() {
        abandoned = true;
        abandonActions.forEach(Runnable::run);
    }

    @Override
    public Operation operation() {
        return operation;
    }

    @Override
    public Duration remaining() {
        return Duration.ofSeconds(30);
    }

    @Override
    public void step(String text) {
        steps.add(text);
    }

    @Override
    public void nothingToDo(String why) {
        steps.add(why + ": nothing to do");
    }

    @Override
    public boolean pointless(String why) {
        nothingToDo(why);
        return true;
    }

    @Override
    public void doing(String text) {
        doings.add(text);
    }

    @Override
    public void underway() {
        steps.add("underway");
    }

    @Override
    public synchronized boolean stopRequested() {
        return stopRequested;
    }

    @Override
    public synchronized @Nullable Cancellation cancellation() {
        return cancellation;
    }

    @Override
    public boolean automatic() {
        return operation.source().road().automatic();
    }

    @Override
    public boolean isHalf() {
        return false;
    }

    @Override
    public void late(String effect) {
        steps.add("late: " + effect);
    }

    @Override
    public void onAbandoned(Runnable action) {
        abandonActions.add(action);
    }

    @Override
    public void requireLive() {
        if (abandoned) {
            throw new AbandonedException(operation);
        }
    }
}
