package dev.signalbox.model;

import dev.signalbox.operation.JournalRecord;
import dev.signalbox.operation.OperationBody;
import dev.signalbox.operation.OperationContext;
import dev.signalbox.operation.OperationJournal;
import dev.signalbox.operation.OperationQueue;
import dev.signalbox.operation.PlantedFault;
import dev.signalbox.service.supervision.Holds;
import dev.signalbox.service.supervision.Intents;
import dev.signalbox.service.supervision.Reconciler;
import dev.signalbox.service.supervision.Supervision;
import dev.signalbox.service.supervision.Supervisor;
import dev.signalbox.service.supervision.TestSupervision;
import dev.signalbox.time.TimeSource;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// The life of one engine in a [SmallWorld]: made of what a true one is made of.
final class ModelEngine {
    /// Half of the longest wait between two tries.
    private static final long CHANCE = 1L << 60;

    private final SmallWorld world;
    private final @Nullable Planted fault;
    private final Turns turns;
    private final Map<String, Supervisor> supervisors = new LinkedHashMap<>();
    private final Map<String, ModelService.Driver> drivers = new HashMap<>();
    private final OperationQueue queue;
    private final Holds holds;
    private final Reconciler reconciler;
    private final Intents intents;
    private boolean over;

    ModelEngine(SmallWorld world, @Nullable Planted fault, String boot) {
        this.world = world;
        this.fault = fault;
        turns = new Turns((_, thrown) -> world.laws().broken("thrown: " + thrown));
        intents = TestSupervision.intents(keptTexts(), boot, (_, task) -> task.run());
        var time = world.time();
        queue = PlantedFault.queue(
                fault == null ? null : fault.queue(),
                journal(),
                fault == Planted.STOP_WAITS_FOR_THE_JOURNAL ? new Deaf(time) : time,
                Math.max(world.journal().firstId(), intents.firstNumber(true)),
                turns);
        holds = new Holds(queue, intents, time);
        reconciler = new Reconciler(queue);
        var shared = new Supervision(queue, time, () -> CHANCE, (_, _, _, _, _) -> null, intents, reconciler);
        for (var definition : world.definitions()) {
            var id = definition.id();
            var driver = world.service(id).new Driver(turns, world.laws()::begins);
            var supervisor = new Supervisor(definition, _ -> driver, shared);
            drivers.put(id, driver);
            supervisors.put(id, supervisor);
            queue.register(id, definition.queue(), body(supervisor));
            if (fault != Planted.HOLD_FORGOTTEN) {
                holds.restore(id);
            }
            supervisor.open();
        }
        try {
            intents.engineRuns();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        reconciler.begin();
    }

    /// Time that does not tell when an answer has not come for too long.
    private record Deaf(ModelTime time) implements TimeSource {
        @Override
        public long nanoTime() {
            return time.nanoTime();
        }

        @Override
        public Instant now() {
            return time.now();
        }

        @Override
        public Timer schedule(Duration delay, Runnable task) {
            return delay.equals(ModelJournal.STALL) ? () -> {} : time.schedule(delay, task);
        }
    }

    private Map<String, String> keptTexts() {
        return new HashMap<>(world.texts()) {
            @Override
            public String put(String key, String text) {
                if (!over && (fault != Planted.MARKS_LOST || key.startsWith("/"))) {
                    world.texts().put(key, text);
                }
                return text;
            }
        };
    }

    private OperationJournal journal() {
        return new OperationJournal() {
            @Override
            public CompletionStage<?> append(List<? extends JournalRecord> records) {
                return over ? new CompletableFuture<>() : world.journal().append(records);
            }

            @Override
            public CompletionStage<?> keepNumber(long id) {
                return fault == Planted.NUMBER_GIVEN_AGAIN
                        ? CompletableFuture.completedStage(null)
                        : intents.keepNumber(id);
            }
        };
    }

    private OperationBody body(Supervisor supervisor) {
        var planted = fault == null ? supervisor : fault.body(supervisor);
        return new Planted.Wrapped(planted) {
            @Override
            public @Nullable CompletionStage<?> run(OperationContext context) throws Exception {
                world.wishes().begins(context.operation(), context.automatic());
                return super.run(context);
            }
        };
    }

    Turns turns() {
        return turns;
    }

    OperationQueue queue() {
        return queue;
    }

    Holds holds() {
        return holds;
    }

    Reconciler reconciler() {
        return reconciler;
    }

    Map<String, Supervisor> supervisors() {
        return supervisors;
    }

    ModelService.Driver driver(String id) {
        return drivers.get(id);
    }

    /// Lets all run that it has started.
    void runAll() {
        do {
            turns.runAll("reconciler");
            if (fault == Planted.NO_VERDICT) {
                world.ids().forEach(this::forgetVerdict);
            }
        } while (!turns.isEmpty());
    }

    private void forgetVerdict(String id) {
        if (intents.of(id).verdict() != null) {
            intents.change(id, intent -> intent.judged(null));
            reconciler.look();
        }
    }

    /// It is gone from one moment to the next.
    void end() {
        over = true;
        turns.end();
        world.time().forget();
        world.ids().forEach(id -> world.service(id).engineGone());
    }
}
