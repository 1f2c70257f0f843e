package dev.signalbox.console.notices;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.console.notices.Notice.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import javafx.beans.Observable;
import org.junit.jupiter.api.Test;

/// How notices are put together, read and muted.
class NoticeBookTest {
    private static final Instant NOON = Instant.parse("2026-12-01T12:00:00Z");
    /// web needs backend, which needs node; other needs nothing.
    private static final Needs NEEDS = new Needs(Map.of("web", Set.of("backend"), "backend", Set.of("node")));

    private Instant now = NOON;
    private final NoticeBook book = new NoticeBook(() -> now, () -> NEEDS, List.of());

    @Test
    void troubleAlongDependencies_isOneIncident_calledByWhatWentDown() {
        add("node", Kind.LATE, "start took 9.2 s, usually 2 s");
        pass(60);
        add("web", Kind.FAILED, "start failed");
        pass(60);
        add("backend", Kind.CRASHED, "exit code 1");
        assertThat(book.incidents()).singleElement().satisfies(incident -> {
            assertThat(incident.title()).isEqualTo("backend took 1 service down");
            assertThat(incident.summary())
                    .isEqualTo("3 notices from 3, began with node: start took 9.2 s, usually 2 s");
            assertThat(incident.isOpen()).isTrue();
        });
    }

    @Test
    void servicesThatNeedEachOtherNot_haveIncidentsOfTheirOwn() {
        add("backend", Kind.CRASHED, "exit code 1");
        add("other", Kind.CRASHED, "exit code 1");
        assertThat(book.incidents())
                .extracting(Incident::title)
                .containsExactly("other: exit code 1", "backend: exit code 1");
        assertThat(book.unreadProperty().get()).isEqualTo(2);
    }

    @Test
    void afterFiveMinutes_anotherIncidentBegins() {
        add("backend", Kind.NOT_STOPPED, "stop failed");
        pass(300);
        add("web", Kind.NOT_STOPPED, "stop failed");
        assertThat(book.incidents()).hasSize(1);
        pass(301);
        add("web", Kind.NOT_STOPPED, "stop failed");
        assertThat(book.incidents()).hasSize(2);
    }

    @Test
    void whatIsTriedAgainByItself_countsUp_andIsNoNews() {
        assertThat(add("backend", Kind.CRASHED, "exit code 1").news()).isTrue();
        book.readAll();
        for (int i = 0; i < 20; i++) {
            pass(600);
            assertThat(add("backend", Kind.CRASHED, "exit code 1").news()).isFalse();
        }
        assertThat(book.unreadProperty().get()).isZero();
        assertThat(book.incidents()).singleElement().satisfies(incident -> {
            assertThat(incident.lines())
                    .singleElement()
                    .satisfies(line -> assertThat(line.times()).isEqualTo(21));
            assertThat(incident.summary()).isEqualTo("21 times");
        });
        assertThat(add("backend", Kind.CRASH_LOOP, "crash loop, 21 ends").news())
                .isTrue();
        assertThat(book.unreadProperty().get()).isEqualTo(1);
    }

    @Test
    void recovery_closesTheIncident_andIsToldOfNothingElse() {
        assertThat(book.add(notice("backend", Kind.RECOVERED, "runs again"))).isNull();
        add("backend", Kind.CRASHED, "exit code 1");
        pass(900);
        var over = add("backend", Kind.RECOVERED, "runs again");
        assertThat(over.news()).isFalse();
        assertThat(over.incident().isOpen()).isFalse();
        assertThat(over.incident().title()).isEqualTo("backend: exit code 1");
        assertThat(book.unreadProperty().get())
                .as("somebody should read it all the same")
                .isEqualTo(1);
        pass(1);
        assertThat(add("backend", Kind.CRASHED, "exit code 1").news())
                .as("it is down again")
                .isTrue();
    }

    @Test
    void whatIsWorthKnowingOnly_isKept_andCallsNobody() {
        assertThat(add("backend", Kind.LATE, "start took 9 s, usually 2 s").news())
                .isFalse();
        assertThat(book.unreadProperty().get()).isZero();
        assertThat(book.kept(false)).isEqualTo(1);
    }

