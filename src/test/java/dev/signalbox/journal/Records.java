package dev.signalbox.journal;

import static dev.signalbox.Waiting.await;

import dev.signalbox.operation.JournalRecord;
import dev.signalbox.operation.Operation;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.Outcome;
import dev.signalbox.operation.QueueSnapshot;
import dev.signalbox.operation.Source;
import dev.signalbox.operation.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/// Records to be journalled, a second apart.
public final class Records {
    static final Instant BEGIN = Instant.parse("2026-03-01T12:00:00Z");

    private Records() {}

    public static Operation operation(long id, String service, OperationKind kind) {
        return operation(id, service, kind, Source.OPERATOR, 0);
    }

    public static Operation operation(long id, String service, OperationKind kind, Source source, long plan) {
        return new Operation(id, service, kind, source, Map.of(), plan, at(id));
    }

    public static Instant at(long second) {
        return BEGIN.plusSeconds(second);
    }

    public static JournalRecord accepted(Operation operation) {
        return new JournalRecord.Accepted(operation, operation.submittedAt().plusMillis(1));
    }

    public static JournalRecord started(Operation operation) {
        return new JournalRecord.Started(operation, operation.submittedAt().plusMillis(2));
    }

    public static JournalRecord ended(Operation operation, Outcome outcome) {
        return ended(operation, outcome, Duration.ofMillis(100));
    }

    public static JournalRecord ended(Operation operation, Outcome outcome, Duration ran) {
        var steps = List.of(new Step("SIGTERM sent", Duration.ofMillis(3), true));
        return new JournalRecord.Ended(new QueueSnapshot.Ended(
                operation,
                outcome,
                Duration.ofMillis(1),
                ran,
                steps,
                true,
                operation.submittedAt().plusMillis(2).plus(ran)));
    }

    /// Tries again while what was appended before fails.
    static CompletionStage<?> retried(Supplier<CompletionStage<?>> append) {
        return await().until(append::get, stage -> {
            return stage.toCompletableFuture()
                    .handle((_, failure) -> failure == null)
                    .join();
        });
    }

    /// Waits until it is durable.
    public static void durably(CompletionStage<?> stage) {
        try {
            stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }
}
