package dev.signalbox.operation;

import dev.signalbox.code.Code;

/// Why an operation was cancelled.
public sealed interface Cancellation {

    /// Somebody called it off.
    record User() implements Cancellation {}

    /// A later request made it pointless (rules 18 and 28).
    ///
    /// @param id the later operation
    record Superseded(long id) implements Cancellation {}

    /// Something that it needed did not succeed.
    ///
    /// @param id the operation that did not succeed
    /// @param service what that one was about
    record Dependency(long id, String service) implements Cancellation {}

    /// It was called off with its plan as a whole, by a person, or as another member had failed that it did not
    /// need.
    ///
    /// @param id the plan
    record Plan(long id) implements Cancellation {}

    /// The queue was closed by force.
    record Shutdown() implements Cancellation {}

    /// The program ended before the operation had started.
    record Crash() implements Cancellation {}

    /// It was refused, as the journal had not answered; it has recorded it all the same.
    record Unanswered() implements Cancellation {}

    /// The cause for programs.
    default Code code() {
        return switch (this) {
            case User() -> Code.USER;
            case Superseded _ -> Code.SUPERSEDED;
            case Dependency _ -> Code.DEPENDENCY;
            case Plan _ -> Code.PLAN;
            case Shutdown() -> Code.SHUTDOWN;
            case Crash() -> Code.CRASH;
            case Unanswered() -> Code.UNANSWERED;
        };
    }

    /// The cause as a phrase, for people.
    default String describe() {
        return switch (this) {
            case User() -> "by the user";
            case Superseded(var id) -> "superseded by #" + id;
            case Dependency(var id, var service) -> "#" + id + " of " + service + " did not succeed";
            case Plan(var id) -> "with its plan #" + id;
            case Shutdown() -> "the queue was closed";
            case Crash() -> "the program ended";
            case Unanswered() -> "refused, as the journal had not answered";
        };
    }
}
