package dev.signalbox.service;

/// How a process ended, as far as is known.
///
/// @param code as a shell sees it: the exit code, or 128 and the number of the signal; negative if unknown
public record ExitStatus(int code) {
    private static final int SIGNALLED = 128;

    /// Nobody was there to see it end.
    public static final ExitStatus UNKNOWN = new ExitStatus(-1);

    /// For example `exit code 1`, `exit code 137 (or SIGKILL)`, `exit unknown`. A program may itself end with 128
    /// and more, so the signal is only likely.
    public String describe() {
        if (code < 0) {
            return "exit unknown";
        }
        var signal = code > SIGNALLED ? Signals.name(code - SIGNALLED) : null;
        return signal == null ? "exit code " + code : "exit code " + code + " (or " + signal + ")";
    }
}
