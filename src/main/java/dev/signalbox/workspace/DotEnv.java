package dev.signalbox.workspace;

import dev.signalbox.service.ServiceDefinition.EnvValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Parses variables in the way of a `.env` file: `NAME=value`, one a line, with `#` before a comment. A value may
/// be in `'`, where everything means itself, or in `"`, where a backslash gives the next character another
/// meaning. Nothing is expanded. What is noted shows no values.
final class DotEnv {
    private static final Pattern EXPORT = Pattern.compile("\\s*(export\\s+)?");
    private static final Pattern COMMENT = Pattern.compile("\\s*(#.*)?");
    private static final Pattern COMMENT_AFTER = Pattern.compile("\\s*(\\s#.*)?");
    private static final Pattern SINGLE = Pattern.compile("'([^']*)'");
    private static final Pattern DOUBLE = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*+)\"");
    private static final Pattern ESCAPE = Pattern.compile("\\\\(.)");
    private static final Pattern COMMENT_AT_THE_END = Pattern.compile("(?<=\\s)#.*");

    private final Problems problems;
    private final Map<String, EnvValue> values = new HashMap<>();
    private final Map<String, Integer> lines = new HashMap<>();

    DotEnv(Problems problems) {
        this.problems = problems;
    }

    Map<String, EnvValue> parse(List<String> text) {
        for (var i = 0; i < text.size(); i++) {
            if (!COMMENT.matcher(text.get(i)).matches()) {
                line(i + 1, text.get(i));
            }
        }
        return Map.copyOf(values);
    }

    private void line(int number, String text) {
        var equals = text.indexOf('=');
        if (equals < 0) {
            // Not what it is: it may be the second line of a secret.
            problems.add(new Position(number, 1), "a line without =", "NAME=value, or # and a comment");
            return;
        }
        var export = EXPORT.matcher(text).region(0, equals);
        var start = export.lookingAt() ? export.end() : 0;
        var name = text.substring(start, equals).strip();
        var at = position(number, text, start);
        var first = lines.putIfAbsent(name, number);
        if (!Names.isVariable(name)) {
            // Not what it is: it may be the last line of a key, which often ends with = as well.
            problems.add(at, "what is before = is no name of a variable", Names.VARIABLE_RULE);
        } else if (first != null) {
            problems.add(at, name + " is here a second time; it is first in line " + first, "");
        } else {
            var value = value(text.substring(equals + 1).strip());
            if (value == null) {
                var found = "the quotes around the value of " + name + " do not end, or something follows them";
                problems.add(position(number, text, equals + 1), found, "'text', \"text\" or text without quotes");
            } else {
                values.put(name, new EnvValue(value, true));
            }
        }
    }

    private static Position position(int line, String text, int index) {
        return new Position(line, text.codePointCount(0, index) + 1);
    }

    /// `null` if its quotes are wrong.
    private static @Nullable String value(String text) {
        return switch (text.isEmpty() ? ' ' : text.charAt(0)) {
            case '\'' -> quoted(SINGLE, text);
            case '"' -> {
                var inside = quoted(DOUBLE, text);
                yield inside == null ? null : unescaped(inside);
            }
            case '#' -> "";
            default -> COMMENT_AT_THE_END.matcher(text).replaceFirst("").strip();
        };
    }

    private static @Nullable String quoted(Pattern quotes, String text) {
        var match = quotes.matcher(text);
        return match.lookingAt()
                        && COMMENT_AFTER.matcher(text.substring(match.end())).matches()
                ? match.group(1)
                : null;
    }

    private static String unescaped(String text) {
        return ESCAPE.matcher(text)
                .replaceAll(match -> Matcher.quoteReplacement(
                        switch (match.group(1)) {
                            case "n" -> "\n";
                            case "r" -> "\r";
                            case "t" -> "\t";
                            case "\"", "\\", "$", "`" -> match.group(1);
                            default -> match.group();
                        }));
    }
}
