package dev.signalbox.wire;

import dev.signalbox.journal.History.Uptime;
import java.time.Duration;

@Says("How well a service ran in a span of time.")
public record UptimeMessage(long upMs, long downMs, long longestOutageMs, int outages, double restartsPerDay) {
    static UptimeMessage of(Uptime uptime) {
        return new UptimeMessage(
                uptime.up().toMillis(),
                uptime.down().toMillis(),
                uptime.longestOutage().toMillis(),
                uptime.outages(),
                uptime.restartsPerDay());
    }

    Uptime toUptime() {
        return new Uptime(
                Duration.ofMillis(upMs),
                Duration.ofMillis(downMs),
                Duration.ofMillis(longestOutageMs),
                outages,
                restartsPerDay);
    }
}
