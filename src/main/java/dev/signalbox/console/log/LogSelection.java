package dev.signalbox.console.log;

/// The selected lines: from where the selection began to where it was last drawn to, both included. FX thread
/// only.
final class LogSelection {

    private static final long NONE = -1;

    private long anchor = NONE;
    private long lead = NONE;

    void clear() {
        anchor = NONE;
        lead = NONE;
    }

    void start(long line) {
        anchor = line;
        lead = line;
    }

    /// Draws the selection to `line`, or begins it there.
    void extendTo(long line) {
        if (isEmpty()) {
            anchor = line;
        }
        lead = line;
    }

    void selectAll(LogBuffer buffer) {
        if (buffer.isEmpty()) {
            clear();
        } else {
            anchor = buffer.first();
            lead = buffer.end() - 1;
        }
    }

    boolean isEmpty() {
        return anchor == NONE;
    }

    boolean contains(long line) {
        return !isEmpty() && line >= first() && line <= last();
    }

    long first() {
        return Math.min(anchor, lead);
    }

    long last() {
        return Math.max(anchor, lead);
    }
}
