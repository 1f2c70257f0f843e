package dev.signalbox.console.fx;

import dev.signalbox.text.PlainText;
import java.text.MessageFormat;
import java.util.stream.Stream;

/// The words of the window, filled in.
public final class Texts {
    private Texts() {}

    /// The text `key` of `texts.properties` with `arguments` in its places, see [MessageFormat].
    public static String of(String key, Object... arguments) {
        var text = FxmlView.TEXTS.getString(key);
        return arguments.length == 0 ? text : MessageFormat.format(text, shown(arguments));
    }

    /// Arguments that are no numbers, as they may be names of files and words of others.
    private static Object[] shown(Object... arguments) {
        return Stream.of(arguments)
                .map(each -> each instanceof Number ? each : PlainText.lines(String.valueOf(each)))
                .toArray();
    }

    /// The same words as the beginning of a sentence.
    public static String capitalized(String words) {
        return words.isEmpty() ? words : Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }
}
