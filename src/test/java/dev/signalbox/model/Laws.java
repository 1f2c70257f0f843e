package dev.signalbox.model;

import dev.signalbox.operation.BulkPlan;
import dev.signalbox.operation.Cancellation;
import dev.signalbox.operation.JournalRecord.Ended;
import dev.signalbox.operation.Operation;
import dev.signalbox.operation.OperationContext;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.Outcome;
import dev.signalbox.operation.PlanTicket;
import dev.signalbox.operation.QueueSnapshot;
import dev.signalbox.operation.QueueSnapshot.Waiting;
import dev.signalbox.operation.Source.Road;
import dev.signalbox.operation.Ticket;
import dev.signalbox.operation.WaitReason;
import dev.signalbox.service.Intent.Value;
import dev.signalbox.service.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// The rules that a [SmallWorld] is held against, each found broken by what can be seen of it: as work begins, after
/// each step, and at rest.
final class Laws {
    /// What is held where all queues are.
    static final String ALL = "all";

    private final SmallWorld world;
    private final List<String> wrong = new ArrayList<>();
    private final List<Ticket> tickets = new ArrayList<>();
    private final Map<Long, PlanTicket> plans = new HashMap<>();
    private final Set<Long> begun = new HashSet<>();
    /// Services that have ended or failed by themselves since a person started them last.
    private final Set<String> ended = new HashSet<>();
    /// Services of which a stop was cut off, or did not come to its end.
    private final Set<String> cut = new HashSet<>();
    private final Map<Long, String> calledOff = new HashMap<>();
    /// What was asked and is not answered.
    private final List<Asked> asked = new ArrayList<>();
    /// The last stop of each service that went on without its record.
    private final Map<String, Long> insisted = new HashMap<>();
    /// Services that were ended by force in this step.
    private final Set<String> killed = new HashSet<>();
    /// What the engine has let go of: whether each service was up then, but for those that were about to stop.
    private final Map<String, Boolean> letGo = new TreeMap<>();

    /// What had been asked to stop before.
    private final Set<Long> askedBefore = new HashSet<>();

    private boolean letsGo;
    /// What is held, and until when if that is known; all queues by [#ALL].
    private final Map<String, Instant> holds = new TreeMap<>();
    /// The numbers that the engine that lives has given, and those before it.
    private final Set<Long> numbers = new HashSet<>();

    private final Set<Long> numbersBefore = new HashSet<>();

    Laws(SmallWorld world) {
        this.world = world;
    }

    List<String> wrong() {
        return wrong;
    }

    void broken(String text) {
        wrong.add(text);
    }

    private void require(boolean condition, String text) {
        if (!condition) {
            wrong.add(text);
        }
    }

    /// All that matters for what will be found wrong later.
    String state(String service) {
        return (ended.contains(service) ? "ended " : "")
                + (cut.contains(service) ? "cut " : "")
                + (letsGo ? "let go " + letGo.get(service) : "")
                + world.wishes().begun(service);
    }

    /// How many tickets have not completed.
    long open() {
        return tickets.stream()
                .filter(ticket -> !ticket.outcome().toCompletableFuture().isDone())
                .count();
    }

    // --- what happens ---

    /// What a person asks of the queue, or the engine as it ends.
    final class Asked {
        private final boolean stop;
        private final long since = world.time().nanoTime();
        private final boolean isJournalDown = world.isJournalDown();

        private Asked(boolean stop) {
            this.stop = stop;
        }

        /// Takes note of the answer, or that there is none yet.
        void answered(CompletionStage<Void> answer) {
            if (answer.toCompletableFuture().isDone()) {
                return;
            }
            require(!isJournalDown, "rule 1: no answer although the journal cannot be written");
            asked.add(this);
            answer.thenRun(() -> asked.remove(this));
        }

        void refused(String reason) {
            var right = world.isClosing() || (!stop && world.isJournalInDoubt());
            require(right, (stop ? "rule 28c: a stop" : "rule 1:") + " refused: " + reason);
        }

