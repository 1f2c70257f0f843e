package dev.signalbox.journal;

import static dev.signalbox.journal.Records.accepted;
import static dev.signalbox.journal.Records.at;
import static dev.signalbox.journal.Records.durably;
import static dev.signalbox.journal.Records.ended;
import static dev.signalbox.journal.Records.operation;
import static dev.signalbox.journal.Records.started;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.operation.Cancellation;
import dev.signalbox.operation.Operation;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.Outcome;
import dev.signalbox.operation.Source;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the journal answers.
class HistoryTest {
    private static final Source DEPLOY = new Source(Source.Road.HTTP_API, "ci-deploy");

    @TempDir
    private Path folder;

    private volatile Instant now = at(1_000);
    private Journal journal;

    @BeforeEach
    void open() throws Exception {
        journal = Journal.open(folder.resolve("journal.db"), () -> now, Retention.DEFAULT);
        var ran = operation(1, "backend", OperationKind.START);
        var failed = operation(2, "backend", OperationKind.RESTART, DEPLOY, 2);
        var cancelled = operation(3, "frontend", OperationKind.STOP, Source.OPERATOR, 2);
        var runs = operation(4, "frontend", OperationKind.START);
        var waits = operation(5, "frontend", OperationKind.RESTART, DEPLOY, 0);
        for (var each : List.of(ran, failed, cancelled, runs, waits)) {
            durably(journal.append(List.of(accepted(each))));
        }
        durably(journal.append(List.of(
                started(ran),
                ended(ran, new Outcome.Succeeded()),
                started(failed),
                ended(failed, new Outcome.Failed("100% of port_8000 is held"), Duration.ofSeconds(4)),
                ended(cancelled, new Outcome.Cancelled(new Cancellation.User()), Duration.ZERO),
                started(runs))));
    }

    @AfterEach
    void close() {
        journal.close();
    }

    private List<Long> find(HistoryFilter filter) throws JournalException {
        var hits = journal.history().find(filter);
        return hits.page(0, hits.count()).stream().map(RecordedOperation::id).toList();
    }

    @Test
    void find_byEachPart_newestFirst() throws Exception {
        var all = HistoryFilter.ALL;
        assertThat(find(all)).containsExactly(5L, 4L, 3L, 2L, 1L);
        assertThat(find(HistoryFilter.of("backend"))).containsExactly(2L, 1L);
        assertThat(find(all.ofKinds(Set.of(OperationKind.START)))).containsExactly(4L, 1L);
        assertThat(find(all.endedAs(Set.of("failed", "cancelled")))).containsExactly(3L, 2L);
        assertThat(find(all.endedAs(Set.of("waiting")))).containsExactly(5L);
        assertThat(find(all.endedAs(Set.of("running", "succeeded")))).containsExactly(4L, 1L);
        assertThat(find(all.by(Set.of(Source.Road.HTTP_API)))).containsExactly(5L, 2L);
        assertThat(find(all.by(Set.of(), "ci-deploy"))).containsExactly(5L, 2L);
        assertThat(find(all.ofPlan(2))).containsExactly(3L, 2L);
        assertThat(find(all.between(at(2), at(4)))).containsExactly(3L, 2L);
        assertThat(find(all.ofServices(Set.of("backend")).endedAs(Set.of("failed"))))
                .containsExactly(2L);
    }

    @Test
    void find_text_isLookedForInAllThatALineShows() throws Exception {
        assertThat(find(HistoryFilter.ALL.saying("front"))).containsExactly(5L, 4L, 3L);
        assertThat(find(HistoryFilter.ALL.saying("stop"))).containsExactly(3L);
        assertThat(find(HistoryFilter.ALL.saying("START"))).containsExactly(5L, 4L, 2L, 1L);
        assertThat(find(HistoryFilter.ALL.saying("Failed"))).containsExactly(2L);
        assertThat(find(HistoryFilter.ALL.saying("waiting"))).containsExactly(5L);
        assertThat(find(HistoryFilter.ALL.saying("running"))).containsExactly(4L);
        assertThat(find(HistoryFilter.ALL.saying("ci-dep"))).containsExactly(5L, 2L);
        assertThat(find(HistoryFilter.ALL.saying("http api"))).containsExactly(5L, 2L);
        assertThat(find(HistoryFilter.ALL.saying("http_api"))).containsExactly(5L, 2L);
        assertThat(find(HistoryFilter.ALL.saying("operator"))).containsExactly(4L, 3L, 1L);
        assertThat(find(HistoryFilter.ALL.saying("  "))).hasSize(5);
    }

