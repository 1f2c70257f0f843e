package dev.signalbox.wire;

import dev.signalbox.operation.BulkPlan;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.service.plan.PlanProposal;
import java.util.List;
import org.jspecify.annotations.Nullable;

@Says("What a plan comes to, shown or queued.")
public record PlanMessage(
        @Says("the number of the queued plan; `null` if it was only shown, or there was nothing to do") @Nullable
        Long id,

        List<Member> members,

        @Says("indices of members by the earliest time at which they can start")
        List<List<Integer>> waves,

        List<Skipped> skipped,
        List<Busy> busy,

        @Says("services that were not chosen, and belong to it nevertheless or would")
        List<String> others,

        List<OperationMessage> operations) {

    @Says("One operation of it.")
    public record Member(
            String service,
            @Values(of = OperationKind.class) String kind,
            @Says("indices of those that it waits for") List<Integer> after) {
        static Member of(BulkPlan.Member member) {
            return new Member(
                    member.service(),
                    member.kind().word(),
                    member.after().stream().map(BulkPlan.Gate::member).toList());
        }
    }

    @Says("A service that is left out.")
    public record Skipped(
            String service,
            @Values(of = OperationKind.class) String kind,
            String reason) {
        static Skipped of(PlanProposal.Skipped skipped) {
            return new Skipped(skipped.service(), skipped.kind().word(), skipped.reason());
        }
    }

    @Says("Work that comes first on a service.")
    public record Busy(
            String service,
            boolean running,
            @Values(of = OperationKind.class) List<String> waiting,
            boolean held) {
        static Busy of(PlanProposal.Busy busy) {
            return new Busy(
                    busy.service(),
                    busy.running(),
                    busy.waiting().stream().map(OperationKind::word).toList(),
                    busy.held());
        }
    }

    /// What is proposed, and not queued.
    public static PlanMessage of(PlanProposal proposal) {
        var plan = proposal.plan();
        return new PlanMessage(
                null,
                plan.members().stream().map(Member::of).toList(),
                plan.waves(),
                proposal.skipped().stream().map(Skipped::of).toList(),
                proposal.busy().stream().map(Busy::of).toList(),
                proposal.others().stream().sorted().toList(),
                List.of());
    }

    /// The same, queued under that number.
    public PlanMessage queued(long number, List<OperationMessage> queued) {
        return new PlanMessage(number, members, waves, skipped, busy, others, queued);
    }
}
