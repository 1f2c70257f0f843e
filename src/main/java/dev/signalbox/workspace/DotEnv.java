package dev.signalbox.workspace;

import dev.signalbox.workspace.Scope.Place;
import dev.signalbox.workspace.Scope.Written;
import dev.signalbox.workspace.Template.Escapes;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Parses variables in the way of a `.env` file: `NAME=value`, one a line, with `#` before a comment; a `NAME`
/// alone is handed through. A value may be in `'`, where everything means itself, or in `"`, where a backslash gives
/// the next character another meaning, and may then have several lines. Of two of one name the later counts. What is
/// noted shows no values.
final class DotEnv {
    private static final String LINE_RULE = "NAME=value, or # and a comment";
    private static final Pattern EXPORT = Pattern.compile("\\s*(export\\s+)?");
    private static final Pattern COMMENT = Pattern.compile("\\s*(#.*)?");
    private static final Pattern COMMENT_AFTER = Pattern.compile("\\s*(\\s#.*)?");
    private static final Pattern NAME_ALONE = Pattern.compile("([^\\s#]+)\\s*(\\s#.*)?");
    private static final Pattern WITH_COLON = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*\\s*:(\\s.*)?");
    private static final Pattern COMMENT_AT_THE_END = Pattern.compile("(?<=\\s)#.*");

    private final Path file;
    private final boolean foreign;
    private final Problems problems;
    private final Problems warnings;
    private final Map<String, Written> values = new HashMap<>();
    private String text = "";
    /// Where the next line begins.
    private int next;

    private int line;

    /// @param file that it is about
    /// @param foreign as in [Written]
    /// @param problems of that file
    DotEnv(Path file, boolean foreign, Problems problems, Problems warnings) {
        this.file = file;
        this.foreign = foreign;
        this.problems = problems;
        this.warnings = warnings.in(file);
    }

    Map<String, Written> parse(String written) {
        text = written.lines().collect(Collectors.joining("\n"));
        while (next < text.length() && !problems.isFull()) {
            line++;
            var start = next;
            var end = end(start);
            next = end + 1;
            if (!COMMENT.matcher(text.substring(start, end)).matches()) {
                line(start, text.substring(start, end));
            }
        }
        return Map.copyOf(values);
    }

    /// Of the line that `from` is in.
    private int end(int from) {
        var end = text.indexOf('\n', from);
        return end < 0 ? text.length() : end;
    }

    private void line(int begin, String all) {
        var export = EXPORT.matcher(all);
        var start = export.lookingAt() ? export.end() : 0;
        var equals = all.indexOf('=');
        var at = position(all, start);
        var alone = NAME_ALONE.matcher(all).region(start, all.length());
        var name = all.substring(Math.min(start, Math.max(0, equals)), Math.max(0, equals))
                .strip();
        if (equals < 0 && alone.matches() && Names.isVariable(alone.group(1))) {
            put(alone.group(1), null, at);
        } else if (Names.isVariable(name)) {
            value(name, at, begin, all, equals + 1);
        } else if (WITH_COLON
                .matcher(equals < 0 ? all.substring(start).strip() : name)
                .matches()) {
            problems.add(at, "a : behind the name, as in YAML", LINE_RULE);
        } else if (equals < 0) {
            // Not what it is: it may be the second line of a secret.
            problems.add(at(1), "a line without =", LINE_RULE);
        } else {
            // Not what it is: it may be the last line of a key, which often ends with = as well.
            problems.add(at, "what is before = is no name of a variable", Names.VARIABLE_RULE);
        }
    }

    private void put(String name, @Nullable Template value, Position at) {
        var before = values.get(name);
        if (before != null) {
            var found = name + " is here a second time, and this one counts; it is first in line "
                    + before.place().at().line();
            warnings.add(at, found, "");
        }
        values.put(name, new Written(name, value, foreign, new Place(file, at), before));
    }

    private Position at(int column) {
        return new Position(line, column);
    }

    private Position position(String all, int index) {
        return at(all.codePointCount(0, index) + 1);
    }

    private void value(String name, Position at, int begin, String all, int index) {
        var written = all.substring(index).strip();
        var place = position(all, index);
        var quote = written.isEmpty() ? ' ' : written.charAt(0);
        if (quote != '"' && quote != '\'') {
            var plain = written.startsWith("#")
                    ? ""
                    : COMMENT_AT_THE_END.matcher(written).replaceFirst("").strip();
            put(name, template(name, plain, Escapes.BACKSLASH, place), at);
            return;
        }
        var from = text.indexOf(quote, begin + index) + 1;
        var to = closing(quote, from);
        if (to < 0 || !COMMENT_AFTER.matcher(text.substring(to + 1, end(to))).matches()) {
            var found = "the quotes around the value of " + name + " do not end, or something follows them";
            problems.add(place, found, "'text', \"text\" or text without quotes");
            return;
        }
        var inside = text.substring(from, to);
        put(name, quote == '"' ? template(name, inside, Escapes.QUOTED, place) : Template.literal(inside), at);
        line += Math.toIntExact(inside.chars().filter(each -> each == '\n').count());
        next = end(to) + 1;
    }

    /// Where the quotes end that begin before `from`; negative if they do not.
    private int closing(char quote, int from) {
        for (var i = from; i < text.length(); i++) {
            if (text.charAt(i) == quote) {
                return i;
            }
            if (quote == '"' && text.charAt(i) == '\\') {
                i++;
            }
        }
        return -1;
    }

    private Template template(String name, String value, Escapes escapes, Position at) {
        var template = Template.parse(
                value,
                escapes,
                _ -> problems.add(at, "an unknown reference in the value of " + name, References.ALLOWED));
        if (!template.bare().isEmpty()) {
            warnings.add(
                    at,
                    "a $ in the value of " + name + " is no reference, and stays as it is",
                    "${NAME} for a variable; '…' around what is meant so");
        }
        if (escapes == Escapes.BACKSLASH && !CommandReader.home(value).isEmpty()) {
            warnings.add(at, "the ~ in the value of " + name + " stays as it is; it is a shell's word", "${HOME}");
        }
        return template;
    }
}
