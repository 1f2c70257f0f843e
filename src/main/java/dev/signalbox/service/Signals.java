package dev.signalbox.service;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The names and numbers of the signals that Linux has on x86 and ARM.
public final class Signals {
    private static final List<String> NAMES = List.of((" SIGHUP SIGINT SIGQUIT SIGILL SIGTRAP SIGABRT SIGBUS SIGFPE "
                    + "SIGKILL SIGUSR1 SIGSEGV SIGUSR2 SIGPIPE SIGALRM SIGTERM SIGSTKFLT SIGCHLD SIGCONT SIGSTOP SIGTSTP "
                    + "SIGTTIN SIGTTOU SIGURG SIGXCPU SIGXFSZ SIGVTALRM SIGPROF SIGWINCH SIGIO SIGPWR SIGSYS")
            .split(" ", -1));

    /// The signals that may end a service.
    public static final Set<String> STOPPING =
            new TreeSet<>(Set.of("SIGTERM", "SIGINT", "SIGQUIT", "SIGHUP", "SIGUSR1", "SIGUSR2", "SIGKILL"));

    private Signals() {}

    /// The name of signal `number`, or `null` if there is none.
    public static @Nullable String name(int number) {
        return number > 0 && number < NAMES.size() ? NAMES.get(number) : null;
    }

    /// The number of the signal `name`.
    ///
    /// @throws IllegalArgumentException if there is no such signal
    public static int number(String name) {
        var number = NAMES.indexOf(name);
        if (number <= 0) {
            throw new IllegalArgumentException("no signal is called " + name);
        }
        return number;
    }
}
