package dev.signalbox.operation;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// An accepted operation in its queue, and the ticket that its submitter holds. The fields are guarded by the
/// [StateLock], but for those that are volatile.
final class Entry implements Ticket {
    private final Operation operation;
    private final Lane lane;
    private final CompletableFuture<Outcome> recorded = new CompletableFuture<>();

    /// Whether it comes before all else, starts although its queue is held, and never merges: the stop of a "stop
    /// now".
    final boolean urgent;

    /// What it is a member of, `null` for nothing.
    final @Nullable PlanMember member;

    long acceptedNanos;
    /// Who asked for the same, and was merged into it.
    private List<Source> also = List.of();
    /// The members of plans that it stands for: itself, and those that were merged into it.
    private List<PlanMember> members = List.of();
    private volatile State state = State.WAITING;
    private volatile @Nullable Outcome outcome;
    private volatile @Nullable Entry survivor;
    /// How much of what has happened to it the journal does not know.
    private volatile int unrecorded;

    /// @param lane of its service, for what others hang on its outcome
    Entry(Operation operation, boolean urgent, @Nullable PlanMember member, Lane lane) {
        this.operation = operation;
        this.lane = lane;
        this.urgent = urgent;
        this.member = member;
        if (member != null) {
            members = List.of(member);
        }
    }

    @Override
    public Operation operation() {
        return operation;
    }

    @Override
    public State state() {
        return state;
    }

    @Override
    public CompletionStage<Outcome> outcome() {
        return lane.follow(recorded);
    }

    @Override
    public CompletionStage<Outcome> effectiveOutcome() {
        return lane.follow(effective());
    }

    private CompletableFuture<Outcome> effective() {
        return recorded.thenCompose(own -> {
            var other = survivor;
            return other == null ? CompletableFuture.completedFuture(own) : other.effective();
        });
    }

    @Override
    public boolean isRecorded() {
        return unrecorded == 0;
    }

    /// It goes on although the journal does not know of that yet.
    @SuppressWarnings("NonAtomicVolatileUpdate") // under the lock
    void lacksRecord() {
        unrecorded++;
    }

    /// The journal has come to know of it.
    @SuppressWarnings("NonAtomicVolatileUpdate") // under the lock
    void hasRecord() {
        unrecorded--;
    }

    boolean hasOutcome() {
        return outcome != null;
    }

    /// The outcome once the journal has it. Nobody is shown it earlier (rule 2).
    @Nullable
    Outcome recordedOutcome() {
        return state == State.ENDED ? outcome : null;
    }

    /// Whether a person asked for it, for this service alone, and in its turn.
    boolean isPlain() {
        return member == null && !urgent && !operation.source().road().automatic();
    }

    OperationKind kind() {
        return operation.kind();
    }

    /// Whether nobody but the program asks for it: what a person joined is his (rule 18).
    boolean automatic() {
        return operation.source().road().automatic()
                && also.stream().allMatch(source -> source.road().automatic());
    }

    /// Takes in those who asked for `other`, which is merged into this one.
    void join(Entry other) {
        var all = new LinkedHashSet<>(also);
        all.add(other.operation.source());
        all.addAll(other.also);
        all.remove(operation.source());
        also = List.copyOf(all);
        if (!other.members.isEmpty()) {
            members = Stream.concat(members.stream(), other.members.stream()).toList();
        }
    }

    /// The members of plans whose outcome is its own.
    List<PlanMember> members() {
        return members;
    }

    /// What it has come to be: itself, or what it was merged into.
    Entry standing() {
        var into = survivor;
        return into == null ? this : into.standing();
    }

    /// Whether it waits for another service, or for a place in its plan. What is before it in its own queue does
    /// not count.
    boolean waitsElsewhere() {
        return member != null && member.obstacle() != null;
    }

    /// Whether it is the stop of a restart that its plan makes of a stop and a start.
    boolean isHalf() {
        return member != null && member.isHalf();
    }

    /// What a person wants of the service by it; `null` if it says nothing of that.
    @Nullable
    Operation wish() {
        return automatic() || isHalf() ? null : operation;
    }

    /// Whether it gets through without the journal: a stop by a person, or as the engine ends (rule 28c).
    boolean insists() {
        return insists(operation) && !isHalf();
    }

    /// Whether `operation` is one that gets through without the journal.
    static boolean insists(Operation operation) {
        return insists(operation.kind(), operation.source().road());
    }

    /// As [#insists(Operation)], of one that is yet to be made.
    static boolean insists(OperationKind kind, Source.Road road) {
        return kind == OperationKind.STOP && (!road.automatic() || road == Source.Road.CLOSING);
    }

    /// Whether it belongs to a plan to which `other` does not.
    boolean ofAnotherPlanThan(Entry other) {
        return member != null && (other.member == null || other.member.plan != member.plan);
    }

    /// Whether it and `other`, which comes after it, may become one.
    boolean mergesWith(Entry other) {
        return !urgent
                && !other.urgent
                && members.isEmpty()
                && other.members.isEmpty()
                && !outranks(other)
                && operation.parameters().equals(other.operation.parameters());
    }

    /// Whether `planned`, a member of a plan, may take its place.
    boolean canBeAbsorbedBy(Entry planned) {
        return members.isEmpty()
                && !urgent
                && !outranks(planned)
                && operation.parameters().isEmpty();
    }

    /// The stop that a person asked for never gives way to what the program wants by itself (rule 28).
    private boolean outranks(Entry other) {
        return kind() == OperationKind.STOP && !automatic() && other.automatic();
    }

    List<Source> also() {
        return also;
    }

    void running() {
        state = State.RUNNING;
    }

    /// Sets the one outcome.
    ///
    /// @throws IllegalStateException if there is one already; callers hold the lock and have checked
    void end(Outcome how, @Nullable Entry into) {
        if (outcome != null) {
            throw new IllegalStateException(operation.label() + " has ended already: " + outcome);
        }
        survivor = into;
        outcome = how;
        state = State.ENDED_NOT_RECORDED;
    }

    void recorded() {
        state = State.ENDED;
    }

    /// Lets those know who wait for it, and what hangs on it run on its lane. Never called under a lock.
    void complete() {
        recorded.complete(outcome);
    }

    Duration waitedUntil(long nanos) {
        return Duration.ofNanos(nanos - acceptedNanos);
    }

    @Override
    public String toString() {
        return operation.service() + " " + operation.label() + " " + state;
    }
}
