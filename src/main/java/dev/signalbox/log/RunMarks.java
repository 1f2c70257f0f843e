package dev.signalbox.log;

import java.util.regex.Pattern;

/// Tells which runs of a service ended though nobody had asked, by what the engine has written about it. To be given
/// all marks in order.
final class RunMarks {
    private static final Pattern ASKED = Pattern.compile("(?:stop|restart|kill) #\\d+ by .*");
    private static final Pattern BEGUN = Pattern.compile("(?:started|adopted|taken over) pid .*");
    private static final Pattern ENDED = Pattern.compile("pid \\d+ ended, (.*)");
    private static final Pattern WELL = Pattern.compile("exit code 0|exit unknown");

    private boolean asked;

    /// Whether a mark says that a run ended so.
    boolean isBad(String mark) {
        if (ASKED.matcher(mark).matches()) {
            asked = true;
        } else if (BEGUN.matcher(mark).matches()) {
            asked = false;
        }
        var end = ENDED.matcher(mark);
        return !asked && end.matches() && !WELL.matcher(end.group(1)).matches();
    }
}
