package dev.signalbox.wire;

import dev.signalbox.service.Reason;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

@Says("What is decided about a service, and why.")
public record WhyMessage(
        @Says("for programs") @Values(of = Reason.Code.class)
        String code,

        @Says("for people") String text,
        @Says("the service that it waits for") @Nullable String waitsFor) {
    static WhyMessage of(Reason reason) {
        return new WhyMessage(
                Words.of(reason.code()), reason.text(), reason.waitsFor().isEmpty() ? null : reason.waitsFor());
    }

    Reason toReason() {
        return new Reason(
                Words.constant("code", code, Reason.Code.class), text, Objects.requireNonNullElse(waitsFor, ""));
    }
}