        private void isInTime() {
            var limit = stop ? ModelJournal.STALL : ModelJournal.PERMISSION;
            require(
                    world.time().nanoTime() - since < limit.toNanos(),
                    "rule 28c: no answer to " + (stop ? "a stop" : "what is no stop") + " within " + limit);
        }
    }

    /// @param stop whether it consists of stops
    Asked asks(boolean stop) {
        return new Asked(stop);
    }

    void holds(Ticket ticket) {
        var operation = ticket.operation();
        tickets.add(ticket);
        numbered(operation);
        if (operation.kills()) {
            killed.add(operation.service());
        }
        if (!ticket.isRecorded()) {
            insisted.merge(operation.service(), operation.id(), Math::max);
        }
    }

    void holds(PlanTicket plan) {
        plans.put(plan.id(), plan);
        plan.members().forEach(this::holds);
    }

    /// A person holds a queue.
    ///
    /// @param until when that ends by itself, `null` if it does not
    void held(String what, @Nullable Instant until) {
        holds.put(what, until == null ? Instant.MAX : until);
    }

    void resumed(String what) {
        holds.remove(what);
    }

    private boolean isHeld(String what) {
        return holds.getOrDefault(what, Instant.MIN).isAfter(world.time().now());
    }

    boolean isAllHeld() {
        return isHeld(ALL);
    }

    /// What is held, and what for a while only.
    List<String> holds() {
        return holds.entrySet().stream()
                .filter(hold -> isHeld(hold.getKey()))
                .map(hold -> hold.getKey() + (hold.getValue().equals(Instant.MAX) ? "" : " for a while"))
                .toList();
    }

    /// The journal has taken an operation.
    void accepted(Operation operation) {
        numbered(operation);
        var road = operation.source().road();
        require(
                !road.automatic()
                        || road == Road.CLOSING
                        || world.isLoose()
                        || world.isJournalInDoubt()
                        || !(isAllHeld() || isHeld(operation.service())),
                "rule 16: put into a held queue: " + operation);
    }

    /// An operation has its number.
    void numbered(Operation operation) {
        numbers.add(operation.id());
        require(!numbersBefore.contains(operation.id()), "rule 28c: a number that was given before: " + operation);
    }

    /// Whether a number was given that the journal does not know.
    boolean isAhead() {
        return numbersBefore.stream().anyMatch(id -> id >= world.journal().firstId());
    }

    void recorded(Ended record) {
        var operation = record.operation();
        var service = operation.service();
        var outcome = record.end().outcome();
        var succeeded = outcome instanceof Outcome.Succeeded;
        require(
                !letsGo
                        || succeeded
                        || askedBefore.contains(operation.id())
                        || outcome instanceof Outcome.Cancelled(Cancellation.Shutdown _),
                "rule 29: the engine has let go, and " + service + " " + operation.label() + " ends as " + outcome);
        if (operation.kind() == OperationKind.START) {
            return;
        }
        if (succeeded) {
            if (!letsGo) { // else a stop that was asked for after it does not follow any more
                cut.remove(service);
            }
        } else if (begun.contains(operation.id()) || keepsItsMark(outcome)) {
            cut.add(service);
        }
    }

    private static boolean keepsItsMark(Outcome outcome) {
        return outcome instanceof Outcome.Cancelled(var cause)
                && (cause instanceof Cancellation.Dependency || cause instanceof Cancellation.Shutdown);
    }

    /// A start that fails is judged, also where nobody wants it any more, but not what somebody has called off.
    void fails(String service, ModelService.Work work) {
        var judged = work.context().cancellation() == null
                || work.context().remaining().isZero();
        if (!work.stops() && judged) {
            ended.add(service);
        } else if (!work.stops()) {
            ended.remove(service);
        }
    }

