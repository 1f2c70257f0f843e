package dev.signalbox.operation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/// A plan over several services: which operations are queued together, and which of them wait for which. Pure
/// data, so that it can be shown before anything is queued (rule 20). A member can wait for earlier ones only, so
/// that no plan goes round in a circle.
///
/// @param members in an order in which they could run one by one
/// @param atOnce how many members may run at the same time; 0 for as many as can
/// @param stopOnFailure whether all that has not started yet is cancelled when one member does not succeed; else
///     only what waits for that member, and what waits for those
/// @param mergeQueued whether operations that wait already are merged into the plan's where rule 18 allows it
/// @param now whether each member, a stop, comes before all that its service has: what runs there is told to stop,
///     what waits is cancelled, and a hold does not hold it (rules 16 and 28e)
public record BulkPlan(List<Member> members, int atOnce, boolean stopOnFailure, boolean mergeQueued, boolean now) {

    /// One operation of a plan.
    ///
    /// @param after what it waits for
    public record Member(String service, OperationKind kind, List<Gate> after) {
        public Member {
            after = List.copyOf(after);
        }

        /// Whether this is what it asks for.
        public boolean asksFor(OperationKind what, String of) {
            return kind == what && service.equals(of);
        }
    }

    /// Something that a member waits for.
    ///
    /// @param member index of the earlier member
    /// @param until what must have become of it
    public record Gate(int member, Until until) {}

    /// How far an operation must have come.
    public enum Until {
        /// It has succeeded.
        SUCCEEDED,
        /// It has succeeded, or its body has said that it is under way: see [OperationContext#underway()].
        UNDERWAY,
        /// It has ended, however that was, or its service is wedged by it (rule 28e).
        ENDED
    }

    /// A plan whose members take their places at the ends of their queues.
    public BulkPlan(List<Member> members, int atOnce, boolean stopOnFailure, boolean mergeQueued) {
        this(members, atOnce, stopOnFailure, mergeQueued, false);
    }

    /// Checks that the plan has a beginning, and asks for nothing twice.
    ///
    /// @throws IllegalArgumentException if a member waits for itself or for a later one, two ask for the same of
    ///     one service, `atOnce` is negative, or anything but a stop shall come before all else
    public BulkPlan {
        members = List.copyOf(members);
        var asked = new HashSet<String>();
        for (var member : members) {
            var what = member.kind().word() + " of " + member.service();
            if (!asked.add(what)) {
                throw new IllegalArgumentException("the plan has two members for a " + what + ". Allowed: one");
            }
        }
        if (now && members.stream().anyMatch(member -> member.kind() != OperationKind.STOP)) {
            throw new IllegalArgumentException("only stops can come before all else");
        }
        if (atOnce < 0) {
            throw new IllegalArgumentException("atOnce must be 0 for no limit, or above, not " + atOnce);
        }
        for (int i = 0; i < members.size(); i++) {
            for (var gate : members.get(i).after()) {
                if (gate.member() < 0 || gate.member() >= i) {
                    throw new IllegalArgumentException(
                            "member " + i + " can wait for earlier members only, not for " + gate.member());
                }
            }
        }
    }

    /// The members by the earliest time at which they can start: each wave waits for something of the one before
    /// it. Indices of [#members], ascending within a wave.
    public List<List<Integer>> waves() {
        var waveOf = new int[members.size()];
        var waves = new ArrayList<List<Integer>>();
        for (int i = 0; i < members.size(); i++) {
            for (var gate : members.get(i).after()) {
                waveOf[i] = Math.max(waveOf[i], waveOf[gate.member()] + 1);
            }
            while (waves.size() <= waveOf[i]) {
                waves.add(new ArrayList<>());
            }
            waves.get(waveOf[i]).add(i);
        }
        return waves.stream().map(List::copyOf).toList();
    }

    /// The plan without some of its members; what waited for them does not any more.
    ///
    /// @param keep tells of an index whether that member stays
    public BulkPlan only(IntPredicate keep) {
        var place = new HashMap<Integer, Integer>();
        var kept = new ArrayList<Member>();
        for (int i = 0; i < members.size(); i++) {
            if (keep.test(i)) {
                var gates = members.get(i).after().stream()
                        .filter(gate -> place.containsKey(gate.member()))
                        .map(gate -> new Gate(place.getOrDefault(gate.member(), 0), gate.until()))
                        .toList();
                place.put(i, kept.size());
                kept.add(new Member(members.get(i).service(), members.get(i).kind(), gates));
            }
        }
        return new BulkPlan(kept, atOnce, stopOnFailure, mergeQueued, now);
    }

    /// This plan, and after it another one, of which nothing starts before all of this one has succeeded. What this
    /// one asks for already is not asked for again.
    public BulkPlan then(BulkPlan next) {
        var all = new ArrayList<>(members);
        var first = IntStream.range(0, members.size())
                .mapToObj(i -> new Gate(i, Until.SUCCEEDED))
                .toList();
        var places = new ArrayList<Integer>();
        for (var member : next.members) {
            var place = indexOf(member.kind(), member.service());
            places.add(place < 0 ? all.size() : place);
            if (place < 0) {
                var gates = member.after().stream()
                        .map(gate -> new Gate(places.get(gate.member()), gate.until()))
                        .toList();
                all.add(new Member(
                        member.service(),
                        member.kind(),
                        gates.stream().allMatch(gate -> gate.member() < members.size()) ? first : gates));
            }
        }
        return new BulkPlan(all, atOnce, stopOnFailure, mergeQueued);
    }

    /// The index of the member that asks for this, -1 if there is none.
    private int indexOf(OperationKind kind, String service) {
        return IntStream.range(0, members.size())
                .filter(i -> members.get(i).asksFor(kind, service))
                .findFirst()
                .orElse(-1);
    }

    /// The services that it has members for.
    public Set<String> services() {
        var services = new TreeSet<String>();
        members.forEach(member -> services.add(member.service()));
        return services;
    }
}
