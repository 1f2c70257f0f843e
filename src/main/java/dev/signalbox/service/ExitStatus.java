package dev.signalbox.service;

import dev.signalbox.code.Code;
import org.jspecify.annotations.Nullable;

/// How a process ended, as far as is known.
///
/// @param code as a shell sees it: the exit code, or 128 and the number of the signal; negative if unknown
public record ExitStatus(int code) {
    private static final int SIGNALLED = 128;

    /// Nobody was there to see it end.
    public static final ExitStatus UNKNOWN = new ExitStatus(-1);

    /// The signal that has ended it, as is likely; `null` if none has.
    public @Nullable String signal() {
        return code > SIGNALLED ? Signals.name(code - SIGNALLED) : null;
    }

    /// The same for programs, for what has not ended as it should.
    public Code why() {
        return signal() == null ? Code.EXITED : Code.KILLED;
    }

    /// For who looks at what has become of the service: `exit code 1`, `killed by SIGKILL (exit code 137)`.
    public String told() {
        var signal = signal();
        return signal == null ? describe() : "killed by " + signal + " (exit code " + code + ")";
    }

    /// For example `exit code 1`, `exit code 137 (or SIGKILL)`, `exit unknown`. A program may itself end with 128
    /// and more, so the signal is only likely.
    public String describe() {
        if (code < 0) {
            return "exit unknown";
        }
        var signal = signal();
        return signal == null ? "exit code " + code : "exit code " + code + " (or " + signal + ")";
    }
}
