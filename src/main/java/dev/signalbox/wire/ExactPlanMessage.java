package dev.signalbox.wire;

import dev.signalbox.operation.BulkPlan;
import dev.signalbox.operation.OperationKind;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

@Says("A plan that is asked for operation by operation.")
@Asking
public record ExactPlanMessage(
        @Required @Values(least = 1) @Nullable List<Member> members,
        @Values(least = 0) @Nullable Integer atOnce,
        @Nullable Boolean stopOnFailure,
        @Nullable Boolean mergeQueued,
        @Nullable Boolean now) {

    @Says("One operation of it.")
    @Asking
    public record Member(
            @Required @Nullable String service,

            @Required @Values(of = OperationKind.class) @Nullable
            String kind,

            @Nullable List<Gate> after) {

        static Member of(BulkPlan.Member member) {
            return new Member(
                    member.service(),
                    member.kind().word(),
                    member.after().stream().map(Gate::of).toList());
        }

        private static BulkPlan.Member toMember(@Nullable Member member) {
            if (member == null) {
                throw new IllegalArgumentException("a member is null. Allowed: objects");
            }
            return new BulkPlan.Member(
                    Objects.requireNonNullElse(member.service, ""),
                    Words.constant("kind", Objects.requireNonNullElse(member.kind, ""), OperationKind.class),
                    Objects.requireNonNullElse(member.after, List.<Gate>of()).stream()
                            .map(Gate::toGate)
                            .toList());
        }
    }

    @Says("What one waits for.")
    @Asking
    public record Gate(
            @Says("the index of an earlier one") @Required @Values(least = 0) @Nullable
            Integer member,

            @Says("how far it must have come: `succeeded` if not given, `underway` or `ended`")
            @Values(of = BulkPlan.Until.class)
            @Nullable
            String until) {
        static Gate of(BulkPlan.Gate gate) {
            return new Gate(gate.member(), Words.of(gate.until()));
        }

        private static BulkPlan.Gate toGate(@Nullable Gate gate) {
            if (gate == null || gate.member == null) {
                throw new IllegalArgumentException(
                        "what a member waits for has no member. Allowed: the index of an earlier one");
            }
            var until = Objects.requireNonNullElse(gate.until, "succeeded");
            return new BulkPlan.Gate(gate.member, Words.constant("until", until, BulkPlan.Until.class));
        }
    }

    public static ExactPlanMessage of(BulkPlan plan) {
        return new ExactPlanMessage(
                plan.members().stream().map(Member::of).toList(),
                plan.atOnce(),
                plan.stopOnFailure(),
                plan.mergeQueued(),
                plan.now());
    }

    /// What is asked for.
    ///
    /// @throws UnknownWordException if it has a word that says nothing
    /// @throws IllegalArgumentException if it makes no sense, which its message says to who has asked
    public BulkPlan toPlan() {
        return new BulkPlan(
                Objects.requireNonNullElse(members, List.<Member>of()).stream()
                        .map(Member::toMember)
                        .toList(),
                Objects.requireNonNullElse(atOnce, 0),
                Boolean.TRUE.equals(stopOnFailure),
                Boolean.TRUE.equals(mergeQueued),
                Boolean.TRUE.equals(now));
    }
}
