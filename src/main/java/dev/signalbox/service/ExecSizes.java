package dev.signalbox.service;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How much Linux gives to a program as it begins, as `execve(2)` has it: its words and its variables. What is more is
/// refused with "Argument list too long", which names neither.
///
/// @param each bytes of one word, or of one variable with its name, at most
/// @param all bytes of all of them at most, with a zero behind each and a pointer to it
public record ExecSizes(long each, long all) {
    private static final int PAGES_EACH = 32;
    private static final int PART_OF_STACK = 4;
    private static final long LEAST = 128 * 1024;
    private static final long MOST = 6 * 1024 * 1024;

    /// As this process has them, and what it begins.
    public static ExecSizes here() {
        return of(OwnLimits.FILE, LibC.pageSize());
    }

    /// @param limits as in [OwnLimits#FILE]
    static ExecSizes of(Path limits, long pageSize) {
        var stack = OwnLimits.soft(limits, "Max stack size");
        return new ExecSizes(PAGES_EACH * pageSize - 1, Math.clamp(stack / PART_OF_STACK, LEAST, MOST));
    }

    /// What is too long to be passed, without saying what it is; empty if nothing is.
    ///
    /// @param words a program and its arguments
    public Optional<String> problem(List<String> words, Map<String, String> variables) {
        var sizes = new Sizes();
        sizes.add("the program's name", words.getFirst(), 2); // it is told where it is, too
        for (int i = 1; i < words.size(); i++) {
            sizes.add("word " + (i + 1) + " of " + words.size(), words.get(i), 1);
        }
        variables.forEach((name, value) -> sizes.add("variable " + name, name + "=" + value, 1));
        if (sizes.longest > each) {
            return Optional.of(String.format(
                    "%s has %,d bytes, and no program can be given more than %,d in one",
                    sizes.which, sizes.longest, each));
        }
        return sizes.sum <= all
                ? Optional.empty()
                : Optional.of(String.format(
                        "its words and variables have %,d bytes, and no program can be given more than %,d;"
                                + " the longest is %s with %,d",
                        sizes.sum, all, sizes.which, sizes.longest));
    }

    private static final class Sizes {
        private static final int BEHIND_EACH = 1 + Long.BYTES;

        private String which = "";
        private long longest = -1;
        private long sum;

        void add(String name, String text, int times) {
            var bytes = text.getBytes(StandardCharsets.UTF_8).length;
            sum += times * (long) (bytes + BEHIND_EACH);
            if (bytes > longest) {
                longest = bytes;
                which = name;
            }
        }
    }
}
