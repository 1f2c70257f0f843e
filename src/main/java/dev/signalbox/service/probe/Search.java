package dev.signalbox.service.probe;

import dev.signalbox.text.LimitedText;
import dev.signalbox.text.LimitedText.TooManyLooksException;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Looks for a match of a pattern in what a service has written, and gives that up at a bound.
final class Search {
    /// How often a character may be looked at: some milliseconds.
    private static final int MAX_LOOKS = 2_000_000;

    private Search() {}

    /// Whether `pattern` has a match in `text`.
    ///
    /// @throws UnaskableException if that is too hard to tell
    static boolean find(Pattern pattern, String text) throws UnaskableException {
        return tell(pattern, text, Matcher::find);
    }

    /// Whether `pattern` has a match in `text` that it has still when there is more of the text.
    ///
    /// @throws UnaskableException if that is too hard to tell
    @SuppressWarnings("JdkObsolete") // it is about what is still to come
    static boolean findSurely(Pattern pattern, String text) throws UnaskableException {
        return tell(pattern, text, matcher -> matcher.find() && !matcher.requireEnd());
    }

    private static boolean tell(Pattern pattern, String text, Predicate<Matcher> look) throws UnaskableException {
        try {
            return look.test(pattern.matcher(new LimitedText(text, MAX_LOOKS)));
        } catch (TooManyLooksException | StackOverflowError _) {
            // A group that repeats is matched by recursion.
            throw new UnaskableException("/" + pattern + "/ takes too long to look for");
        }
    }
}
