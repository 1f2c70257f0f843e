package dev.signalbox.operation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/// What must be true of every [History] once its queue is at rest.
final class Invariants {
    private static final Pattern STORY =
            Pattern.compile("Accepted( Started)*( Abandoned)? Ended( Abandoned)?( LateEffect)?");

    private final History history;
    private final List<JournalRecord> records;
    private final Map<Long, Outcome> outcomes = new HashMap<>();

    Invariants(History history, List<JournalRecord> records) {
        this.history = history;
        this.records = records;
        for (var record : records) {
            if (record instanceof JournalRecord.Ended(var end)) {
                outcomes.put(end.operation().id(), end.outcome());
            }
        }
    }

    /// @param moved the services whose waiting operations were moved
    void check(Set<String> moved) {
        if (history.unanswered() > 0) {
            history.violation(history.unanswered() + " submissions were not answered");
        }
        history.tickets()
                .values()
                .forEach(held -> checkTicket(held.ticket(), held.completions().get()));
        history.plans().forEach(this::checkPlan);
        var services = history.lives().values().stream()
                .map(lives -> lives.getFirst().operation().service())
                .distinct();
        services.forEach(service -> {
            var lives = lives(service);
            checkDisjoint(lives);
            if (!moved.contains(service)) {
                checkOrder(lives);
            }
        });
    }

    private void checkTicket(Ticket ticket, int completions) {
        var operation = ticket.operation();
        var story = String.join(
                " ",
                records.stream()
                        .filter(record -> record.operation().id() == operation.id())
                        .map(record -> record.getClass().getSimpleName())
                        .toList());
        if (!STORY.matcher(story).matches()) {
            history.violation(operation, "has the records " + story);
        }
        if (completions != 1) {
            history.violation(operation, "completed " + completions + " times");
            return;
        }
        var outcome = ticket.outcome().toCompletableFuture().join();
        if (!outcome.equals(outcomes.get(operation.id()))) {
            history.violation(operation, "showed " + outcome + ", but recorded " + outcomes.get(operation.id()));
        }
        checkRuns(operation, outcome);
        if (outcome instanceof Outcome.Coalesced(var survivor)) {
            checkSurvivor(ticket, survivor);
        }
    }

    private void checkRuns(Operation operation, Outcome outcome) {
        var runs = history.lives().getOrDefault(operation.id(), List.of()).size();
        if (isAbandoned(operation) && runs <= 1) {
            return; // it may have been given up before its body ran, and the body may live on
        }
        var right = switch (outcome) {
            case Outcome.Succeeded _, Outcome.Failed _, Outcome.TimedOut _ -> runs == 1;
            case Outcome.Coalesced _ -> runs == 0;
            case Outcome.Cancelled(Cancellation.Superseded(var by)) ->
                runs == 0 || (runs == 1 && mayReplace(by, operation));
            case Outcome.Cancelled(Cancellation.Dependency _), Outcome.Cancelled(Cancellation.Plan _) -> runs == 0;
            case Outcome.Cancelled _ -> runs <= 1;
        };
        if (!right) {
            history.violation(operation, outcome.describe() + ", but ran " + runs + " times");
        }
        var last = history.lives().getOrDefault(operation.id(), List.of());
        if (last.stream().anyMatch(life -> life.end().get() == Long.MAX_VALUE)) {
            history.violation(operation, "lives on at rest");
        }
    }

    /// Whether one operation may end another that runs: a stop that comes before all else does, and what a person
    /// asks for ends what the program does of itself.
    private boolean mayReplace(long id, Operation active) {
        var held = history.tickets().get(id);
        if (held == null) {
            return false;
        }
        var other = held.ticket().operation();
        var givesWay = active.source().road().automatic() || active.service().equals(Interleaving.JOB);
        return history.isUrgent(other) || (givesWay && other.kind() != OperationKind.START && isPersons(other));
    }

    /// Whether a person asked for it, or for what was merged into it.
    private boolean isPersons(Operation operation) {
        return !operation.source().road().automatic()
                || records.stream()
                        .anyMatch(record -> record instanceof JournalRecord.Ended(var end)
                                && end.outcome().equals(new Outcome.Coalesced(operation.id()))
                                && isPersons(end.operation()));
    }

    /// A member that ran began after all that it waits for had succeeded, and not too many ran at once.
    private void checkPlan(PlanTicket plan) {
        for (var i = 0; i < plan.members().size(); i++) {
            var operation = plan.members().get(i).operation();
            for (var life : history.lives().getOrDefault(operation.id(), List.of())) {
                for (var gate : plan.plan().members().get(i).after()) {
                    var needed = plan.members().get(gate.member()).operation();
                    if (gate.until() != BulkPlan.Until.SUCCEEDED || isTakenOver(operation)) {
                        continue; // it may be wedged, or a person's start that waits for nobody
                    }
                    var done = outcomes.get(needed.id()) instanceof Outcome.Succeeded
                            && history.lives().get(needed.id()).getFirst().end().get() < life.begin();
                    if (!done) {
                        history.violation(operation, "began before what it waits for: " + needed.label());
                    }
                }
            }
        }
        var atOnce = plan.plan().atOnce();
        if (atOnce > 0 && plan.members().stream().noneMatch(member -> isAbandoned(member.operation()))) {
            checkAtOnce(plan, atOnce);
        }
    }

