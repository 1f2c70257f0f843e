package dev.signalbox.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.time.FakeTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AlarmTest {
    private final FakeTime time = new FakeTime();
    private final List<Long> rung = new ArrayList<>();
    private final Alarm alarm = new Alarm(time, rung::add);

    @Test
    void alarm_thatAnEarlierOneReplaces_isNotKept() {
        var now = time.nanoTime();
        var soon = now + Duration.ofSeconds(1).toNanos();
        alarm.arm(now + Duration.ofHours(1).toNanos());
        alarm.arm(soon);
        alarm.arm(now + Duration.ofSeconds(2).toNanos());
        assertThat(time.timers()).isOne();
        time.advance(Duration.ofHours(2));
        assertThat(rung).containsExactly(soon);
    }
}
