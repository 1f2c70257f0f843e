package dev.signalbox.service.probe;

import dev.signalbox.service.Answer.Kind;

/// What a question has found.
///
/// @param text for people; may hold secrets still
record Finding(Kind kind, String text) {

    static Finding yes(String text) {
        return new Finding(Kind.GOOD, text);
    }

    static Finding no(String text) {
        return new Finding(Kind.BAD, text);
    }

    /// It could not be asked.
    static Finding unknown(String why) {
        return new Finding(Kind.UNKNOWN, why);
    }
}
