package dev.signalbox.journal;

import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.Outcome;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What would do the work of a plan again. A plan is made anew for the services as they are then, so that this is
/// no list of operations, but what to ask for.
///
/// @param services what to ask for of which of them
public record Repetition(Map<OperationKind, Set<String>> services) {
    /// Coalesced operations point at one another; more steps than that are a damaged record.
    private static final int MOST_MERGES = 20;

    public Repetition {
        services = Collections.unmodifiableMap(new LinkedHashMap<>(services));
    }

    public boolean isEmpty() {
        return services.isEmpty();
    }

    /// All of it.
    ///
    /// @param members in the order of submission
    public static Repetition of(List<RecordedOperation> members) {
        var kinds = new LinkedHashMap<String, Set<OperationKind>>();
        for (var member : members) {
            kinds.computeIfAbsent(member.operation().service(), _ -> EnumSet.noneOf(OperationKind.class))
                    .add(member.operation().kind());
        }
        var services = new EnumMap<OperationKind, Set<String>>(OperationKind.class);
        kinds.forEach((service, asked) -> services.computeIfAbsent(kind(asked), _ -> new LinkedHashSet<>())
                .add(service));
        if (services.containsKey(OperationKind.RESTART)) {
            // Where a restart came as far as the stop, only its start is missing. A restart does that too, and
            // so the whole stays one plan in the order of its dependencies.
            var started = services.remove(OperationKind.START);
            if (started != null) {
                services.get(OperationKind.RESTART).addAll(started);
            }
        }
        return new Repetition(services);
    }

    /// What of it has ended without success.
    ///
    /// @param history where to look what became of those that were merged into others
    public static Repetition ofFailed(List<RecordedOperation> members, History history) throws JournalException {
        var failed = new ArrayList<RecordedOperation>();
        for (var member : members) {
            var end = effective(member, history).end();
            if (end != null && !(end.outcome() instanceof Outcome.Succeeded)) {
                failed.add(member);
            }
        }
        return of(failed);
    }

    private static RecordedOperation effective(RecordedOperation operation, History history) throws JournalException {
        var found = operation;
        for (int i = 0; i < MOST_MERGES; i++) {
            var end = found.end();
            if (end == null || !(end.outcome() instanceof Outcome.Coalesced(var survivor))) {
                break;
            }
            var next = history.details(survivor);
            if (next.isEmpty()) {
                break;
            }
            found = next.get().recorded();
        }
        return found;
    }

    /// A plan restarts a service by a stop and a start.
    private static OperationKind kind(Set<OperationKind> asked) {
        return asked.size() == 1 ? asked.iterator().next() : OperationKind.RESTART;
    }
}
