package dev.signalbox.workspace;

/// A place in a file.
///
/// @param line counted from 1; 0 in [#WHOLE_FILE]
/// @param column counted from 1, in code points; 0 in [#WHOLE_FILE]
record Position(int line, int column) {
    static final Position WHOLE_FILE = new Position(0, 0);
    static final Position START = new Position(1, 1);
}
