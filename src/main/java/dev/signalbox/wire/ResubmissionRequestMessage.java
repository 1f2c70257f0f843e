package dev.signalbox.wire;

import dev.signalbox.operation.Operation;
import java.util.List;
import org.jspecify.annotations.Nullable;

@Says("What of that which was cut off is to be submitted again.")
@Asking
public record ResubmissionRequestMessage(
        @Says("their numbers; all that are offered if not given") @Nullable
        List<Long> operations) {
    public static ResubmissionRequestMessage of(List<Operation> operations) {
        return new ResubmissionRequestMessage(
                operations.stream().map(Operation::id).toList());
    }
}