    @Test
    void find_text_everyWordOccurs_eachAnywhere() throws Exception {
        assertThat(find(HistoryFilter.ALL.saying("held backend"))).containsExactly(2L);
        assertThat(find(HistoryFilter.ALL.saying("frontend api waiting"))).containsExactly(5L);
        assertThat(find(HistoryFilter.ALL.saying("frontend held"))).isEmpty();
        assertThat(find(HistoryFilter.of("backend").saying("start succeeded"))).containsExactly(1L);
    }

    @Test
    void find_text_numberWithItsSign_isThatOperation_whateverMentionsIt() throws Exception {
        var late = operation(6, "backend", OperationKind.STOP);
        durably(journal.append(List.of(accepted(late))));
        durably(journal.append(List.of(started(late), ended(late, new Outcome.Failed("after restart #2")))));

        assertThat(find(HistoryFilter.ALL.saying("#2"))).containsExactly(2L);
        assertThat(find(HistoryFilter.ALL.saying("#2 frontend"))).isEmpty();
        assertThat(find(HistoryFilter.ALL.saying("#999999999999999999"))).isEmpty();
        assertThat(find(HistoryFilter.ALL.saying("#9999999999999999999"))).isEmpty();
    }

    @Test
    void find_text_outcomesGoByTheNamesThatAreShownToo() throws Exception {
        var late = operation(6, "backend", OperationKind.STOP);
        var merged = operation(7, "backend", OperationKind.STOP);
        durably(journal.append(List.of(accepted(late), accepted(merged))));
        durably(journal.append(List.of(
                started(late),
                ended(late, new Outcome.TimedOut(Duration.ofSeconds(3))),
                ended(merged, new Outcome.Coalesced(6)))));

        assertThat(find(HistoryFilter.ALL.saying("timed out"))).containsExactly(6L);
        assertThat(find(HistoryFilter.ALL.saying("timed_out"))).containsExactly(6L);
        assertThat(find(HistoryFilter.ALL.saying("merged"))).containsExactly(7L);
        assertThat(find(HistoryFilter.ALL.saying("coalesced"))).containsExactly(7L);
    }

    @Test
    void find_text_thatSomebodyPasted_isNotTooLong() throws Exception {
        var pasted = IntStream.range(0, 5_000).mapToObj(Integer::toString).collect(Collectors.joining(" "));
        assertThat(find(HistoryFilter.ALL.saying(pasted))).isEmpty();
        assertThat(find(HistoryFilter.ALL.saying("held ".repeat(5_000)))).containsExactly(2L);
    }

    @Test
    void find_text_isTakenAsItIs_whateverTheCase() throws Exception {
        assertThat(find(HistoryFilter.ALL.saying("PORT_8000 IS"))).containsExactly(2L);
        assertThat(find(HistoryFilter.ALL.saying("port%8000"))).isEmpty();
        assertThat(find(HistoryFilter.ALL.saying("port?8000"))).isEmpty();
        assertThat(find(HistoryFilter.ALL.saying("100%"))).containsExactly(2L);
        assertThat(find(HistoryFilter.ALL.saying("'; DROP TABLE operations; --")))
                .isEmpty();
    }

    @Test
    void find_text_isAlsoThatOfWhy_withOneCauseOrNone() throws Exception {
        var waits = new Operation(6, "worker", OperationKind.START, DEPLOY, "50% off_sale", Map.of(), 0, at(6));
        var failed = new Operation(7, "worker", OperationKind.START, DEPLOY, "Held back", Map.of(), 0, at(7));
        durably(journal.append(List.of(
                accepted(waits),
                accepted(failed),
                started(failed),
                ended(failed, new Outcome.Failed("no reason"), Duration.ofSeconds(1)))));

        assertThat(find(HistoryFilter.ALL.saying("% OFF_"))).containsExactly(6L);
        assertThat(find(HistoryFilter.ALL.saying("off%sale"))).isEmpty();
        assertThat(find(HistoryFilter.ALL.saying("held"))).containsExactly(7L, 2L);
        assertThat(find(HistoryFilter.ALL.saying("held").ofServices(Set.of("worker"))))
                .containsExactly(7L);
    }

