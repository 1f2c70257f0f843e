package dev.signalbox.journal;

import dev.signalbox.code.Code;
import dev.signalbox.operation.Cancellation;
import dev.signalbox.operation.Outcome;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Outcomes as columns.
///
/// @param word as of [Outcome#word()]
/// @param code what kind of cancellation or failure, empty for other outcomes
/// @param reference another operation's id, or a timeout in milliseconds; 0 if there is none
/// @param other the other operation's service
/// @param cause for people, and to be searched; `null` if the word says it all
record Outcomes(
        String word,
        String code,
        long reference,
        String other,
        @Nullable String cause) {

    /// What became of an operation that ran when the engine ended (rule 23).
    static final Outcome CRASHED = new Outcome.Failed("the engine ended while it ran, effect unknown", Code.CRASH);

    private static final String USER = "user";
    private static final String SUPERSEDED = "superseded";
    private static final String DEPENDENCY = "dependency";
    private static final String PLAN = "plan";
    private static final String SHUTDOWN = "shutdown";
    private static final String CRASH = "crash";
    private static final String UNANSWERED = "unanswered";

    static Outcomes of(Outcome outcome) {
        var cause = cause(outcome);
        return switch (outcome) {
            case Outcome.Succeeded _ -> plain(outcome, "", 0, "", null);
            case Outcome.Failed(var _, var kind) -> plain(outcome, kind.word(), 0, "", cause);
            case Outcome.TimedOut(var after) -> plain(outcome, "", after.toMillis(), "", cause);
            case Outcome.Coalesced(var survivor) -> plain(outcome, "", survivor, "", cause);
            case Outcome.Cancelled(var by) ->
                switch (by) {
                    case Cancellation.User _ -> plain(outcome, USER, 0, "", cause);
                    case Cancellation.Superseded(var id) -> plain(outcome, SUPERSEDED, id, "", cause);
                    case Cancellation.Dependency(var id, var service) -> plain(outcome, DEPENDENCY, id, service, cause);
                    case Cancellation.Plan(var id) -> plain(outcome, PLAN, id, "", cause);
                    case Cancellation.Shutdown _ -> plain(outcome, SHUTDOWN, 0, "", cause);
                    case Cancellation.Crash _ -> plain(outcome, CRASH, 0, "", cause);
                    case Cancellation.Unanswered _ -> plain(outcome, UNANSWERED, 0, "", cause);
                };
        };
    }

    private static Outcomes plain(Outcome outcome, String code, long reference, String other, @Nullable String cause) {
        return new Outcomes(outcome.word(), code, reference, other, cause);
    }

    /// The outcome that these columns were made of.
    ///
    /// @throws IllegalArgumentException if they were made of none
    Outcome outcome() {
        return switch (word) {
            case "succeeded" -> new Outcome.Succeeded();
            case "failed" ->
                new Outcome.Failed(
                        Objects.requireNonNullElse(cause, ""), Code.of(code).orElse(Code.FAILED));
            case "timed_out" -> new Outcome.TimedOut(Duration.ofMillis(reference));
            case "coalesced" -> new Outcome.Coalesced(reference);
            case "cancelled" ->
                new Outcome.Cancelled(
                        switch (code) {
                            case USER -> new Cancellation.User();
                            case SUPERSEDED -> new Cancellation.Superseded(reference);
                            case DEPENDENCY -> new Cancellation.Dependency(reference, other);
                            case PLAN -> new Cancellation.Plan(reference);
                            case SHUTDOWN -> new Cancellation.Shutdown();
                            case CRASH -> new Cancellation.Crash();
                            case UNANSWERED -> new Cancellation.Unanswered();
                            default -> throw new IllegalArgumentException("no cancellation is called " + code);
                        });
            default -> throw new IllegalArgumentException("no outcome is called " + word);
        };
    }

    /// Why it ended so, for people; empty if the outcome says it all.
    static String cause(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Succeeded _ -> "";
            case Outcome.Failed(var cause, var _) -> cause;
            case Outcome.TimedOut(var after) -> "after " + after.toMillis() / 1000.0 + " s, effect unknown";
            case Outcome.Cancelled(var by) -> by.describe();
            case Outcome.Coalesced(var survivor) -> "into #" + survivor;
        };
    }
}
