package dev.signalbox.wire;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.signalbox.code.Code;
import dev.signalbox.service.Reason;
import dev.signalbox.service.ServiceSnapshot;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

@Says("Why a service is as it is.")
public record ReasonMessage(
        @Says("what is decided about it, for programs") @Values(of = Reason.Code.class)
        String code,

        @Says("all that there is to say, for people; empty if it is as it is wanted")
        String text,

        @Says("the service that it waits for") @Nullable String waitsFor,
        @Says("what is decided about it, for people") String decision,

        @Says("what there is to say of its state, for people")
        String state,

        @Says("what its state is about, for programs; `null` if all is well, or the state says it all") @Nullable
        String cause,

        @Says(
                "what there is to say of its state, with how it ended and its last line, or what its probes say, for people")
        @Required
        @Nullable
        String detail) {

    @JsonCreator
    public ReasonMessage {}

    /// What an engine earlier than this program says: a text of its state.
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static ReasonMessage ofState(String state) {
        return new ReasonMessage(Words.of(Reason.Code.UNKNOWN), state, null, "", state, null, null);
    }

    static ReasonMessage of(ServiceSnapshot service) {
        var why = service.why();
        var cause = service.status().cause();
        return new ReasonMessage(
                Words.of(why.code()),
                service.reason(),
                why.waitsFor().isEmpty() ? null : why.waitsFor(),
                why.text(),
                service.status().reason(),
                cause == null ? null : cause.word(),
                service.status().account());
    }

    @Nullable
    Code toCause() {
        return cause == null ? null : Code.of(cause).orElse(null);
    }

    Reason toReason() {
        return new Reason(
                Words.constant("code", code, Reason.Code.class), decision, Objects.requireNonNullElse(waitsFor, ""));
    }
}
