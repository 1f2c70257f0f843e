package dev.signalbox.service.supervision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.signalbox.service.Intent;
import dev.signalbox.service.Intent.Desired;
import dev.signalbox.service.Intent.Hold;
import dev.signalbox.service.Intent.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Rule 25b: what is wanted of a removed service is kept as long as the journal keeps operations")
final class RemovedIntentsTest {
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration KEPT = Duration.ofDays(90);
    private static final Set<String> NOBODY = Set.of();

    @TempDir
    private Path folder;

    private Path file;
    private Intents intents;
    private Instant now = BEGIN;

    @BeforeEach
    void open() throws IOException {
        file = folder.resolve("desired");
        intents = Intents.open(file, "boot");
        intents.engineRuns();
    }

    @AfterEach
    void close() throws IOException {
        intents.close();
    }

    /// The next engine, so many days after the beginning.
    private void reopenOnDay(int day) throws IOException {
        intents.close();
        now = BEGIN.plus(Duration.ofDays(day));
        intents = Intents.open(file, "boot");
        assertThat(intents.problems()).isEmpty();
    }

    private void stopped(String service) throws IOException {
        intents.reserve(service);
        var stop = new Desired(Value.STOPPED, BEGIN, "operator", 7);
        Supervised.soon(intents.change(service, intent -> intent.desiring(stop)));
    }

    private void prune(Set<String> there) throws IOException {
        intents.prune(there::contains, now, now.minus(KEPT));
    }

    private Value comes(String service) {
        Supervised.soon(intents.comes(service, now.minus(KEPT)));
        return intents.of(service).desired().value();
    }

    @Test
    void service_missingForLongerThanOperationsAreKept_isForgotten_andItsRoomIsAnothers() throws IOException {
        stopped("db");
        prune(NOBODY);
        var size = Files.size(file);

        reopenOnDay(90);
        prune(NOBODY);
        assertThat(intents.of("db").desired().value()).isEqualTo(Value.STOPPED);

        reopenOnDay(91);
        prune(NOBODY);
        assertThat(intents.of("db")).isEqualTo(Intent.NONE);
        stopped("web");
        assertThat(Files.size(file)).isEqualTo(size);

        reopenOnDay(92);
        assertThat(intents.of("db")).isEqualTo(Intent.NONE);
        assertThat(intents.of("web").desired().value()).isEqualTo(Value.STOPPED);
    }

    @Test
    void service_thatIsThere_isNeverForgotten_howeverOldItsWishIs() throws IOException {
        stopped("db");
        reopenOnDay(1_000);
        prune(Set.of("db"));
        assertThat(intents.of("db")).isEqualTo(Intent.NONE.desiring(new Desired(Value.STOPPED, BEGIN, "operator", 7)));
    }

    @Test
    void service_removedLongAfterItsWish_isKeptFromThenOn() throws IOException {
        stopped("db");
        now = BEGIN.plus(Duration.ofDays(1_000));
        Supervised.soon(intents.goes("db", now));
        reopenOnDay(1_050);
        Supervised.soon(intents.goes("db", now)); // which does not begin anew
        reopenOnDay(1_090);
        prune(NOBODY);
        assertThat(comes("db")).isEqualTo(Value.STOPPED);
    }

    @Test
    void service_putBackInTime_isAsItWas_andCountsAnewWhenItGoesAgain() throws IOException {
        stopped("db");
        var hold = new Hold(BEGIN, "operator", "deploy", null);
        Supervised.soon(intents.change("db", intent -> intent.held(hold)));
        var before = intents.of("db");
        Supervised.soon(intents.goes("db", now));
        reopenOnDay(89);
        assertThat(comes("db")).isEqualTo(Value.STOPPED);
        assertThat(intents.of("db")).isEqualTo(before);
        Supervised.soon(intents.goes("db", now));
        reopenOnDay(100);
        prune(NOBODY);
        assertThat(comes("db")).isEqualTo(Value.STOPPED);
    }

    @Test
    void service_putBackTooLate_isUnset_alsoIfNobodyHasPrunedIt() throws IOException {
        stopped("db");
        Supervised.soon(intents.goes("db", now));
        reopenOnDay(91);
        assertThat(comes("db")).isEqualTo(Value.UNSET);
        reopenOnDay(92);
        assertThat(intents.of("db")).isEqualTo(Intent.NONE);
    }

    @Test
    void service_ofWhichNothingIsWanted_leavesItsRoomAtOnce() throws IOException {
        intents.reserve("db");
        var size = Files.size(file);
        prune(NOBODY);
        stopped("web");
        assertThat(Files.size(file)).isEqualTo(size);
    }

    @Test
    void whatIsTheEnginesOwn_isNeverForgotten() throws IOException {
        var hold = new Hold(BEGIN, "operator", "night", null);
        Supervised.soon(intents.change(Intents.ALL, intent -> intent.held(hold)));
        Supervised.soon(intents.keepNumber(4_711));
        reopenOnDay(1_000);
        prune(NOBODY);
        reopenOnDay(2_000);
        prune(NOBODY);
        assertThat(intents.of(Intents.ALL).hold()).isEqualTo(hold);
        assertThat(intents.firstNumber(true)).isEqualTo(4_712);
        assertThat(intents.goesOn()).isTrue();
    }

    @Test
    void diskThatCannotBeWritten_isTold_andTheNextEngineTriesAgain() throws IOException {
        var store = new MemoryStore();
        store.put(
                "db",
                IntentText.of(
                        Intent.NONE.held(new Hold(BEGIN, "operator", "", null)).removed(BEGIN)));
        now = BEGIN.plus(Duration.ofDays(91));
        store.breakDown(true);
        var broken = new Intents(store, "boot");
        assertThatIOException()
                .isThrownBy(() -> broken.prune(NOBODY::contains, now, now.minus(KEPT)))
                .withMessage("disk full");
        store.breakDown(false);
        new Intents(store, "boot").prune(NOBODY::contains, now, now.minus(KEPT));
        assertThat(store.texts()).isEmpty();
    }
}
