package dev.signalbox.operation;

import dev.signalbox.text.PlainText;
import java.time.Duration;

/// Something that an operation's body reports while it runs.
///
/// @param text for people: "SIGTERM sent", "exited in 48 ms"
/// @param after time from the body's start to this report, monotonic
/// @param done true for a fact; false for what is still going on, which the next report replaces
public record Step(String text, Duration after, boolean done) {
    public Step {
        text = PlainText.line(text);
    }
}
