package dev.signalbox.log;

import dev.signalbox.log.LogLine.Stream;
import java.time.Instant;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/// Which lines of a log are looked for. Each condition that is given must hold.
///
/// @param text that a line has somewhere; empty for any
/// @param regex whether the text is an expression as [Pattern] has it
/// @param matchCase whether capitals matter
/// @param levels of which a line must say that it has one; empty for any
/// @param streams that it is in; empty for any
/// @param since it was written then or later; `null` for any time. What nobody noted the time of is not found by one
/// @param until it was written before; `null` for any time
public record LogQuery(
        String text,
        boolean regex,
        boolean matchCase,
        Set<LogLevel> levels,
        Set<Stream> streams,
        @Nullable Instant since,
        @Nullable Instant until) {
    /// A text has no more characters.
    public static final int MOST_TEXT = 1_000;

    public static final LogQuery ALL = new LogQuery("", false, true, Set.of(), Set.of(), null, null);

    public LogQuery {
        levels = Set.copyOf(levels);
        streams = Set.copyOf(streams);
        if (text.length() > MOST_TEXT) {
            throw new IllegalArgumentException(
                    "what is searched for has " + text.length() + " characters. Allowed: up to " + MOST_TEXT);
        }
        if (regex) {
            try {
                var _ = Pattern.compile(text);
            } catch (PatternSyntaxException | StackOverflowError e) {
                throw new IllegalArgumentException(
                        "the expression is wrong: " + reason(e) + ". Allowed: one as Java's Pattern has it", e);
            }
        }
    }

    private static String reason(Throwable e) {
        return e instanceof PatternSyntaxException wrong
                ? wrong.getDescription() + " at character " + (wrong.getIndex() + 1)
                : "it is too deep";
    }

    /// Whether what was written then is looked for, as far as that goes.
    ///
    /// @param time `null` if nobody noted it
    public boolean isInTime(@Nullable Instant time) {
        return (since == null && until == null)
                || (time != null
                        && (since == null || !time.isBefore(since))
                        && (until == null || time.isBefore(until)));
    }

    /// Whether every line is wanted.
    public boolean isAll() {
        return equals(new LogQuery("", regex, matchCase, Set.of(), Set.of(), null, null));
    }
}
