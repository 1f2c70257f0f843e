package dev.signalbox.journal;

import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.Source.Road;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Which operations are asked for: those that fit all parts. An empty set, an empty text, a 0 or a `null` leaves
/// its part open.
///
/// @param services ids
/// @param outcomes words as of [RecordedOperation#word()], `waiting` and `running` among them
/// @param actor who asked, as far as the road tells; the whole name
/// @param plan the id of a bulk plan
/// @param from not submitted before this time
/// @param until submitted before this time
/// @param text words, of which each occurs somewhere: in the service, in the kind, in the outcome, in who asked,
///     in the cause or in why it was asked for; whatever the case. Kinds, outcomes and roads go by the words of the
///     journal and by those that people see: `timed_out` as well as `timed out`, `coalesced` as well as `merged`.
///     `#12` is the operation of that number and no other
public record HistoryFilter(
        Set<String> services,
        Set<OperationKind> kinds,
        Set<String> outcomes,
        Set<Road> roads,
        String actor,
        long plan,
        @Nullable Instant from,
        @Nullable Instant until,
        String text) {

    /// SQLite takes no condition that is nested more than some hundred times as deep.
    private static final int MOST_WORDS = 100;

    /// Everything.
    public static final HistoryFilter ALL =
            new HistoryFilter(Set.of(), Set.of(), Set.of(), Set.of(), "", 0, null, null, "");

    public HistoryFilter {
        services = Set.copyOf(services);
        kinds = Set.copyOf(kinds);
        outcomes = Set.copyOf(outcomes);
        roads = Set.copyOf(roads);
    }

    /// The words of the text, each once. Of a text of more than [#MOST_WORDS], as somebody may have pasted it, the
    /// first ones.
    List<String> words() {
        return Pattern.compile("\\s+")
                .splitAsStream(text)
                .filter(word -> !word.isEmpty())
                .distinct()
                .limit(MOST_WORDS)
                .toList();
    }

    /// Everything of one service.
    public static HistoryFilter of(String service) {
        return ALL.ofServices(Set.of(service));
    }

    /// The same for these services.
    public HistoryFilter ofServices(Set<String> ids) {
        return new HistoryFilter(ids, kinds, outcomes, roads, actor, plan, from, until, text);
    }

    /// The same for these kinds.
    public HistoryFilter ofKinds(Set<OperationKind> newKinds) {
        return new HistoryFilter(services, newKinds, outcomes, roads, actor, plan, from, until, text);
    }

    /// The same for these outcomes.
    public HistoryFilter endedAs(Set<String> words) {
        return new HistoryFilter(services, kinds, words, roads, actor, plan, from, until, text);
    }

    /// The same for what came on these roads, from anybody.
    public HistoryFilter by(Set<Road> newRoads) {
        return new HistoryFilter(services, kinds, outcomes, newRoads, "", plan, from, until, text);
    }

    /// The same for what this one asked for, on these roads.
    public HistoryFilter by(Set<Road> newRoads, String name) {
        return new HistoryFilter(services, kinds, outcomes, newRoads, name, plan, from, until, text);
    }

    /// The same for one plan.
    public HistoryFilter ofPlan(long id) {
        return new HistoryFilter(services, kinds, outcomes, roads, actor, id, from, until, text);
    }

    /// The same for a span of time.
    public HistoryFilter between(@Nullable Instant begin, @Nullable Instant end) {
        return new HistoryFilter(services, kinds, outcomes, roads, actor, plan, begin, end, text);
    }

    /// The same with these words.
    public HistoryFilter saying(String newText) {
        return new HistoryFilter(services, kinds, outcomes, roads, actor, plan, from, until, newText);
    }
}
