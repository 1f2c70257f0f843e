package dev.signalbox.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/// What the kernel lets this process have, and what it begins.
public final class OwnLimits {
    /// Where the kernel tells it.
    public static final Path FILE = Path.of("/proc/self/limits");

    private OwnLimits() {}

    /// The soft limit of this name; [Long#MAX_VALUE] if there is none, or it cannot be told.
    ///
    /// @param limits as in [#FILE]
    /// @param name as it is written there: `Max open files`
    public static long soft(Path limits, String name) {
        try {
            var found =
                    Pattern.compile(Pattern.quote(name) + "\\s+(\\d{1,18})\\s").matcher(Files.readString(limits));
            return found.find() ? Long.parseLong(found.group(1)) : Long.MAX_VALUE;
        } catch (IOException e) {
            return Long.MAX_VALUE;
        }
    }

    /// How long a page of memory is here, in bytes.
    public static long pageSize() {
        return LibC.pageSize();
    }
}