    @Test
    void page_staysInItsPlace_whateverComes() throws Exception {
        var hits = journal.history().find(HistoryFilter.ALL);
        durably(journal.append(List.of(accepted(operation(6, "backend", OperationKind.STOP)))));
        assertThat(hits.count()).isEqualTo(5);
        assertThat(hits.page(1, 2)).extracting(RecordedOperation::id).containsExactly(4L, 3L);
        assertThat(hits.page(4, 9)).extracting(RecordedOperation::id).containsExactly(1L);
        assertThat(hits.page(5, 9)).isEmpty();
    }

    @Test
    void find_all_newestFirst_whateverIsMissingBetween() throws Exception {
        assertThat(find(HistoryFilter.ALL)).containsExactly(5L, 4L, 3L, 2L, 1L);

        durably(journal.append(List.of(accepted(operation(1_000, "backend", OperationKind.START)))));

        assertThat(find(HistoryFilter.ALL)).containsExactly(1_000L, 5L, 4L, 3L, 2L, 1L);
    }

    @Test
    void find_newestFirst_whateverTheClockSaid() throws Exception {
        var earlier = new Operation(6, "backend", OperationKind.START, DEPLOY, Map.of(), 0, at(3));
        durably(journal.append(List.of(accepted(earlier))));

        assertThat(find(HistoryFilter.ALL.between(at(3), null))).containsExactly(6L, 5L, 4L, 3L);
    }

    @Test
    void details_tellWhatItWaitedBehind() throws Exception {
        var details = journal.history().details(5).orElseThrow();
        assertThat(details.behind()).extracting(RecordedOperation::id).containsExactly(4L);
        assertThat(journal.history().details(99)).isEmpty();
    }

    @Test
    void figures_countWhatRan() throws Exception {
        var figures = journal.history().figures("backend", Instant.EPOCH);
        assertThat(figures.get(OperationKind.START).failureRate()).isZero();
        assertThat(figures.get(OperationKind.START).ran().p50()).isEqualTo(Duration.ofMillis(100));
        assertThat(figures.get(OperationKind.RESTART).failureRate()).isEqualTo(1);
        assertThat(figures).doesNotContainKey(OperationKind.STOP);
        assertThat(journal.history().runTimes(20))
                .containsExactly(new History.RunTime("backend", OperationKind.START, Duration.ofMillis(100)));
    }

    @Test
    void uptime_countsNeitherWhatWasStoppedNorWhenNobodyWatched() throws Exception {
        state(2_000, "running");
        state(2_900, "failed");
        state(2_950, "starting");
        state(3_000, "running");
        state(4_000, "stopping");
        state(4_001, "stopped");
        now = at(9_000);
        var uptime = uptime();
        assertThat(uptime.up()).isEqualTo(Duration.ofSeconds(1_900));
        assertThat(uptime.down()).isEqualTo(Duration.ofSeconds(100));
        assertThat(uptime.share()).isEqualTo(0.95);
        assertThat(uptime.outages()).isEqualTo(1);
        assertThat(uptime.longestOutage()).isEqualTo(Duration.ofSeconds(100));
    }

    @Test
    void uptime_ofAServiceThatNeverRan_isNotKnown() throws Exception {
        assertThat(uptime().share()).isNegative();
    }

    private History.Uptime uptime() throws JournalException {
        return journal.history().uptime("backend", Instant.EPOCH);
    }

    /// Is there when what comes after it has become durable.
    private void state(long second, String value) {
        journal.record(new JournalEvent(at(second), "backend", JournalEvent.Kind.STATE, value, ""));
        durably(journal.append(List.of(accepted(operation(second, "other", OperationKind.START)))));
    }
}
