package dev.signalbox.console.model;

import dev.signalbox.console.fx.Texts;
import dev.signalbox.operation.Operation;
import dev.signalbox.operation.QueueSnapshot;
import dev.signalbox.operation.Source;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// All who asked for an operation, in words: `operator and health` where requests were merged. Only the one whose
/// operation it is still says why there; what was merged into it keeps its own in the history.
public final class Askers {
    private Askers() {}

    /// Who asked for what runs.
    public static String of(QueueSnapshot.Active active) {
        return of(active.operation().source(), active.also());
    }

    /// Who asked for what waits.
    public static String of(QueueSnapshot.Waiting waiting) {
        return of(waiting.operation().source(), waiting.also());
    }

    /// Who asked for what runs, and why if that was said: `operator: new release`.
    public static String withWhy(QueueSnapshot.Active active) {
        return withWhy(of(active), active.operation());
    }

    /// The same for what waits.
    public static String withWhy(QueueSnapshot.Waiting waiting) {
        return withWhy(of(waiting), waiting.operation());
    }

    /// The same for what is past.
    public static String withWhy(Operation operation) {
        return withWhy(operation.source().toString(), operation);
    }

    private static String withWhy(String who, Operation operation) {
        return operation.why().isEmpty() ? who : Texts.of("askers.why", who, operation.why());
    }

    private static String of(Source first, List<Source> also) {
        if (also.isEmpty()) {
            return first.toString();
        }
        var before = Stream.concat(Stream.of(first), also.stream().limit(also.size() - 1L))
                .map(Source::toString)
                .collect(Collectors.joining(", "));
        return Texts.of("askers.and", before, also.getLast());
    }
}
