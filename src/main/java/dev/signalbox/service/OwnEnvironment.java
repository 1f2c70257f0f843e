package dev.signalbox.service;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;

/// The variables that this program was begun with. Java's own view of them has other bytes where they are no text
/// in its character set, and the launcher has changed one of them and lost others.
public final class OwnEnvironment {
    /// By which the launcher tells what `LC_ALL` was before it chose a locale for Java.
    private static final String LC_ALL_BEFORE = "SIGNALBOX_LC_ALL";

    /// By which the launcher tells those that its shell does not hand on: as hexadecimal digits of what the kernel
    /// keeps.
    private static final String LOST = "SIGNALBOX_LOST";

    private static final String LC_ALL = "LC_ALL";

    private static final Set<String> FOR_ANYBODY = Set.of("PATH", "LANG", "LANGUAGE", "TZ");

    private OwnEnvironment() {}

    /// The variables, as [RawText].
    public static Map<String, String> read() {
        try {
            return of(Files.readAllBytes(Path.of("/proc/self/environ")));
        } catch (IOException e) {
            return restored(new HashMap<>(System.getenv()));
        }
    }

    /// Whether other users than this program's get to know it: whatever else is there may be a secret of its own user.
    public static boolean isForAnybody(String name) {
        return FOR_ANYBODY.contains(name) || name.startsWith("LC_");
    }

    /// @param block as the kernel keeps it: `NAME=value` with a character 0 behind each
    static Map<String, String> of(byte[] block) {
        var variables = new HashMap<String, String>();
        addTo(variables, block);
        return restored(variables);
    }

    private static void addTo(Map<String, String> variables, byte[] block) {
        // One byte is one letter here, whatever it means.
        for (var entry : new String(block, StandardCharsets.ISO_8859_1).split("\0", -1)) {
            var end = entry.indexOf('=');
            if (end > 0) {
                // Of two of one name the first counts, as for getenv.
                variables.putIfAbsent(text(entry.substring(0, end)), text(entry.substring(end + 1)));
            }
        }
    }

    private static String text(String bytes) {
        return RawText.of(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static Map<String, String> restored(Map<String, String> variables) {
        var lost = variables.remove(LOST);
        if (lost != null) {
            try {
                addTo(variables, HexFormat.of().parseHex(lost));
            } catch (IllegalArgumentException _) {
                // It is not the launcher's.
            }
        }
        var before = variables.remove(LC_ALL_BEFORE);
        if (before != null && before.isEmpty()) {
            variables.remove(LC_ALL);
        } else if (before != null) {
            variables.put(LC_ALL, before);
        }
        return Map.copyOf(variables);
    }
}
