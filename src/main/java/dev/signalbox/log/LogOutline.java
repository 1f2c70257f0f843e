package dev.signalbox.log;

import java.util.List;

/// A whole log from far: as much as a scroll bar can show of it. It is made of all bytes in [#ROWS] stretches of the
/// same length, oldest first.
///
/// @param errors how many lines of each stretch say that they are errors, as far as it has been looked at
/// @param warnings the same of warnings
/// @param marks what the engine has written, oldest first
/// @param done how much of all has been looked at, from 0 to 1
public record LogOutline(List<Integer> errors, List<Integer> warnings, List<Mark> marks, double done) {
    public static final int ROWS = 256;

    /// No outline has more marks; the newest ones are in it.
    public static final int MOST_MARKS = 2_000;

    /// What the engine has written: operations, and runs that begin and end.
    ///
    /// @param share how much of all bytes is before it, from 0 to 1
    /// @param bad whether a run ended that nobody had asked to
    public record Mark(PlacedLine line, double share, boolean bad) {}

    public LogOutline {
        errors = List.copyOf(errors);
        warnings = List.copyOf(warnings);
        marks = List.copyOf(marks);
    }
}
