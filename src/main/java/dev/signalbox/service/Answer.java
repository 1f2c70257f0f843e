package dev.signalbox.service;

/// What one try of a probe has found.
///
/// @param text what was found, for people and without secrets: "connection refused on 127.0.0.1:80", "HTTP 503 instead
///     of 200", "exit code 1: no disk", "no such line yet"; of what could not be asked, why: "Too many open files"
/// @param attempt number of the try, from 1
public record Answer(Kind kind, String text, int attempt) {

    /// What a try says of the service.
    public enum Kind {
        /// It was as the probe wants it.
        GOOD,
        /// It was not, or gave no answer.
        BAD,
        /// Nobody knows where it is: not ready yet, as nobody could use it by that name; but it may be well.
        NO_HOST,
        /// Nothing, as it could not be asked (rule 30).
        UNKNOWN
    }

    public boolean isGood() {
        return kind == Kind.GOOD;
    }

    /// Whether it says anything of how ready the service is.
    public boolean countsForReady() {
        return kind != Kind.UNKNOWN;
    }

    /// Whether it says anything of how well the service is.
    public boolean countsForAlive() {
        return kind == Kind.GOOD || kind == Kind.BAD;
    }
}
