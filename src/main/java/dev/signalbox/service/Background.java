package dev.signalbox.service;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/// What is said of processes that live on behind the end of a service's own, and of a program that has put itself into
/// the background by that.
public final class Background {
    /// A program that has not put itself into the background by then ends for another reason.
    public static final Duration AS_IT_STARTS = Duration.ofSeconds(30);

    /// So many are named.
    private static final int NAMED = 3;

    private static final String CURE =
            "run it in the foreground, as by an option such as --foreground or --nodaemon, or"
                    + " say forking: true or forking: { pid_file: … }; a worker with a helper has to end that before itself";

    private Background() {}

    /// For example `2 of its processes live on`.
    public static String living(int count) {
        return count + " of its processes " + (count == 1 ? "lives" : "live") + " on";
    }

    /// That it seems to have put itself into the background, and what is to be done about that.
    ///
    /// @param pids of what lives on
    public static String text(List<Long> pids) {
        return "it has ended within " + Durations.text(AS_IT_STARTS) + " of its start, and " + living(pids.size())
                + " (pid " + named(pids) + "), as of a program that has put itself into the background; " + CURE;
    }

    /// The same of what was ended for it.
    ///
    /// @param pids of what lived on
    public static String ended(List<Long> pids) {
        return "it has put itself into the background: " + count(pids.size()) + " of it lived on (pid " + named(pids)
                + "), and " + (pids.size() == 1 ? "was" : "were") + " ended; " + CURE;
    }

    private static String count(int count) {
        return count + (count == 1 ? " process" : " processes");
    }

    private static String named(List<Long> pids) {
        var named = pids.stream().limit(NAMED).map(String::valueOf).collect(Collectors.joining(", "));
        return pids.size() > NAMED ? named + ", …" : named;
    }
}
