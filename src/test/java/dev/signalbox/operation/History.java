package dev.signalbox.operation;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// What happened in one run of the queue, as seen by those who submit and by the bodies. Thread-safe.
final class History {
    /// A ticket, and how often it has completed.
    record Held(Ticket ticket, AtomicInteger completions) {
        boolean isDone() {
            return completions.get() > 0;
        }
    }

    /// One life of a body, on the history's own clock.
    record Life(Operation operation, long begin, AtomicLong end) {}

    private final ManualJournal journal;
    private final AtomicLong clock = new AtomicLong();
    private final AtomicInteger submissions = new AtomicInteger();
    private final AtomicInteger unanswered = new AtomicInteger();
    private final Map<Long, Held> tickets = new ConcurrentHashMap<>();
    private final Queue<PlanTicket> plans = new ConcurrentLinkedQueue<>();
    private final Set<Long> urgent = ConcurrentHashMap.newKeySet();
    private final Map<Long, List<Life>> lives = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<String> violations = new ConcurrentLinkedQueue<>();

    History(ManualJournal journal) {
        this.journal = journal;
    }

    void submitted(CompletionStage<Submission> answer) {
        submissions.incrementAndGet();
        unanswered.incrementAndGet();
        answer.thenAccept(submission -> {
            if (submission instanceof Submission.Accepted(var ticket)) {
                accepted(ticket);
            }
            unanswered.decrementAndGet();
        });
    }

    /// As [#submitted], of a stop that comes before all else.
    void submittedUrgent(CompletionStage<Submission> answer) {
        submitted(answer.thenApply(submission -> {
            if (submission instanceof Submission.Accepted(var ticket)) {
                urgent.add(ticket.operation().id());
            }
            return submission;
        }));
    }

    /// Whether it comes before all else.
    boolean isUrgent(Operation operation) {
        return urgent.contains(operation.id())
                || plans.stream()
                        .anyMatch(plan ->
                                plan.id() == operation.plan() && plan.plan().now());
    }

    void planned(CompletionStage<PlanSubmission> answer) {
        submissions.incrementAndGet();
        unanswered.incrementAndGet();
        answer.thenAccept(submission -> {
            if (submission instanceof PlanSubmission.Accepted(var ticket)) {
                ticket.members().forEach(this::accepted);
                plans.add(ticket);
            }
            unanswered.decrementAndGet();
        });
    }

    private void accepted(Ticket ticket) {
        var held = new Held(ticket, new AtomicInteger());
        var id = ticket.operation().id();
        if (tickets.put(id, held) != null) {
            violation(ticket.operation(), "was accepted twice");
        }
        checkRecorded(ticket, JournalRecord.Accepted.class, "was accepted before the journal had it");
        ticket.outcome().thenRun(() -> {
            checkRecorded(ticket, JournalRecord.Ended.class, "has an outcome that the journal has not");
            if (Thread.currentThread().isInterrupted()) {
                violation(ticket.operation(), "completed with the interrupt of a body");
            }
            held.completions().incrementAndGet();
        });
    }

    /// Only a stop gets through without the journal, and says so.
    private void checkRecorded(Ticket ticket, Class<? extends JournalRecord> record, String otherwise) {
        var operation = ticket.operation();
        var saysItIs = ticket.isRecorded() || !Entry.insists(operation); // first, as it may become so
        if (saysItIs && !journal.has(record, operation.id())) {
            violation(operation, otherwise);
        }
    }

    Life begin(OperationContext context) {
        var operation = context.operation();
        var life = new Life(operation, clock.incrementAndGet(), new AtomicLong(Long.MAX_VALUE));
        // With its first life from the beginning: an abandoned body may begin while others look.
        lives.merge(operation.id(), new CopyOnWriteArrayList<>(List.of(life)), (known, fresh) -> {
            known.addAll(fresh);
            return known;
        });
        if (!Entry.insists(operation) && !journal.has(JournalRecord.Started.class, operation.id())) {
            violation(operation, "runs before the journal has its start");
        }
        if (Thread.currentThread().isInterrupted() && !context.stopRequested()) {
            violation(operation, "begins with the interrupt of another");
        }
        return life;
    }

    void end(Life life) {
        life.end().set(clock.incrementAndGet());
    }

    void violation(Operation operation, String what) {
        violations.add(operation.service() + " " + operation.label() + " " + what);
    }

    void violation(String what) {
        violations.add(what);
    }

    int submissions() {
        return submissions.get();
    }

    int unanswered() {
        return unanswered.get();
    }

    List<PlanTicket> plans() {
        return List.copyOf(plans);
    }

    Map<Long, Held> tickets() {
        return tickets;
    }

    Map<Long, List<Life>> lives() {
        return lives;
    }

    List<String> violations() {
        return List.copyOf(violations);
    }
}
