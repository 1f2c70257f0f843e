package dev.signalbox.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/// How many files this process may have open. The program itself needs nearly a hundred, and each process that is
/// just begun some more.
public final class OpenFiles {
    private static final int FEW = 256;
    private static final Pattern LIMIT = Pattern.compile("Max open files\\s+(\\d+)");

    private OpenFiles() {}

    /// What to tell people if it may have few.
    public static Optional<String> warning() {
        try {
            return warning(Files.readString(Path.of("/proc/self/limits")));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /// @param limits as the kernel tells them
    static Optional<String> warning(String limits) {
        var found = LIMIT.matcher(limits);
        return found.find() && Long.parseLong(found.group(1)) < FEW
                ? Optional.of("the engine may have " + found.group(1) + " files open, which is few: with many services"
                        + " starts and probes can fail by \"Too many open files\"; ulimit -n " + 4 * FEW
                        + ", or LimitNOFILE= in its unit, allows more")
                : Optional.empty();
    }
}
