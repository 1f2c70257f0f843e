package dev.signalbox.engine;

import dev.signalbox.text.PlainText;
import java.time.Duration;
import java.time.Instant;

/// How an engine is reached.
public sealed interface Connection {

    /// It is part of this program.
    record Local() implements Connection {}

    /// It answers.
    ///
    /// @param host its name and port
    /// @param latency from a request to its answer, when that was measured last
    record Connected(String host, Duration latency) implements Connection {
        public Connected {
            host = PlainText.line(host);
        }
    }

    /// It does not answer, and is tried again by itself.
    ///
    /// @param reason for people
    /// @param since when that was noticed, wall clock
    /// @param retryAt when it is tried next, wall clock; in the past while it is being tried
    record Lost(String host, String reason, Instant since, Instant retryAt) implements Connection {
        public Lost {
            host = PlainText.line(host);
            reason = PlainText.line(reason);
        }
    }

    /// The engine's name and port; empty if it is part of this program.
    default String host() {
        return "";
    }

    /// Whether what is asked has a way to the engine.
    default boolean isUp() {
        return this instanceof Local || this instanceof Connected;
    }
}