    private void checkAtOnce(PlanTicket plan, int atOnce) {
        var lives = plan.members().stream()
                .flatMap(member ->
                        history.lives().getOrDefault(member.operation().id(), List.of()).stream())
                .toList();
        for (var life : lives) {
            var beside = lives.stream()
                    .filter(other ->
                            other.begin() <= life.begin() && other.end().get() > life.begin())
                    .count();
            if (beside > atOnce && !isTakenOver(life.operation())) {
                history.violation(life.operation(), "is one of " + beside + " that run, of at most " + atOnce);
            }
        }
    }

    private void checkSurvivor(Ticket follower, long survivor) {
        var operation = follower.operation();
        var held = history.tickets().get(survivor);
        if (held == null) {
            history.violation(operation, "was merged into #" + survivor + ", which nobody asked for");
            return;
        }
        // What was held while its start was recorded has waited again, and may have been recorded twice.
        var started = history.lives().containsKey(survivor) ? lastIndex(JournalRecord.Started.class, survivor) : -1;
        if (!held.ticket().operation().source().road().automatic()
                && started >= 0
                && started < index(JournalRecord.Accepted.class, operation.id())) {
            history.violation(
                    operation,
                    "was merged into the active " + held.ticket().operation().label());
        }
        if (held.isDone()) {
            var own = follower.effectiveOutcome().toCompletableFuture().getNow(null);
            var its = held.ticket().effectiveOutcome().toCompletableFuture().getNow(null);
            if (!Objects.equals(own, its)) {
                history.violation(operation, "has the effective outcome " + own + ", its survivor has " + its);
            }
        }
    }

    private void checkDisjoint(List<History.Life> lives) {
        var end = 0L;
        for (var life : lives) {
            if (life.begin() < end) {
                history.violation(life.operation(), "began while another body lived");
            }
            end = Math.max(end, life.end().get());
        }
    }

    private void checkOrder(List<History.Life> lives) {
        var last = -1;
        var lastStop = -1;
        for (var life : lives) {
            if (history.isUrgent(life.operation()) || isPassable(life.operation())) {
                continue;
            }
            var isStop = life.operation().kind() == OperationKind.STOP;
            var accepted = index(JournalRecord.Accepted.class, life.operation().id());
            // A stop that goes on without the journal may overtake one that waits for it.
            if (accepted < last || (accepted < lastStop && !isStop)) {
                history.violation(life.operation(), "began after one that was accepted later");
            }
            last = isStop ? last : Math.max(last, accepted);
            lastStop = isStop ? Math.max(lastStop, accepted) : lastStop;
        }
    }

    /// Whether a person's stop may pass it: a stop of a plan, which may wait for another service.
    private static boolean isPassable(Operation operation) {
        return operation.kind() == OperationKind.STOP && operation.plan() != 0;
    }

    /// Compares what the operations of `service` that ran led to with what running all that were accepted
    /// leads to: it runs or not, and the instance that runs is not older than it would be.
    void checkState(String service, SimulatedService initial) {
        var accepted = records.stream()
                .filter(JournalRecord.Accepted.class::isInstance)
                .map(JournalRecord::operation)
                .filter(operation -> operation.service().equals(service))
                .toList();
        var expected = initial.afterAll(accepted);
        var actual = initial.afterAll(
                lives(service).stream().map(History.Life::operation).toList());
        if (expected.isRunning() != actual.isRunning()) {
            history.violation(service + " ends " + (actual.isRunning() ? "running" : "stopped"));
        } else if (expected.isRunning() && expected.isUntouched() != actual.isUntouched()) {
            history.violation(service + " ends with " + (actual.isUntouched() ? "the old" : "a new") + " instance");
        } else if (expected.isRunning()
                && !expected.isUntouched()
                && lastIndex(JournalRecord.Started.class, actual.instance())
                        < index(JournalRecord.Accepted.class, expected.instance())) {
            history.violation(service + " ends with an instance older than #" + expected.instance());
        }
    }

    /// Whether a person's start has become one with it.
    private boolean isTakenOver(Operation operation) {
        return operation.source().road().automatic() && isPersons(operation);
    }

    private boolean isAbandoned(Operation operation) {
        return index(JournalRecord.Abandoned.class, operation.id()) >= 0;
    }

    /// The bodies of `service` in the order of their beginnings, without those that were abandoned: for them
    /// the rules make an exception.
    private List<History.Life> lives(String service) {
        var lives = new ArrayList<History.Life>();
        history.lives().values().forEach(lives::addAll);
        lives.removeIf(life -> !life.operation().service().equals(service) || isAbandoned(life.operation()));
        lives.sort(Comparator.comparingLong(History.Life::begin));
        return lives;
    }

    private int lastIndex(Class<? extends JournalRecord> type, long id) {
        for (var i = records.size() - 1; i >= 0; i--) {
            if (type.isInstance(records.get(i)) && records.get(i).operation().id() == id) {
                return i;
            }
        }
        return -1;
    }

    private int index(Class<? extends JournalRecord> type, long id) {
        for (var i = 0; i < records.size(); i++) {
            if (type.isInstance(records.get(i)) && records.get(i).operation().id() == id) {
                return i;
            }
        }
        return -1;
    }
}