    /// A service ends while nothing is at work with it: by itself, or as the late effect of a stop that has asked it
    /// to (rule 28d).
    void ends(String service) {
        if (world.service(service).isAsked()) {
            ended.remove(service);
        } else {
            ended.add(service);
        }
    }

    void calledOff(Operation operation) {
        calledOff.put(operation.id(), operation.service());
    }

    void engineGone(QueueSnapshot queue) {
        var active = queue.active();
        var stops = active != null && active.operation().kind() != OperationKind.START
                || queue.waiting().stream()
                        .anyMatch(waiting -> waiting.operation().kind() != OperationKind.START);
        if (stops) {
            cut.add(queue.service());
        }
        calledOff.forEach((id, service) -> {
            if (world.journal().end(id) == null && service.equals(queue.service())) {
                cut.add(service); // nobody has stopped what it had started
            }
        });
        tickets.stream()
                .filter(ticket ->
                        !ticket.isRecorded() && world.service(queue.service()).isUp())
                .filter(ticket -> ticket.operation().service().equals(queue.service()))
                .forEach(_ -> cut.add(queue.service()));
    }

    /// The engine ends, and leaves its services as they are.
    void letsGo() {
        letsGo = true;
        for (var id : world.ids()) {
            var active = world.queue(id).active();
            if (active != null && active.stopRequested()) {
                askedBefore.add(active.operation().id());
            } else if (active == null || active.operation().kind() == OperationKind.START) {
                letGo.put(id, world.service(id).isUp());
            }
        }
    }

    void engineGone() {
        letsGo = false;
        letGo.clear();
        tickets.clear();
        asked.clear();
        numbersBefore.addAll(numbers);
        numbers.clear();
    }

    void boots(String service) {
        ended.remove(service);
    }

    // --- as work begins ---

    void begins(OperationContext work) {
        var operation = work.operation();
        if (!begun.add(operation.id())) {
            return; // the second half of a restart
        }
        var service = operation.service();
        var text = service + " " + operation.label() + " (" + operation.source() + ") ";
        require(
                world.journal().isStarted(operation.id()) || (insists(operation) && world.isJournalInDoubt()),
                "rule 1: " + text + "began before it was recorded");
        require(!letsGo, "rule 29: " + text + "began although the engine has let go");
        require(world.journal().end(operation.id()) == null, "rule 2: " + text + "began after its end");
        require(
                operation.kind() == OperationKind.STOP || operation.id() > insisted.getOrDefault(service, 0L),
                "rule 28c: " + text + "began although a stop has superseded it");
        var queue = world.queue(service);
        var active = queue.active();
        var urgent = active != null && active.urgent() || operation.source().road() == Road.CLOSING;
        require(urgent || world.isLoose() || !queue.isHeld(), "rule 16: " + text + "began in a held queue");
        if (work.automatic() && operation.kind() == OperationKind.START) {
            startsForAReason(service, text);
        }
        if (operation.source().road() != Road.CRASH_RECOVERY) {
            ended.remove(service);
        }
        if (operation.kind() == OperationKind.STOP) {
            cut.remove(service);
        }
        if (operation.kind() == OperationKind.START
                && calledOff.containsKey(operation.id())
                && world.service(service).isUp()) {
            cut.add(service); // it had not started it
        }
        gatesAreOpen(operation, text);
    }

    /// Whether it is a stop of a kind that gets through without the journal (rule 28c).
    private boolean insists(Operation operation) {
        var road = operation.source().road();
        return operation.kind() == OperationKind.STOP
                && !world.wishes().isHalf(operation)
                && (!road.automatic() || road == Road.CLOSING);
    }

    private void startsForAReason(String service, String text) {
        require(world.desired(service) != Value.STOPPED, "rule 26: " + text + "began against what is wanted");
        require(
                !ended.contains(service) || world.triesAgain(service),
                "rule 26a: " + text + "began after an end that its policy leaves");
        for (var need : world.needs(service)) {
            require(world.isLoose() || world.service(need).isUp(), "rule 26: " + text + "began without " + need);
        }
    }

