package dev.signalbox.console.window;

import dev.signalbox.console.fx.Texts;
import dev.signalbox.console.fx.Times;
import dev.signalbox.engine.Connection;
import java.time.Duration;
import java.time.Instant;

/// How an engine is reached, in words.
final class ConnectionWords {
    private ConnectionWords() {}

    /// On one line of the status bar; empty if the engine is part of this program.
    static String brief(Connection connection, Instant now) {
        return switch (connection) {
            case Connection.Local() -> "";
            case Connection.Connected(var host, var latency) -> Texts.of("status.connected", host, latency(latency));
            case Connection.Lost lost -> {
                var wait = seconds(Duration.between(now, lost.retryAt()));
                yield wait <= 0
                        ? Texts.of("status.reconnecting", lost.reason())
                        : Texts.of("status.reconnecting-in", wait, lost.reason());
            }
        };
    }

    /// What is wrong, in sentences; empty if nothing is.
    static String trouble(Connection connection, Instant now) {
        return connection instanceof Connection.Lost lost
                ? Texts.of("connection.lost", lost.host(), Times.uptime(Duration.between(lost.since(), now)))
                : "";
    }

    private static String latency(Duration latency) {
        return latency.toMillis() == 0
                ? Texts.of("status.latency.low")
                : Texts.of("status.latency", latency.toMillis());
    }

    /// Rounded up, so that "0 s" is shown only once the time has come.
    private static long seconds(Duration wait) {
        return wait.plusMillis(999).toSeconds();
    }
}
