package dev.signalbox.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.signalbox.code.Code;
import java.util.List;
import org.jspecify.annotations.Nullable;

@Says("What went wrong with a request (RFC 9457).")
public record ProblemMessage(
        String type,
        String title,
        int status,

        @Says("why, for programs; `null` where something between here and the engine answers") @Required @Nullable
        String code,

        @Says("for people; `null` where something between here and the engine answers") @Required @Nullable
        String detail,

        @Says("each mistake, where there are several") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
        List<String> errors) {
    public static ProblemMessage of(Code code, String title, int status, String detail, List<String> errors) {
        return new ProblemMessage("about:blank", title, status, code.word(), detail, errors.isEmpty() ? null : errors);
    }
}
