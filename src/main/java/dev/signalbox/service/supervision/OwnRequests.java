package dev.signalbox.service.supervision;

import dev.signalbox.operation.Cancellation;
import dev.signalbox.operation.Operation;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.OperationQueue;
import dev.signalbox.operation.Outcome;
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

    private static final String A_START = "a start";

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
            submit(OperationKind.RESTART, new Source(Source.Road.HEALTH, answer), _ -> {}, _ -> {});
        }
    }

    /// Sets what is told of each start by its schedule that was left out, and why.
    void onSkipped(Consumer<String> listener) {
        skipped = listener;
    }

    /// Asks for a start by its schedule, unless one is under way that it is not to wait for. For any thread.
    ///
    /// @param why it comes now, if that is not its time; else empty
    /// @param notToCome called if none comes of it, for other reasons than that the engine ends, or that one waits
    void startBySchedule(Schedule schedule, String why, Runnable notToCome) {
        var waits = schedule.overlap() == Schedule.Overlap.QUEUE;
        if (waits ? isWaiting() : isPending(OperationKind.START) || isPending(OperationKind.RESTART)) {
            skip(schedule, A_START, waits ? "one waits already" : "one is under way");
        } else if (isHeld()) {
            skip(schedule, A_START, "its queue is held");
            notToCome.run();
        } else {
            var text = why.isEmpty() ? schedule.text() : schedule.text() + ", " + why;
            submit(
                    OperationKind.START,
                    new Source(Source.Road.SCHEDULE, text),
                    reason -> {
                        skip(schedule, A_START, "it was refused: " + reason);
                        notToCome.run();
                    },
                    outcome -> {
                        if (outcome instanceof Outcome.Cancelled(var cause)
                                && !(cause instanceof Cancellation.Shutdown)) {
                            notToCome.run();
                        }
                    });
        }
    }

    /// Whether a start by `schedule` that comes due now waits for the end of what goes on, and may come later.
    boolean isToWait(Schedule schedule) {
        return schedule.overlap() == Schedule.Overlap.QUEUE
                && schedule.missed() == Schedule.Missed.RUN_ONCE
                && (isPending(OperationKind.START) || isPending(OperationKind.RESTART));
    }

    /// Tells of starts that are left out.
    ///
    /// @param starts how many
    void skip(Schedule schedule, String starts, String why) {
        var what = "skipped " + starts + " by its schedule " + schedule.text() + ", as " + why;
        LOG.info("{}: {}", service, what);
        skipped.accept(what);
    }

    private void submit(OperationKind kind, Source source, Consumer<String> refused, Consumer<Outcome> ended) {
        queue.submit(service, kind, source).thenAccept(answer -> {
            switch (answer) {
                case Submission.Accepted(var ticket) -> ticket.outcome().thenAccept(ended);
                case Submission.Refused(var reason, var _) -> {
                    LOG.warn("{}: a {} ({}) was refused: {}", service, kind.word(), source, reason);
                    refused.accept(reason);
                }
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

    /// Whether a start or restart has not begun yet.
    private boolean isWaiting() {
        var snapshot = queue.find(service);
        return snapshot != null
                && snapshot.waiting().stream().anyMatch(one -> one.operation().kind() != OperationKind.STOP);
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
