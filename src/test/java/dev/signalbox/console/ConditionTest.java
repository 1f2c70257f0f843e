package dev.signalbox.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.service.ServiceState;
import dev.signalbox.service.ServiceStatus;
import dev.signalbox.service.ServiceStatus.Health;
import dev.signalbox.service.ServiceStatus.Recovery;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConditionTest {
    private static final Instant NOW = Instant.parse("2026-11-25T14:00:00Z");

    @Test
    void running_isAsItsHealth() {
        var running = ServiceStatus.of(ServiceState.RUNNING, "");
        assertThat(Condition.of(running.running(1, NOW, Health.READY), null)).isEqualTo(Condition.RUNNING);
        assertThat(Condition.of(running.running(1, NOW, Health.UNREADY), null)).isEqualTo(Condition.NOT_READY);
        assertThat(Condition.of(running.running(1, NOW, Health.UNHEALTHY), null))
                .isEqualTo(Condition.UNHEALTHY);
    }

    @Test
    void failed_isAsItsProspect() {
        var failed = ServiceStatus.of(ServiceState.FAILED, "");
        var backoff = ServiceStatus.of(ServiceState.BACKOFF, "");
        assertThat(Condition.of(failed, null)).isEqualTo(Condition.FAILED);
        assertThat(Condition.of(failed.with(new Recovery(2, null, false)), null))
                .isEqualTo(Condition.FAILED);
        assertThat(Condition.of(failed.with(new Recovery(5, null, true)), null)).isEqualTo(Condition.CRASH_LOOP);
        assertThat(Condition.of(backoff.with(new Recovery(2, NOW, false)), null))
                .isEqualTo(Condition.RETRYING);
    }

    @Test
    void stopped_isAsItsWorkAndItsSchedule() {
        var stopped = ServiceStatus.of(ServiceState.STOPPED, "");
        var completed = ServiceStatus.of(ServiceState.STOPPED, "completed, exit code 0");
        assertThat(Condition.of(stopped, null)).isEqualTo(Condition.STOPPED);
        assertThat(Condition.of(completed, null)).isEqualTo(Condition.COMPLETED);
        assertThat(Condition.of(completed, NOW)).isEqualTo(Condition.SCHEDULED);
    }

    /// On a running service the health counts, whatever else changes.
    @ParameterizedTest
    @EnumSource(
            value = ServiceState.class,
            names = {"STARTING", "RESTARTING", "STOPPING", "UNKNOWN"})
    void otherState_isTheConditionOfItsName(ServiceState state) {
        var status = ServiceStatus.of(state, "").running(1, NOW, Health.UNREADY).with(new Recovery(2, NOW, true));
        assertThat(Condition.of(status, NOW).name()).isEqualTo(state.name());
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
