package dev.signalbox.service.probe;

/// What a question has found.
///
/// @param text for people; may hold secrets still
record Finding(boolean ok, String text) {

    static Finding yes(String text) {
        return new Finding(true, text);
    }

    static Finding no(String text) {
        return new Finding(false, text);
    }
}
