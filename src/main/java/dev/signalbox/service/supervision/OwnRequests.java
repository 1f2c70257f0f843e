package dev.signalbox.service.supervision;

import dev.signalbox.operation.Operation;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.OperationQueue;
import dev.signalbox.operation.Source;
import dev.signalbox.operation.Submission;
import dev.signalbox.service.Schedule;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a supervisor asks the queue of its service for. Never waits.
final class OwnRequests {
    private static final Logger LOG = LoggerFactory.getLogger(OwnRequests.class);

    private final String service;
    private final OperationQueue queue;
    private volatile Consumer<String> skipped = _ -> {};

    OwnRequests(String service, OperationQueue queue) {
        this.service = service;
        this.queue = queue;
    }

    /// Asks for a start, as it is wanted and down.
    ///
    /// @return completes with why it was refused; empty if it was not
    CompletionStage<String> start(Source source) {
        return queue.submit(service, OperationKind.START, source)
                .thenApply(answer -> answer instanceof Submission.Refused(var reason, var _) ? reason : "");
    }

    /// Asks for a restart, as it is unhealthy.
    void restart(String answer) {
        if (!isHeld()) { // it is asked for again as long as the service is unhealthy
            submit(OperationKind.RESTART, new Source(Source.Road.HEALTH, answer), _ -> {});
        }
    }

    /// Sets what is told of each start by its schedule that was left out, and why.
    void onSkipped(Consumer<String> listener) {
        skipped = listener;
    }

    /// Asks for a start by its schedule, unless one is under way. For any thread.
    void startBySchedule(Schedule schedule) {
        if (isPending(OperationKind.START) || isPending(OperationKind.RESTART)) {
            skip(schedule, "one is under way");
        } else if (isHeld()) {
            skip(schedule, "its queue is held");
        } else {
            submit(
                    OperationKind.START,
                    new Source(Source.Road.SCHEDULE, schedule.text()),
                    reason -> skip(schedule, "it was refused: " + reason));
        }
    }

    private void skip(Schedule schedule, String why) {
        var what = "skipped a start by its schedule " + schedule.text() + ", as " + why;
        LOG.info("{}: {}", service, what);
        skipped.accept(what);
    }

    private void submit(OperationKind kind, Source source, Consumer<String> refused) {
        queue.submit(service, kind, source).thenAccept(answer -> {
            if (answer instanceof Submission.Refused(var reason, var _)) {
                LOG.warn("{}: a {} ({}) was refused: {}", service, kind.word(), source, reason);
                refused.accept(reason);
            }
        });
    }

    /// Calls off every start that the program wants by itself.
    void cancelOwnStarts() {
        operations()
                .filter(operation -> operation.kind() == OperationKind.START
                        && operation.source().road().automatic())
                .forEach(operation -> queue.cancel(operation.id()));
    }

    /// Whether an operation of this kind waits or runs.
    boolean isPending(OperationKind kind) {
        return operations().anyMatch(operation -> operation.kind() == kind);
    }

    /// Whether an operator holds the queue: then nothing is put into it.
    private boolean isHeld() {
        var snapshot = queue.find(service);
        return snapshot != null && snapshot.isHeld();
    }

    /// Whether any operation waits or runs.
    boolean isAnyPending() {
        return operations().findAny().isPresent();
    }

    private Stream<Operation> operations() {
        var snapshot = queue.find(service);
        return snapshot == null ? Stream.empty() : snapshot.operations(); // a reload may have let go of the service
    }
}
