package dev.signalbox.wire;

import dev.signalbox.code.Code;
import dev.signalbox.operation.Cancellation;
import dev.signalbox.operation.Outcome;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

@Says("What an outcome is about, as far as its word does not say it.")
public record OutcomeDetailMessage(
        @Says("why it ended so, for programs") @Required @Nullable
        String code,

        @Says("what failed") @Nullable String text,
        @Says("the timeout that was exceeded") @Nullable Long afterMs,

        @Says("the kind of cancellation")
        @Values({"user", "superseded", "dependency", "plan", "shutdown", "crash", "unanswered"})
        @Nullable
        String cancelledBy,

        @Says("the other one by which it was cancelled") @Nullable
        Long operation,

        @Says("what that one was about") @Nullable String service) {
    static final OutcomeDetailMessage NOTHING = new OutcomeDetailMessage(null, null, null, null, null, null);

    static @Nullable OutcomeDetailMessage of(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Failed(var cause, var code) ->
                new OutcomeDetailMessage(code.word(), cause, null, null, null, null);
            case Outcome.TimedOut(var after) ->
                new OutcomeDetailMessage(Code.TIMED_OUT.word(), null, after.toMillis(), null, null, null);
            case Outcome.Cancelled(var cause) ->
                switch (cause) {
                    case Cancellation.User() -> cancelled("user", null, null);
                    case Cancellation.Superseded(var id) -> cancelled("superseded", id, null);
                    case Cancellation.Dependency(var id, var service) -> cancelled("dependency", id, service);
                    case Cancellation.Plan(var id) -> cancelled("plan", id, null);
                    case Cancellation.Shutdown() -> cancelled("shutdown", null, null);
                    case Cancellation.Crash() -> cancelled("crash", null, null);
                    case Cancellation.Unanswered() -> cancelled("unanswered", null, null);
                };
            case Outcome.Succeeded(), Outcome.Coalesced _ -> null;
        };
    }

    private static OutcomeDetailMessage cancelled(String by, @Nullable Long operation, @Nullable String service) {
        return new OutcomeDetailMessage(by, null, null, by, operation, service);
    }

    /// @param word that of the outcome; empty for none
    /// @param survivor what it was merged into
    Outcome toOutcome(String word, @Nullable Long survivor) {
        return switch (word) {
            case "succeeded" -> new Outcome.Succeeded();
            case "failed" ->
                new Outcome.Failed(
                        Objects.requireNonNullElse(text, ""),
                        Code.of(Objects.requireNonNullElse(code, "")).orElse(Code.FAILED));
            case "timed_out" -> new Outcome.TimedOut(Millis.orZero(afterMs));
            case "cancelled" -> new Outcome.Cancelled(toCancellation());
            case "coalesced" -> new Outcome.Coalesced(survivor == null ? 0 : survivor);
            default -> throw new IllegalArgumentException("an outcome " + word);
        };
    }

    private Cancellation toCancellation() {
        var id = operation == null ? 0 : operation;
        return switch (Objects.requireNonNullElse(cancelledBy, "")) {
            case "superseded" -> new Cancellation.Superseded(id);
            case "dependency" -> new Cancellation.Dependency(id, Objects.requireNonNullElse(service, ""));
            case "plan" -> new Cancellation.Plan(id);
            case "shutdown" -> new Cancellation.Shutdown();
            case "crash" -> new Cancellation.Crash();
            case "unanswered" -> new Cancellation.Unanswered();
            default -> new Cancellation.User();
        };
    }
}
