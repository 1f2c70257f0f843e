package dev.signalbox.wire;

import dev.signalbox.service.Reason;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What is decided about a service, and why.
///
/// @param code for programs
/// @param text for people
/// @param waitsFor the service that it waits for
public record WhyMessage(
        @Values(of = Reason.Code.class) String code,
        String text,
        @Nullable String waitsFor) {
    static WhyMessage of(Reason reason) {
        return new WhyMessage(
                Words.of(reason.code()), reason.text(), reason.waitsFor().isEmpty() ? null : reason.waitsFor());
    }

    Reason toReason() {
        return new Reason(
                Words.constant("code", code, Reason.Code.class), text, Objects.requireNonNullElse(waitsFor, ""));
    }
}
