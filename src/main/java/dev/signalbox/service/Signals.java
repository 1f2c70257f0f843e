package dev.signalbox.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The signals that Linux has on x86 and ARM: their names and numbers, and how they are sent.
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

    /// Gives the signals that this process ignores, as whoever began it did, their default action, as whatever it
    /// begins would ignore them too, and no program can be stopped by a signal that it ignores. What shall not
    /// end by one has to handle it: what it begins gets the default action then.
    ///
    /// @return the signals
    public static List<String> attend() throws IOException {
        var status = Files.readString(Path.of("/proc/self/status"));
        var ignored = Pattern.compile("SigIgn:\\s+(\\p{XDigit}+)").matcher(status);
        var mask = ignored.find() ? Long.parseUnsignedLong(ignored.group(1), 16) : 0;
        return IntStream.range(1, NAMES.size())
                .filter(number -> (mask >>> (number - 1) & 1) == 1)
                .peek(LibC::setDefault)
                .mapToObj(NAMES::get)
                .toList();
    }

    /// Sends a signal, as `kill(2)` does.
    ///
    /// @param target a process, or a group of them as its negative number
    /// @param signal 0 to send none, but to ask whether one could be sent
    /// @return whether there is such a process and it may be sent signals
    public static boolean send(int target, int signal) {
        // These are all of our own group, everybody, and the system itself.
        if (Math.abs(target) <= 1) {
            throw new IllegalArgumentException("not a target for a signal: " + target);
        }
        return LibC.kill(target, signal);
    }
}
