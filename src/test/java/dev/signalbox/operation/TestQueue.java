package dev.signalbox.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.time.FakeTime;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// A queue with everything around it in a test's hand.
final class TestQueue {
    static final Duration TIMEOUT = Duration.ofSeconds(30);
    static final Duration GRACE = Duration.ofSeconds(10);

    final FakeTime time = new FakeTime();
    final ManualJournal journal = new ManualJournal();
    final OperationQueue queue = new OperationQueue(journal, time, 1);
    private final Map<String, TestBodies> bodies = new ConcurrentHashMap<>();

    /// The bodies of `service`, which is registered with the policy `keep` if it is new.
    TestBodies bodies(String service) {
        return bodies(service, QueueSettings.Policy.KEEP);
    }

    TestBodies bodies(String service, QueueSettings.Policy policy) {
        return bodies.computeIfAbsent(service, _ -> {
            var made = new TestBodies();
            queue.register(service, new QueueSettings(policy, TIMEOUT, GRACE), made);
            return made;
        });
    }

    CompletionStage<Submission> submit(String service, OperationKind kind) {
        bodies(service);
        return queue.submit(service, kind, Source.OPERATOR);
    }

    Ticket start(String service) {
        return accepted(submit(service, OperationKind.START));
    }

    Ticket stop(String service) {
        return accepted(submit(service, OperationKind.STOP));
    }

    Ticket restart(String service) {
        return accepted(submit(service, OperationKind.RESTART));
    }

    Ticket stopNow(String service) {
        return accepted(queue.stopNow(service, Source.OPERATOR));
    }

    CancelResult cancel(Ticket ticket) {
        return queue.cancel(id(ticket));
    }

    /// Starts an operation of `service` that is held in its body.
    HeldBody occupy(String service) {
        return occupy(service, HeldBody.obedient());
    }

    HeldBody occupy(String service, HeldBody body) {
        bodies(service).next(body);
        start(service);
        body.awaitBegun();
        return body;
    }

    WaitReason reason(Ticket ticket) {
        return queue.snapshot(ticket.operation().service()).waiting().stream()
                .filter(waiting -> waiting.operation().equals(ticket.operation()))
                .findFirst()
                .orElseThrow()
                .reason();
    }

    static long id(Ticket ticket) {
        return ticket.operation().id();
    }

    static Ticket accepted(CompletionStage<Submission> answer) {
        assertThat(soon(answer)).isInstanceOf(Submission.Accepted.class);
        return ((Submission.Accepted) soon(answer)).ticket();
    }

    static String refusal(CompletionStage<Submission> answer) {
        assertThat(soon(answer)).isInstanceOf(Submission.Refused.class);
        return ((Submission.Refused) soon(answer)).reason();
    }

    static Outcome outcome(Ticket ticket) {
        return soon(ticket.outcome());
    }

    static Outcome effectiveOutcome(Ticket ticket) {
        return soon(ticket.effectiveOutcome());
    }

    static boolean isDone(CompletionStage<?> stage) {
        return stage.toCompletableFuture().isDone();
    }

    static <T> T soon(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
    }
}
