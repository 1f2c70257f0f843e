package dev.signalbox.service;

/// Why a service is as it is although something else might be wanted.
///
/// @param code for programs
/// @param text for people
/// @param waitsFor the service that it waits for; empty if it waits for none
public record Reason(Code code, String text, String waitsFor) {

    /// What is decided, in a word.
    public enum Code {
        STARTS,
        RUNS,
        STOPPED,
        /// It shall be stopped and runs all the same.
        UNSTOPPED,
        UNSET,
        UNKNOWN,
        PENDING,
        GAVE_UP,
        LEFT,
        FULFILLED,
        RETRY,
        HELD,
        DEPENDENCY,
        PORT,
        JOURNAL,
        CLOSING;

        /// Whether it is the code of a decision to wait.
        public boolean waits() {
            return switch (this) {
                case RETRY, HELD, DEPENDENCY, PORT, JOURNAL -> true;
                case STARTS, RUNS, STOPPED, UNSTOPPED, UNSET, UNKNOWN, PENDING, GAVE_UP, LEFT, FULFILLED, CLOSING ->
                    false;
            };
        }
    }
}
