package dev.signalbox.journal;

import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.Outcome;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What would take back an operation or a plan. Nothing is ever undone behind the queue: what takes it back is a
/// new request, which is queued, recorded and may fail as any other.
public sealed interface Compensation {
    /// How many operations are read at once.
    int PAGE = 100;

    /// Why a restart is not taken back.
    String RESTARTED = "a restart cannot be taken back: the process from before is gone";

    /// These operations take it back.
    ///
    /// @param services what to do with which of them; not empty
    record Possible(Map<OperationKind, Set<String>> services) implements Compensation {
        public Possible {
            services = Map.copyOf(services);
        }
    }

    /// Nothing does.
    ///
    /// @param reason for people
    record Impossible(String reason) implements Compensation {}

    /// What takes back one operation.
    ///
    /// @param history where to look what came after it
    static Compensation of(RecordedOperation operation, History history) throws JournalException {
        return of(List.of(operation), history);
    }

    /// What takes back the operations of a plan; those that did nothing need nothing.
    ///
    /// @param members in the order of submission
    static Compensation of(List<RecordedOperation> members, History history) throws JournalException {
        var services = new LinkedHashMap<OperationKind, Set<String>>();
        var reason = "there is nothing to take back";
        for (var member : members) {
            var why = whyNot(member);
            if (why.isEmpty()) {
                why = isRestarted(member, members) ? RESTARTED : overtaken(member, history);
            }
            if (why.isEmpty()) {
                services.computeIfAbsent(inverse(member.operation().kind()), _ -> new LinkedHashSet<>())
                        .add(member.operation().service());
            } else {
                reason = members.size() == 1 ? why : member.operation().label() + ": " + why;
            }
        }
        return services.isEmpty() ? new Impossible(reason) : new Possible(services);
    }

    /// A plan restarts a service by a stop and a start.
    private static boolean isRestarted(RecordedOperation member, List<RecordedOperation> members) {
        return members.stream()
                        .filter(other -> other.operation()
                                .service()
                                .equals(member.operation().service()))
                        .count()
                > 1;
    }

    private static OperationKind inverse(OperationKind kind) {
        return kind == OperationKind.START ? OperationKind.STOP : OperationKind.START;
    }

    private static String whyNot(RecordedOperation operation) {
        var end = operation.end();
        if (end == null) {
            return "it has not ended; cancel it instead";
        }
        return switch (end.outcome()) {
            case Outcome.Coalesced(var survivor) -> "it was merged into #" + survivor + "; undo that one";
            case Outcome.Cancelled _ when operation.startedAt() == null -> "it never ran";
            case Outcome.Cancelled _ -> "it was cancelled while it ran, and what it did is not known";
            case Outcome.Failed _, Outcome.TimedOut _ -> "it did not succeed, and what it did is not known";
            case Outcome.Succeeded _ when !end.changed() -> "it found nothing to do";
            case Outcome.Succeeded _ when operation.operation().kind() == OperationKind.RESTART -> RESTARTED;
            case Outcome.Succeeded _ -> "";
        };
    }

    /// What came after it on its service; empty if nothing did.
    private static String overtaken(RecordedOperation operation, History history) throws JournalException {
        var hits = history.find(HistoryFilter.of(operation.operation().service()));
        for (int first = 0; first < hits.count(); first += PAGE) {
            for (var later : hits.page(first, PAGE)) {
                if (later.id() <= operation.id()) {
                    return "";
                }
                var end = later.end();
                if (end == null || end.changed()) {
                    return later.operation().label() + " came after it";
                }
            }
        }
        return "";
    }
}
