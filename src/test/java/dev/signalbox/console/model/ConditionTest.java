package dev.signalbox.console.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.console.fx.Times;
import dev.signalbox.service.Reason;
import dev.signalbox.service.ServiceState;
import dev.signalbox.service.ServiceStatus;
import dev.signalbox.service.ServiceStatus.Health;
import dev.signalbox.service.ServiceStatus.Recovery;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConditionTest {
    private static final Instant NOW = Instant.parse("2026-11-25T14:00:00Z");
    private static final Reason IDLE = new Reason(Reason.Code.UNSET, "nobody has asked for it", "");

    @Test
    void running_isAsItsHealth() {
        var running = ServiceStatus.of(ServiceState.RUNNING, "");
        assertThat(Condition.of(running.running(1, NOW, Health.READY), null, IDLE))
                .isEqualTo(Condition.RUNNING);
        assertThat(Condition.of(running.running(1, NOW, Health.UNREADY), null, IDLE))
                .isEqualTo(Condition.NOT_READY);
        assertThat(Condition.of(running.running(1, NOW, Health.UNHEALTHY), null, IDLE))
                .isEqualTo(Condition.UNHEALTHY);
    }

    @Test
    void failed_isAsItsProspect() {
        var failed = ServiceStatus.of(ServiceState.FAILED, "");
        var backoff = ServiceStatus.of(ServiceState.BACKOFF, "");
        assertThat(Condition.of(failed, null, IDLE)).isEqualTo(Condition.FAILED);
        assertThat(Condition.of(failed.with(new Recovery(2, null, false)), null, IDLE))
                .isEqualTo(Condition.FAILED);
        assertThat(Condition.of(failed.with(new Recovery(5, null, true)), null, IDLE))
                .isEqualTo(Condition.CRASH_LOOP);
        assertThat(Condition.of(backoff.with(new Recovery(2, NOW, false)), null, IDLE))
                .isEqualTo(Condition.RETRYING);
    }

    @Test
    void stopped_isAsItsWorkAndItsSchedule() {
        var stopped = ServiceStatus.of(ServiceState.STOPPED, "");
        var completed = ServiceStatus.of(ServiceState.STOPPED, "completed, exit code 0");
        assertThat(Condition.of(stopped, null, IDLE)).isEqualTo(Condition.STOPPED);
        assertThat(Condition.of(completed, null, IDLE)).isEqualTo(Condition.COMPLETED);
        assertThat(Condition.of(completed, NOW, IDLE)).isEqualTo(Condition.SCHEDULED);
    }

    @ParameterizedTest
    @EnumSource(
            value = Reason.Code.class,
            names = {"HELD", "DEPENDENCY", "PORT", "JOURNAL"})
    void down_andToBeStartedLater_waits(Reason.Code code) {
        var why = new Reason(code, "for db, which is to start", "db");
        for (var state : List.of(ServiceState.STOPPED, ServiceState.FAILED, ServiceState.BACKOFF)) {
            assertThat(Condition.of(ServiceStatus.of(state, ""), NOW, why)).isEqualTo(Condition.WAITING);
        }
        // What is decided may be older than the state.
        assertThat(Condition.of(ServiceStatus.of(ServiceState.STARTING, ""), NOW, why))
                .isEqualTo(Condition.STARTING);
    }

    @Test
    void down_asWasJudged_isSoInALaterEngineToo() {
        var gaveUp = new Reason(Reason.Code.GAVE_UP, "it was tried too often", "");
        var fulfilled = new Reason(Reason.Code.FULFILLED, "completed", "");
        assertThat(Condition.of(ServiceStatus.of(ServiceState.FAILED, ""), null, gaveUp))
                .isEqualTo(Condition.CRASH_LOOP);
        assertThat(Condition.of(ServiceStatus.of(ServiceState.STOPPED, ""), null, fulfilled))
                .isEqualTo(Condition.COMPLETED);
    }

    /// On a running service the health counts, whatever else changes.
    @ParameterizedTest
    @EnumSource(
            value = ServiceState.class,
            names = {"STARTING", "RESTARTING", "STOPPING", "UNKNOWN"})
    void otherState_isTheConditionOfItsName(ServiceState state) {
        var status = ServiceStatus.of(state, "").running(1, NOW, Health.UNREADY).with(new Recovery(2, NOW, true));
        assertThat(Condition.of(status, NOW, IDLE).name()).isEqualTo(state.name());
    }

    @Test
    void everyOne_hasAGlyphAndAWordOfItsOwn() {
        assertThat(Arrays.stream(Condition.values()).map(Condition::word)).doesNotHaveDuplicates();
        assertThat(Arrays.stream(Condition.values()).map(Condition::glyph)).doesNotHaveDuplicates();
    }

    @Test
    void nextRun_isToldAsShortAsIsClear() {
        var told = Stream.of("2026-11-25T14:05:00Z", "2026-11-26T02:00:00Z", "2026-12-02T14:05:00Z")
                .map(time -> Times.next(Instant.parse(time), NOW, ZoneOffset.UTC));
        assertThat(told).containsExactly("at 14:05", "on Thu at 02:00", "on 2026-12-02 at 14:05");
    }
}
