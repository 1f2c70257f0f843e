package dev.signalbox.metrics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/// What a machine has.
///
/// @param cores that may be used; 0 if that is not known
/// @param memory bytes; 0 if that is not known
public record Machine(int cores, long memory) {
    private static final Path MEMORY = Path.of("/proc/meminfo");
    private static final Pattern TOTAL = Pattern.compile("MemTotal:\\s+(\\d{1,15}) kB");
    private static final long KIB = 1024;

    /// This one.
    static Machine here() {
        return new Machine(Runtime.getRuntime().availableProcessors(), memory(MEMORY));
    }

    static long memory(Path meminfo) {
        try {
            var total = TOTAL.matcher(Files.readString(meminfo));
            return total.find() ? Long.parseLong(total.group(1)) * KIB : 0;
        } catch (IOException e) {
            return 0;
        }
    }
}
