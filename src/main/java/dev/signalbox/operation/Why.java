package dev.signalbox.operation;

import dev.signalbox.text.PlainText;
import java.util.Optional;

/// The words in which somebody says why he asks for something: one line of text that can be seen.
public final class Why {
    /// The most characters, as code points.
    public static final int MOST = 200;

    private Why() {}

    /// What keeps `text` from being such words, to be read after what they are; empty if nothing does.
    public static Optional<String> problem(String text) {
        var characters = text.codePointCount(0, text.length());
        if (characters > MOST) {
            return Optional.of("has " + characters + " characters. Allowed: at most " + MOST);
        }
        return text.codePoints().anyMatch(each -> !PlainText.hasShape(each))
                ? Optional.of("has characters that cannot be seen. Allowed: one line of text")
                : Optional.empty();
    }

    /// The same text.
    ///
    /// @throws IllegalArgumentException if it has a problem
    public static String checked(String text) {
        problem(text).ifPresent(problem -> {
            throw new IllegalArgumentException("why " + problem);
        });
        return text;
    }

    /// The nearest to `text` that has no problem, and no blanks around it.
    public static String cleaned(String text) {
        var seen = new StringBuilder();
        text.codePoints()
                .map(character -> PlainText.hasShape(character) ? character : ' ')
                .forEach(seen::appendCodePoint);
        var words = seen.toString().strip();
        return words.codePointCount(0, words.length()) <= MOST
                ? words
                : words.substring(0, words.offsetByCodePoints(0, MOST)).strip();
    }
}
