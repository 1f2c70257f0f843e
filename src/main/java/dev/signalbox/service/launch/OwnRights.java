package dev.signalbox.service.launch;

import dev.signalbox.code.Code;
import dev.signalbox.service.DriverException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/// What the engine may give to the services that it starts, as the kernel says.
///
/// @param user its effective user id, 0 for root
/// @param group its effective group id
/// @param nice its own priority
/// @param lowestNice the lowest that it may give
/// @param openFiles the most that it may allow
/// @param memory the most bytes that it may allow
public record OwnRights(long user, long group, int nice, int lowestNice, long openFiles, long memory) {
    private static final Path SELF = Path.of("/proc/self");
    private static final int CAP_SYS_NICE = 23;
    private static final int CAP_SYS_RESOURCE = 24;
    /// Where `/proc/self/stat` has the priority, after the program's name.
    private static final int NICE = 16;
    /// The kernel keeps the limit of priorities as 20 less the priority.
    private static final int NICE_BASE = 20;

    public boolean isRoot() {
        return user == 0;
    }

    /// What the kernel says now.
    public static OwnRights read() throws DriverException {
        try {
            return parse(
                    Files.readString(SELF.resolve("status")),
                    Files.readString(SELF.resolve("stat")),
                    Files.readString(SELF.resolve("limits")));
        } catch (IOException e) {
            throw new DriverException(
                    Code.NO_RIGHT, "what the engine may give to a service cannot be read: " + e.getMessage(), e);
        }
    }

    static OwnRights parse(String status, String stat, String limits) {
        var capabilities = Long.parseUnsignedLong(find(status, "CapEff:\\s+(\\p{XDigit}+)"), 16);
        var nice = Integer.parseInt(stat.substring(stat.lastIndexOf(") ") + 2).split(" ", NICE + 2)[NICE]);
        var niceLimit = NICE_BASE - Math.min(2 * NICE_BASE, hard(limits, "Max nice priority"));
        return new OwnRights(
                Long.parseLong(find(status, "Uid:\\s+\\d+\\s+(\\d+)")),
                Long.parseLong(find(status, "Gid:\\s+\\d+\\s+(\\d+)")),
                nice,
                has(capabilities, CAP_SYS_NICE) ? -NICE_BASE : (int) Math.min(nice, niceLimit),
                has(capabilities, CAP_SYS_RESOURCE) ? Long.MAX_VALUE : hard(limits, "Max open files"),
                has(capabilities, CAP_SYS_RESOURCE) ? Long.MAX_VALUE : hard(limits, "Max address space"));
    }

    private static boolean has(long capabilities, int capability) {
        return (capabilities >>> capability & 1) == 1;
    }

    private static long hard(String limits, String name) {
        var value = find(limits, name + "\\s+\\S+\\s+(\\S+)");
        return value.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(value);
    }

    private static String find(String text, String pattern) {
        var match = Pattern.compile(pattern).matcher(text);
        if (!match.find()) {
            throw new IllegalArgumentException("the kernel does not tell " + pattern);
        }
        return match.group(1);
    }
}