    @Test
    void mutedService_isKeptAndCounted_untilItsTime() {
        book.mute(List.of("backend"), NOON.plusSeconds(1800));
        assertThat(add("backend", Kind.CRASHED, "exit code 1").news()).isFalse();
        assertThat(add("backend", Kind.CRASHED, "exit code 1").news()).isFalse();
        assertThat(book.unreadProperty().get()).isZero();
        assertThat(book.kept(true)).isEqualTo(2);
        assertThat(book.keptOf(book.mutes().getFirst())).isEqualTo(2);
        pass(1800);
        assertThat(add("backend", Kind.CRASHED, "exit code 1").news()).isTrue();
        assertThat(book.mutes()).isEmpty();
        assertThat(book.unreadProperty().get()).isEqualTo(1);
    }

    @Test
    void mutedUntilRecovered_endsThen() {
        var incident = add("backend", Kind.CRASHED, "exit code 1").incident();
        book.muteIncident(incident, null);
        assertThat(book.unreadProperty().get()).isZero();
        pass(86_400);
        assertThat(add("backend", Kind.CRASH_LOOP, "crash loop, 5 ends").news()).isFalse();
        book.recovered("web");
        assertThat(book.isMuted("backend")).isTrue();
        book.recovered("backend");
        assertThat(book.isMuted("backend")).isFalse();
    }

    @Test
    void unmuted_isToldOfAgain() {
        book.mute(List.of("backend", "web"), NOON.plusSeconds(1800));
        book.unmute("backend");
        assertThat(add("backend", Kind.CRASHED, "exit code 1").news()).isTrue();
        assertThat(add("web", Kind.CRASHED, "exit code 1").news()).isFalse();
    }

    @Test
    void thousandsOfNotices_keepTheNewestThousandLines() {
        for (int i = 0; i < 3_000; i++) {
            pass(301);
            add("service-" + i, Kind.NOT_STOPPED, "stop failed");
        }
        assertThat(book.incidents()).hasSize(NoticeBook.MOST_LINES);
        assertThat(book.incidents().getFirst().title()).isEqualTo("service-2999: stop failed");
    }

    @Test
    void oneIncidentOfManyNotices_keepsHowItBegan_andTheNewest() {
        IntStream.range(0, 500).forEach(i -> add("backend", Kind.CRASHED, "exit code " + i));
        var incident = book.incidents().getFirst();
        assertThat(incident.count()).isEqualTo(500);
        assertThat(incident.lines()).hasSize(Incident.MOST_LINES);
        assertThat(incident.lines().getFirst().notice().words()).isEqualTo("exit code 0");
        assertThat(incident.lines().getLast().notice().words()).isEqualTo("exit code 499");
    }

    @Test
    void whatWasMissed_staysApart_andIsToBeRead() {
        book.addMissed(List.of(
                notice("backend", Kind.CRASHED, "exit code 1"), notice("backend", Kind.RECOVERED, "runs again")));
        add("backend", Kind.CRASHED, "exit code 1");
        assertThat(book.incidents()).extracting(Incident::missed).containsExactlyInAnyOrder(true, false);
        assertThat(book.unreadProperty().get()).isEqualTo(2);
        book.readAll();
        assertThat(book.unreadProperty().get()).isZero();
    }

    @Test
    void whoFollowsTheBook_isToldAlsoLongAfterwards() {
        var seen = new ArrayList<Integer>();
        book.incidents().addListener((Observable _) -> seen.add(book.incidents().size()));
        System.gc();
        add("backend", Kind.CRASHED, "exit code 1");
        assertThat(seen).containsExactly(1);
    }

    @Test
    void servicesThatNeedEachOtherInACircle_areTakenAsTheyAre() {
        var circle = new Needs(Map.of("a", Set.of("b"), "b", Set.of("a")));
        assertThat(circle.needs("a", "b")).isTrue();
        assertThat(circle.needs("a", "c")).isFalse();
    }

    @Test
    void hostileWords_areShownAsTheyAre_andShortened() {
        var notice = Notice.of(NOON, "backend", Kind.FAILED, "start failed", "\u001b[2J\u202e" + "x".repeat(9_000));
        assertThat(notice.detail())
                .startsWith("\\u001b[2J\\u202e")
                .hasSizeLessThan(310)
                .endsWith("…");
    }

    private NoticeBook.Added add(String service, Kind kind, String words) {
        var added = book.add(notice(service, kind, words));
        assertThat(added).isNotNull();
        return added;
    }

    private Notice notice(String service, Kind kind, String words) {
        return Notice.of(now, service, kind, words, "");
    }

    private void pass(long seconds) {
        now = now.plus(Duration.ofSeconds(seconds));
    }
}
