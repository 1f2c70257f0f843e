package dev.signalbox.service.probe;

import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Looks for a match of a pattern in what a service has written. There are patterns that take longer than the age
/// of the world on the wrong text, and a thread that matches lets no other one run, so the search is given up at
/// a bound.
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
            return look.test(pattern.matcher(new Counted(text, new Budget())));
        } catch (TooManyLooksException | StackOverflowError _) {
            // A group that repeats is matched by recursion.
            throw new UnaskableException("/" + pattern + "/ takes too long to look for");
        }
    }

    private static final class Budget {
        private int left = MAX_LOOKS;
    }

    private static final class TooManyLooksException extends RuntimeException {
        private static final long serialVersionUID = 1;

        TooManyLooksException() {
            super("too many looks", null, false, false);
        }
    }

    private record Counted(CharSequence text, Budget budget) implements CharSequence {
        @Override
        public char charAt(int index) {
            if (--budget.left < 0) {
                throw new TooManyLooksException();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new Counted(text.subSequence(start, end), budget);
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
