package dev.signalbox.bench;

import com.google.common.util.concurrent.MoreExecutors;
import dev.signalbox.operation.InMemoryJournal;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.OperationQueue;
import dev.signalbox.operation.Outcome;
import dev.signalbox.operation.QueueSettings;
import dev.signalbox.operation.Source;
import dev.signalbox.operation.Submission;
import dev.signalbox.operation.Ticket;
import dev.signalbox.time.SystemTime;
import java.util.ArrayList;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/// From the submission of an empty operation to its outcome, on an idle service and in a crowd of a thousand.
/// Beside it, what a bare virtual thread costs, the least that "one fresh thread for each operation" can
/// cost, and Guava's sequential executor, which does nothing but keep the order.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(3)
public class SubmitBenchmark {
    private static final int CROWD = 1000;
    private static final String SERVICE = "api";

    private final SystemTime time = new SystemTime();
    private final OperationQueue queue = new OperationQueue(new InMemoryJournal(CROWD), time, 1);
    private final Executor sequential =
            MoreExecutors.newSequentialExecutor(Executors.newVirtualThreadPerTaskExecutor());

    /// Says how each median relates to that of bare threads in the same run.
    ///
    /// @param args options of JMH
    public static void main(String[] args) throws RunnerException, CommandLineOptionException {
        var options = new OptionsBuilder()
                .parent(new CommandLineOptions(args))
                .include(SubmitBenchmark.class.getSimpleName())
                .build();
        var medians = new TreeMap<String, Double>();
        for (var result : new Runner(options).run()) {
            var primary = result.getPrimaryResult();
            medians.put(primary.getLabel(), primary.getStatistics().getPercentile(50));
        }
        System.out.printf("%n%-24s %12s  %s%n", "", "median µs/op", "of bare threads, started and joined");
        medians.forEach((label, median) -> {
            var bare = medians.get(label.startsWith("idle") ? "idleBareThread" : "queuedBareThread");
            System.out.printf("%-24s %12.3f  × %.2f%n", label, median, median / bare);
        });
    }

    /// Registers the one service, whose operations do nothing.
    @Setup
    public void register() {
        queue.register(SERVICE, QueueSettings.DEFAULT, _ -> null);
    }

    /// Stops the timer.
    @TearDown
    public void close() {
        queue.close();
        time.close();
    }

    @Benchmark
    public void idleBareThread() throws InterruptedException {
        Thread.ofVirtual().start(() -> {}).join();
    }

    @Benchmark
    public Outcome idleOperation() {
        return outcome(submit());
    }

    @Benchmark
    public void idleGuavaSequential() throws InterruptedException {
        var done = new CountDownLatch(1);
        sequential.execute(done::countDown);
        done.await();
    }

    @Benchmark
    @OperationsPerInvocation(CROWD)
    public void queuedBareThread() throws InterruptedException {
        var threads = new ArrayList<Thread>(CROWD);
        for (var i = 0; i < CROWD; i++) {
            threads.add(Thread.ofVirtual().start(() -> {}));
        }
        for (var thread : threads) {
            thread.join();
        }
    }

    @Benchmark
    @OperationsPerInvocation(CROWD)
    public void queuedOperation() {
        var tickets = new ArrayList<Ticket>(CROWD);
        queue.hold(SERVICE);
        for (var i = 0; i < CROWD; i++) {
            tickets.add(submit());
        }
        queue.resume(SERVICE);
        tickets.forEach(SubmitBenchmark::outcome);
    }

    @Benchmark
    @OperationsPerInvocation(CROWD)
    public void queuedGuavaSequential() throws InterruptedException {
        var done = new CountDownLatch(CROWD);
        for (var i = 0; i < CROWD; i++) {
            sequential.execute(done::countDown);
        }
        done.await();
    }

    private Ticket submit() {
        return ticket(queue.submit(SERVICE, OperationKind.START, Source.OPERATOR));
    }

    static Ticket ticket(CompletionStage<Submission> answer) {
        return switch (now(answer)) {
            case Submission.Accepted(var ticket) -> ticket;
            case Submission.Refused(var reason, var _) -> throw new IllegalStateException(reason);
        };
    }

    static Outcome outcome(Ticket ticket) {
        return now(ticket.outcome());
    }

    private static <T> T now(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }
}
