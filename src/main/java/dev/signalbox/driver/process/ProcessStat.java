package dev.signalbox.driver.process;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// What a process uses, as `/proc/<pid>/stat` tells it. Read once a second of each process of each service, so it is
/// made of the bytes as they come.
///
/// @param isAlive not so of a zombie, which uses nothing any more, but has what it used until its parent asks
/// @param ticks of CPU that it has used
/// @param childTicks that those of its children used which it has waited for, and theirs
/// @param threads how many it has
/// @param pages of memory that are resident
record ProcessStat(
        ProcessId id,
        boolean isAlive,
        long parent,
        long session,
        long ticks,
        long childTicks,
        int threads,
        long pages) {
    // Behind the name.
    private static final int STATE = 0;
    private static final int PARENT = 1;
    private static final int SESSION = 3;
    private static final int USER_TIME = 11;
    private static final int SYSTEM_TIME = 12;
    private static final int CHILDREN_USER_TIME = 13;
    private static final int CHILDREN_SYSTEM_TIME = 14;
    private static final int THREADS = 17;
    private static final int START = 19;
    private static final int PAGES = 21;
    private static final int FIELDS = PAGES + 1;

    /// Reads a line; `null` if it is none. The name, in parentheses, may itself hold spaces and parentheses.
    static @Nullable ProcessStat parse(byte[] line, int length) {
        var close = length - 1;
        while (close >= 0 && line[close] != ')') {
            close--;
        }
        var numbers = new long[FIELDS];
        var at = close + 2;
        for (int field = 0; field < FIELDS; field++) {
            if (close < 0 || at >= length) {
                return null;
            }
            if (field == STATE) {
                numbers[field] = line[at++];
            }
            for (; at < length && line[at] >= '0' && line[at] <= '9'; at++) {
                numbers[field] = numbers[field] * 10 + line[at] - '0';
            }
            while (at < length && line[at] != ' ') {
                at++; // a sign, of a field that is not looked at
            }
            at++;
        }
        var pid = pid(line);
        return pid < 0
                ? null
                : new ProcessStat(
                        new ProcessId(pid, numbers[START]),
                        numbers[STATE] != 'Z' && numbers[STATE] != 'X',
                        numbers[PARENT],
                        numbers[SESSION],
                        numbers[USER_TIME] + numbers[SYSTEM_TIME],
                        numbers[CHILDREN_USER_TIME] + numbers[CHILDREN_SYSTEM_TIME],
                        (int) numbers[THREADS],
                        numbers[PAGES]);
    }

    private static long pid(byte[] line) {
        var pid = 0L;
        for (int at = 0; line[at] != ' '; at++) {
            if (line[at] < '0' || line[at] > '9') {
                return -1;
            }
            pid = pid * 10 + line[at] - '0';
        }
        return pid;
    }

    static @Nullable ProcessStat parse(String line) {
        var bytes = line.getBytes(StandardCharsets.ISO_8859_1);
        return parse(bytes, bytes.length);
    }
}