    private void gatesAreOpen(Operation operation, String text) {
        var plan = plans.get(operation.plan());
        if (plan == null) {
            return;
        }
        for (var i = 0; i < plan.members().size(); i++) {
            if (plan.members().get(i).operation().id() == operation.id()) {
                for (var gate : plan.plan().members().get(i).after()) {
                    var other = plan.members().get(gate.member()).operation();
                    var end = world.journal().end(other.id());
                    var open = gate.until() == BulkPlan.Until.SUCCEEDED
                            ? end != null && end.end().outcome() instanceof Outcome.Succeeded
                            : end != null || world.queue(other.service()).wedged();
                    require(open, "rule 21: " + text + "began before " + other.service() + " " + other.label());
                }
            }
        }
    }

    // --- after each step ---

    /// Something is about to happen.
    void beforeStep() {
        killed.clear();
    }

    /// Looks at what should hold whenever nothing is about to happen of itself.
    void afterStep() {
        asked.forEach(Asked::isInTime);
        killed.forEach(service ->
                require(!world.service(service).isUp(), "rule 28d: " + service + " was ended by force, and is up"));
        for (var ticket : tickets) {
            var told = ticket.outcome().toCompletableFuture().getNow(null);
            var record = world.journal().end(ticket.operation().id());
            if (told != null) {
                require(
                        record == null
                                ? !ticket.isRecorded()
                                : record.end().outcome().equals(told),
                        "rule 2: told " + told + ", recorded " + record);
            }
            if (!ticket.isRecorded()) {
                require(
                        insists(ticket.operation()) && world.isJournalInDoubt(),
                        "rule 28c: goes on without its record: " + ticket);
            }
        }
        for (var service : world.ids()) {
            var queue = world.queue(service);
            var wanted = world.wishes().now(queue);
            require(
                    world.desired(service) == wanted,
                    "rule 25: of " + service + " is wanted " + wanted + ", the engine says " + world.desired(service));
            stopsGetThrough(queue);
            require(
                    queue.held() == isHeld(service) && queue.allHeld() == isAllHeld(),
                    "rule 16: held are " + holds() + ", but of " + service + ": " + queue.held() + ", of all: "
                            + queue.allHeld());
        }
    }

    /// Looks at the stops that persons asked for beside all plans.
    private void stopsGetThrough(QueueSnapshot queue) {
        var gated = false;
        for (var waiting : queue.waiting()) {
            var operation = waiting.operation();
            require(
                    operation.kind() == OperationKind.STOP
                            || operation.id() > insisted.getOrDefault(queue.service(), 0L),
                    "rule 28c: " + name(waiting) + " waits although a stop has superseded it");
            require(
                    !insists(operation) || !(waiting.reason() instanceof WaitReason.JournalDown),
                    "rule 28c: " + name(waiting) + " waits for the journal");
            if (operation.kind() == OperationKind.STOP && operation.plan() == 0 && !isAutomatic(waiting)) {
                require(!gated, "rule 28a: " + name(waiting) + " waits behind what waits for another service");
                var active = queue.active();
                var gives = active != null
                        && active.outcome() == null
                        && active.operation().kind() != OperationKind.STOP
                        && Wishes.isAutomatic(active.operation(), active.also());
                require(
                        !gives || active.stopRequested(),
                        "rule 28b: " + name(waiting) + " waits for what nobody has asked for");
            }
            gated |= waiting.reason() instanceof WaitReason.Needs;
        }
    }

    private static boolean isAutomatic(Waiting waiting) {
        return Wishes.isAutomatic(waiting.operation(), waiting.also());
    }

    private static String name(Waiting waiting) {
        return waiting.operation().service() + " " + waiting.operation().label();
    }

    // --- at rest ---

