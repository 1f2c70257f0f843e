package dev.signalbox.driver.process;

import org.jspecify.annotations.Nullable;

/// What the system's process table says of one process.
///
/// @param state the letter that `ps` shows
/// @param image differs from one program that the process executes to the next, as they lie at random addresses;
///     0 if it has none or may not be asked
/// @param parent its pid; 0 if that cannot be seen
record ProcessInfo(ProcessId id, char state, long group, long session, long image, long parent) {
    private static final int PARENT = 1;
    private static final int GROUP = 2;
    private static final int SESSION = 3;
    private static final int START = 19;
    private static final int ARGUMENTS = 45;
    private static final int ENVIRONMENT = 47;
    private static final int ENVIRONMENT_END = 48;

    ProcessInfo(ProcessId id, char state, long group, long session) {
        this(id, state, group, session, 0, 0);
    }

    /// A zombie has ended, and only its parent has not noticed.
    boolean isAlive() {
        return state != 'Z' && state != 'X';
    }

    long pid() {
        return id.pid();
    }

    /// Reads a line of `/proc/<pid>/stat`; `null` if it is none. The second field is the program's name in
    /// parentheses, which may itself hold spaces and parentheses.
    static @Nullable ProcessInfo parse(String stat) {
        var open = stat.indexOf(" (");
        var close = stat.lastIndexOf(") ");
        if (open < 0 || close < 0) {
            return null;
        }
        var fields = stat.substring(close + 2).split(" ", ENVIRONMENT_END + 2);
        if (fields.length < ENVIRONMENT_END + 2) {
            return null;
        }
        var id = new ProcessId(Long.parseLong(stat.substring(0, open)), Long.parseLong(fields[START]));
        return new ProcessInfo(
                id,
                fields[0].charAt(0),
                Long.parseLong(fields[GROUP]),
                Long.parseLong(fields[SESSION]),
                image(fields),
                Long.parseLong(fields[PARENT]));
    }

    /// The kernel gives addresses as unsigned numbers.
    private static long image(String[] fields) {
        var arguments = Long.parseUnsignedLong(fields[ARGUMENTS]);
        var begin = Long.parseUnsignedLong(fields[ENVIRONMENT]);
        var end = Long.parseUnsignedLong(fields[ENVIRONMENT_END]);
        return (31 * arguments + begin) * 31 + end;
    }
}
