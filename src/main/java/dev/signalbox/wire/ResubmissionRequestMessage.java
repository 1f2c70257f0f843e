package dev.signalbox.wire;

import dev.signalbox.operation.Operation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What of that which was cut off is to be submitted again.
///
/// @param operations their numbers; all that are offered if not given
@Asking
public record ResubmissionRequestMessage(@Nullable List<Long> operations) {
    public static ResubmissionRequestMessage of(List<Operation> operations) {
        return new ResubmissionRequestMessage(
                operations.stream().map(Operation::id).toList());
    }
}