    /// Looks at what should hold when nothing can happen any more of itself.
    void atRest() {
        afterStep();
        var heldUp = false;
        for (var service : world.ids()) {
            var queue = world.queue(service);
            var waits = !queue.waiting().isEmpty();
            heldUp |= waits;
            require(queue.active() == null, "rule 3: no rest: " + service + " is busy with " + queue.active());
            require(!waits || isHeldUp(queue), "rule 27: no rest: of " + service + " waits " + queue.waiting());
            asIsWanted(service, queue);
        }
        for (var ticket : tickets) {
            var id = ticket.operation().id();
            require(
                    ticket.isRecorded()
                            && world.journal().isAccepted(id)
                            && (!begun.contains(id) || world.journal().isStarted(id)),
                    "rule 28c: not recorded: " + ticket);
        }
        for (var record : world.journal().acceptedNow()) {
            var operation = record.operation();
            var waits = world.queue(operation.service()).waiting().stream()
                    .anyMatch(waiting -> waiting.operation().id() == operation.id());
            require(
                    waits || world.journal().end(operation.id()) != null,
                    "rule 2: no outcome of " + operation.service() + " " + operation.label());
        }
        require(
                heldUp
                        || tickets.stream()
                                .allMatch(ticket ->
                                        ticket.outcome().toCompletableFuture().isDone()),
                "rule 2: a ticket that does not complete");
        require(heldUp || world.isDrained(), "rule 22: the queue does not drain");
    }

    /// Whether a hold is what keeps it: its own, or that of one that it waits for.
    private boolean isHeldUp(QueueSnapshot queue) {
        return queue.isHeld()
                || queue.waiting().getFirst().reason() instanceof WaitReason.Needs(var other)
                        && isHeldUp(world.queue(other.service()));
    }

    private void asIsWanted(String service, QueueSnapshot queue) {
        var up = world.service(service).isUp();
        var code = world.code(service);
        var text =
                service + " is " + (up ? "up" : "down") + ", wanted " + world.desired(service) + ", and says " + code;
        if (letsGo) {
            require(
                    up == letGo.getOrDefault(service, up),
                    "rule 29: let go of as it was " + (up ? "down: " : "up: ") + text);
            return;
        }
        if (world.isClosing()) {
            require(!up || cut.contains(service), "rule 29: closing has not stopped it: " + text);
            return;
        }
        if (up) {
            var stopped = world.desired(service) == Value.STOPPED;
            var waits = !queue.waiting().isEmpty();
            var right = !stopped ? Reason.Code.RUNS : waits ? Reason.Code.STOPPED : Reason.Code.UNSTOPPED;
            require(code == right, "rule 26f: " + text);
            require(!stopped || waits || cut.contains(service), "rule 28: " + text);
        } else if (isWanted(service)) {
            var right = switch (code) {
                case LEFT, GAVE_UP -> ended.contains(service);
                case HELD -> queue.isHeld();
                case PENDING -> !queue.waiting().isEmpty();
                case DEPENDENCY -> world.needs(service).stream().anyMatch(need -> !isReached(need));
                default -> false;
            };
            require(right, "rule 26: " + text);
        } else if (world.desired(service) == Value.STOPPED) {
            require(code == Reason.Code.STOPPED, "rule 26f: " + text);
        } else {
            var moves = Set.of(Reason.Code.STARTS, Reason.Code.RETRY, Reason.Code.JOURNAL, Reason.Code.RUNS);
            require(!moves.contains(code), "rule 26f: " + text);
        }
    }

    private boolean isReached(String service) {
        return world.service(service).isUp() && world.queue(service).waiting().isEmpty();
    }

    private boolean isWanted(String service) {
        return switch (world.desired(service)) {
            case RUNNING -> true;
            case STOPPED -> false;
            case UNSET ->
                world.startsByItself(service)
                        || world.ids().stream()
                                .anyMatch(other -> world.needs(other).contains(service) && isWanted(other));
        };
    }
}
