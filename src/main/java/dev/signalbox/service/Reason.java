package dev.signalbox.service;

import dev.signalbox.text.PlainText;

/// Why a service is as it is although something else might be wanted.
///
/// @param code for programs
/// @param text for people
/// @param waitsFor the service that it waits for; empty if it waits for none
public record Reason(Code code, String text, String waitsFor) {
    private static final String LOOP = "crash loop";

    public Reason {
        text = PlainText.line(text);
    }

    /// What is decided, in a word.
    public enum Code {
        STARTS,
        RUNS,
        STOPPED,
        /// It shall be stopped and runs all the same.
        UNSTOPPED,
        UNSET,
        UNKNOWN,
        /// Processes of it run that another engine has started.
        ELSEWHERE,
        PENDING,
        GAVE_UP,
        LEFT,
        FULFILLED,
        RETRY,
        HELD,
        DEPENDENCY,
        PORT,
        /// What its definition names is missing, or has mistakes of its own.
        TROUBLE,
        JOURNAL,
        CLOSING;

        /// Whether it is the code of a decision to wait.
        public boolean waits() {
            return switch (this) {
                case RETRY, HELD, DEPENDENCY, PORT, TROUBLE, JOURNAL -> true;
                case STARTS,
                        RUNS,
                        STOPPED,
                        UNSTOPPED,
                        UNSET,
                        UNKNOWN,
                        ELSEWHERE,
                        PENDING,
                        GAVE_UP,
                        LEFT,
                        FULFILLED,
                        CLOSING -> false;
            };
        }
    }

    /// All that there is to say on one line: what the service waits for, what was judged of its ends, and what there
    /// is to say of its state, nothing of it twice. Empty if it is as it is wanted.
    ///
    /// @param state what there is to say of its state, see [ServiceStatus#reason]
    /// @param by who wants what is wanted of it, see [Intent.Desired#by]
    public String with(String state, String by) {
        return switch (code) {
            case RETRY, HELD, DEPENDENCY, PORT, JOURNAL, UNSTOPPED -> joined(text, state);
            case LEFT -> joined(state, text);
            // Only the engine that saw the ends tells how many there were.
            case GAVE_UP -> state.contains(LOOP) ? state : joined(state, LOOP + ": " + text);
            // It was wanted until the boot.
            case UNSET -> joined(state, by);
            case FULFILLED, TROUBLE -> state.contains(text) ? state : joined(state, text);
            case STARTS, RUNS, STOPPED, UNKNOWN, ELSEWHERE, PENDING, CLOSING -> state;
        };
    }

    private static String joined(String first, String second) {
        return first.isEmpty() || second.isEmpty() ? first + second : first + "; " + second;
    }
}
