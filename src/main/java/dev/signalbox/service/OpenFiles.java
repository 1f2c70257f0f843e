package dev.signalbox.service;

import java.nio.file.Path;
import java.util.Optional;

/// How many files this process may have open. The program itself needs nearly a hundred, and each process that is
/// just begun some more.
public final class OpenFiles {
    private static final int FEW = 256;

    private OpenFiles() {}

    /// What to tell people if it may have few.
    public static Optional<String> warning() {
        return warning(OwnLimits.FILE);
    }

    /// @param limits as in [OwnLimits#FILE]
    static Optional<String> warning(Path limits) {
        var most = OwnLimits.soft(limits, "Max open files");
        return most < FEW
                ? Optional.of("the engine may have " + most + " files open, which is few: with many services"
                        + " starts and probes can fail by \"Too many open files\"; ulimit -n " + 4 * FEW
                        + ", or LimitNOFILE= in its unit, allows more")
                : Optional.empty();
    }
}
