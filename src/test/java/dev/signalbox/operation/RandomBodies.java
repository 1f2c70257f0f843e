package dev.signalbox.operation;

import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/// Bodies that do what bodies do at their worst. What an operation does depends on the seed and its id alone.
final class RandomBodies implements OperationBody {
    /// The service whose operations always succeed, soon.
    static final String CALM = "calm";
    /// The service that hangs until [#freeStuck].
    static final String STUCK = "stuck";

    private final long seed;
    private final History history;
    private volatile CountDownLatch stubborn = new CountDownLatch(1);
    private final CountDownLatch stuck = new CountDownLatch(1);
    private volatile boolean ending;

    RandomBodies(long seed, History history) {
        this.seed = seed;
        this.history = history;
    }

    @Override
    public CompletionStage<?> run(OperationContext context) throws Exception {
        var life = history.begin(context);
        CompletionStage<?> stage = null;
        try {
            stage = switch (context.operation().service()) {
                case CALM -> pause(new Random(seed + context.operation().id()), 30);
                case STUCK -> await(stuck, true);
                default -> wild(context, new Random(seed + context.operation().id()));
            };
        } finally {
            if (stage == null) {
                history.end(life);
            }
        }
        return stage == null ? null : stage.whenComplete((_, _) -> history.end(life));
    }

    private CompletionStage<?> wild(OperationContext context, Random random) throws Exception {
        if (random.nextInt(4) == 0) {
            context.underway();
        }
        return switch (random.nextInt(12)) {
            case 0 -> throw new IllegalStateException("as planned");
            case 1 -> throw new StackOverflowError("as planned");
            case 2, 3 -> await(new CountDownLatch(1), false);
            case 4 -> untilInterrupted();
            case 5 -> later(random, false);
            case 6 -> later(random, true);
            case 7 -> untilStopRequested(context, random.nextBoolean());
            case 8 -> await(stubborn, true);
            default -> pause(random, 4);
        };
    }

    private static CompletionStage<?> pause(Random random, int yields) {
        for (var i = random.nextInt(yields); i > 0; i--) {
            Thread.yield();
        }
        return null;
    }

    private CompletionStage<?> await(CountDownLatch gate, boolean stubborn) throws InterruptedException {
        while (!(stubborn && ending && gate != stuck)) {
            try {
                gate.await();
                return null;
            } catch (InterruptedException e) {
                if (!stubborn) {
                    throw e;
                }
            }
        }
        return null;
    }

    /// Ends normally although it was interrupted, and leaves the interrupt pending.
    private static CompletionStage<?> untilInterrupted() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return null;
    }

    private static CompletionStage<?> later(Random random, boolean failing) {
        var stage = new CompletableFuture<Void>();
        Thread.startVirtualThread(() -> {
            pause(random, 4);
            if (failing) {
                stage.completeExceptionally(new IllegalStateException("as planned"));
            } else {
                stage.complete(null);
            }
        });
        return stage;
    }

    private static CompletionStage<?> untilStopRequested(OperationContext context, boolean failing) {
        var stage = new CompletableFuture<Void>();
        Thread.startVirtualThread(() -> {
            while (!context.stopRequested()) {
                LockSupport.parkNanos(100_000);
            }
            if (failing) {
                stage.cancel(false);
            } else {
                stage.complete(null);
            }
        });
        return stage;
    }

    /// Lets the stubborn bodies of the wild services go that live now.
    void freeStubborn() {
        var free = stubborn;
        stubborn = new CountDownLatch(1);
        free.countDown();
    }

    /// From now on no body of a wild service is stubborn.
    void endStubbornness() {
        ending = true;
        freeStubborn();
    }

    void freeStuck() {
        stuck.countDown();
    }
}
