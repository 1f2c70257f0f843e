package dev.signalbox.console.notices;

import dev.signalbox.console.fx.Texts;
import dev.signalbox.console.fx.Times;
import dev.signalbox.console.notices.Notice.Kind;
import dev.signalbox.journal.History;
import dev.signalbox.journal.HistoryFilter;
import dev.signalbox.journal.JournalEvent;
import dev.signalbox.journal.JournalException;
import dev.signalbox.journal.RecordedOperation;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What happened while no window was open, from the journal.
final class MissedNotices {
    private static final int MOST_EVENTS = 2_000;
    private static final int MOST_OPERATIONS = 300;
    /// What is older is looked for in the history.
    private static final Duration LONGEST = Duration.ofDays(7);
    /// An exit during an operation that failed is told by that.
    private static final Duration SAME = Duration.ofSeconds(2);

    private MissedNotices() {}

    /// What was noticed after `from` and before `to`, wall clock, the oldest first. Waits for the journal.
    static List<Notice> between(History history, Instant from, Instant to) throws JournalException {
        var begin = from.isBefore(to.minus(LONGEST)) ? to.minus(LONGEST) : from;
        var notices = new ArrayList<Notice>();
        var failures = HistoryFilter.ALL.endedAs(Set.of("failed", "timed_out"));
        // What was asked for before may have ended after.
        for (var operation : history.find(failures.between(begin.minus(Duration.ofDays(1)), to))
                .page(0, MOST_OPERATIONS)) {
            var notice = of(operation);
            if (notice != null && isWithin(notice, begin, to)) {
                notices.add(notice);
            }
        }
        var operations = List.copyOf(notices);
        for (var event : history.events(null, MOST_EVENTS)) {
            var notice = of(event);
            if (notice != null && isWithin(notice, begin, to) && !isToldBy(operations, notice)) {
                notices.add(notice);
            }
        }
        notices.sort(Comparator.comparing(Notice::at));
        return notices;
    }

    private static boolean isWithin(Notice notice, Instant begin, Instant end) {
        return notice.at().isAfter(begin) && notice.at().isBefore(end);
    }

    private static boolean isToldBy(List<Notice> operations, Notice notice) {
        return notice.kind() == Kind.CRASHED
                && operations.stream()
                        .anyMatch(operation -> operation.service().equals(notice.service())
                                && Duration.between(notice.at(), operation.at())
                                                .abs()
                                                .compareTo(SAME)
                                        <= 0);
    }

    private static @Nullable Notice of(RecordedOperation recorded) {
        var end = recorded.end();
        if (end == null) {
            return null;
        }
        var operation = recorded.operation();
        var stop = operation.kind() == OperationKind.STOP;
        return switch (end.outcome()) {
            case Outcome.Failed(var cause, var _) ->
                new Notice(
                        end.at(),
                        operation.service(),
                        stop ? Kind.NOT_STOPPED : Kind.FAILED,
                        Texts.of("notices.failed", operation.verb()),
                        cause,
                        operation.id(),
                        operation.plan());
            case Outcome.TimedOut(var after) ->
                new Notice(
                        end.at(),
                        operation.service(),
                        stop ? Kind.NOT_STOPPED : Kind.TIMED_OUT,
                        Texts.of("notices.timed-out", operation.verb(), Times.limit(after)),
                        "",
                        operation.id(),
                        operation.plan());
            case Outcome.Succeeded(), Outcome.Cancelled _, Outcome.Coalesced _ -> null;
        };
    }

    private static @Nullable Notice of(JournalEvent event) {
        return switch (event.kind()) {
            case EXIT ->
                event.value().equals("0")
                        ? null
                        : Notice.of(event.at(), event.service(), Kind.CRASHED, event.text(), "");
            case CRASH_LOOP ->
                Notice.of(
                        event.at(),
                        event.service(),
                        Kind.CRASH_LOOP,
                        Texts.of("notices.crash-loop", event.value()),
                        "");
            case PROBE ->
                switch (event.value()) {
                    case "ready" ->
                        Notice.of(event.at(), event.service(), Kind.RECOVERED, Texts.of("notices.recovered"), "");
                    case "unhealthy" ->
                        Notice.of(
                                event.at(),
                                event.service(),
                                Kind.UNHEALTHY,
                                Texts.of("notices.unhealthy"),
                                event.text());
                    default -> null;
                };
            case SKIPPED ->
                Notice.of(event.at(), event.service(), Kind.SKIPPED, Texts.of("notices.skipped"), event.text());
            case CRASHED -> Notice.of(event.at(), "", Kind.ENGINE, Texts.of("notices.engine.crashed"), "");
            case MISSED -> Notice.of(event.at(), "", Kind.ENGINE, Texts.of("notices.engine.missed"), event.text());
            case STATE, OPENED, CLOSED, RELOADED, TOKEN -> null;
        };
    }
}
