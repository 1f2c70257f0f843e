package dev.signalbox.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

@Says("What of a service's operations is to be put back where it stood in its line.")
@Asking
public record PutBackRequestMessage(
        @Says("their numbers") @Required @Values(least = 1) @Nullable
        List<@Nullable Long> operations,

        @Says("the numbers of what waited as it stood, next first; what is not in it stood behind it") @Nullable
        List<@Nullable Long> line) {

    public static PutBackRequestMessage of(List<Long> operations, List<Long> line) {
        return new PutBackRequestMessage(List.copyOf(operations), List.copyOf(line));
    }
}
