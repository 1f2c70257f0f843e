package dev.signalbox.workspace;

import dev.signalbox.text.PlainText;
import dev.signalbox.workspace.YamlNode.Entry;
import dev.signalbox.workspace.YamlNode.Mapping;
import dev.signalbox.workspace.YamlNode.Scalar;
import dev.signalbox.workspace.YamlNode.Scalar.Kind;
import dev.signalbox.workspace.YamlNode.Sequence;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The fields of one map of a workspace file. Keys that begin with `x-` are passed over. What is missing or wrong is
/// answered with the given fallback, and what is wrong is noted as well, so that reading goes on to the next mistake.
final class Fields {
    /// What keys begin with that are the author's own, such as those that hold anchors.
    private static final String EXTENSION = "x-";

    /// Where a key belongs that is in the wrong map.
    ///
    /// @param reason why it is not here, as a clause
    record Elsewhere(String reason, String allowed) {}

    private final Position at;
    private final String where;
    private final Problems problems;
    private final Map<String, YamlNode> values = new HashMap<>();

    private Fields(Position at, String where, Problems problems) {
        this.at = at;
        this.where = where;
        this.problems = problems;
    }

    /// The fields of `node`, which may have the keys `known`; `null` after it was noted that it is no map.
    ///
    /// @param where for people, such as `service backend`
    static @Nullable Fields of(YamlNode node, String where, Problems problems, List<String> known) {
        return of(node, where, problems, known, _ -> Optional.empty());
    }

    private static @Nullable Fields of(
            YamlNode node,
            String where,
            Problems problems,
            List<String> known,
            Function<String, Optional<Elsewhere>> elsewhere) {
        if (!(node instanceof Mapping map)) {
            problems.add(node.at(), where + " is " + node.described(), "a map of " + String.join(", ", known));
            return null;
        }
        var fields = new Fields(node.at(), where, problems);
        map.entries().forEach(entry -> fields.put(entry, known, elsewhere));
        return fields;
    }

    private void put(Entry entry, List<String> known, Function<String, Optional<Elsewhere>> elsewhere) {
        var key = entry.key().text();
        if (known.contains(key)) {
            values.put(key, entry.value());
        } else if (!key.startsWith(EXTENSION)) {
            var place = entry.key().at();
            var found = Quoted.quote(key) + " in " + where;
            elsewhere
                    .apply(key)
                    .ifPresentOrElse(
                            other -> problems.add(place, found + ", " + other.reason(), other.allowed()),
                            () -> problems.addUnknown(place, "unknown key " + found, key, known));
        }
    }

    /// The same fields with other values.
    ///
    /// @param change gets a key and what is there
    Fields with(BiFunction<String, YamlNode, YamlNode> change) {
        var changed = new Fields(at, where, problems);
        values.forEach((key, value) -> changed.values.put(key, change.apply(key, value)));
        return changed;
    }

    /// Where the value of `key` is, or the whole map if it has none.
    Position at(String key) {
        var node = values.get(key);
        return node == null ? at : node.at();
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    @Nullable
    YamlNode node(String key) {
        return values.get(key);
    }

    /// The fields of the map at `key`, or `null` if there is none, or no map.
    @Nullable
    Fields map(String key, List<String> known) {
        var node = values.get(key);
        return node == null ? null : of(node, name(key), problems, known);
    }

    /// As [#map(String,List)], with keys that are known, but not in this map.
    ///
    /// @param elsewhere where such a key belongs
    @Nullable
    Fields map(String key, List<String> known, Function<String, Optional<Elsewhere>> elsewhere) {
        var node = values.get(key);
        return node == null ? null : of(node, name(key), problems, known, elsewhere);
    }

    /// The entries of the map at `key`.
    List<Entry> entries(String key, String allowed) {
        var node = values.get(key);
        if (node == null || node instanceof Mapping) {
            return node instanceof Mapping map ? map.entries() : List.of();
        }
        // Not what it is exactly: one text in the place of variables may hold a secret.
        problems.add(node.at(), name(key) + " is " + (node instanceof Sequence ? "a list" : "no map"), allowed);
        return List.of();
    }

    /// The items of the list at `key`.
    List<YamlNode> list(String key, String allowed) {
        var node = values.get(key);
        if (node == null || node instanceof Sequence) {
            return node instanceof Sequence list ? list.items() : List.of();
        }
        mistake(key, allowed);
        return List.of();
    }

    @Nullable
    String text(String key) {
        return parsed(key, "text", text -> text.isBlank() ? null : text);
    }

    /// Text that may be shown as it is.
    @Nullable
    String line(String key) {
        return parsed(
                key,
                "one line of text that can be seen",
                text -> text.isBlank() || !text.codePoints().allMatch(PlainText::hasShape) ? null : text);
    }

    boolean flag(String key, boolean fallback) {
        if (!has(key)) {
            return fallback;
        }
        if (values.get(key) instanceof Scalar scalar && scalar.kind() == Kind.TRUTH) {
            return Boolean.parseBoolean(scalar.text());
        }
        mistake(key, "true or false");
        return fallback;
    }

    int integer(String key, int least, int most, int fallback) {
        var node = values.get(key);
        var number = node == null ? null : integer(node, name(key), least, most);
        return number == null ? fallback : number;
    }

    /// The number at `node`, or `null` after the mistake was noted.
    @Nullable
    Integer integer(YamlNode node, String name, int least, int most) {
        if (node instanceof Scalar scalar
                && scalar.kind() == Kind.INTEGER
                && scalar.text().matches("[+-]?[0-9]{1,9}")) {
            var number = Integer.parseInt(scalar.text());
            if (number >= least && number <= most) {
                return number;
            }
        }
        problems.add(node.at(), name + " is " + node.described(), "a whole number from " + least + " to " + most);
        return null;
    }

    Duration duration(String key, Duration fallback) {
        var duration = parsed(key, Quantities.DURATIONS, Quantities::positiveDuration);
        return duration == null ? fallback : duration;
    }

    /// A constant of `type`, written in lower case.
    <E extends Enum<E>> E choice(String key, Class<E> type, E fallback) {
        var words = Stream.of(type.getEnumConstants()).map(Fields::word).toList();
        var word = word(key, words);
        return word == null ? fallback : Enum.valueOf(type, word.toUpperCase(Locale.ROOT));
    }

    /// One of `constants`, written in lower case, or `null` after the mistake was noted.
    <E extends Enum<E>> @Nullable E choice(YamlNode node, String name, List<E> constants) {
        var text = node instanceof Scalar scalar ? scalar.text() : "";
        for (var constant : constants) {
            if (word(constant).equals(text)) {
                return constant;
            }
        }
        problems.addUnknown(
                node.at(),
                name + " is " + node.described(),
                text,
                constants.stream().map(Fields::word).toList());
        return null;
    }

    /// One of `words`.
    @Nullable
    String word(String key, List<String> words) {
        var node = values.get(key);
        if (node == null) {
            return null;
        }
        var text = node instanceof Scalar scalar ? scalar.text() : "";
        if (words.contains(text)) {
            return text;
        }
        problems.addUnknown(node.at(), name(key) + " is " + node.described(), text, words);
        return null;
    }

    /// The text at `key` as `parser` reads it, or `null` if there is none or the parser returns `null`.
    <T> @Nullable T parsed(String key, String allowed, Function<String, @Nullable T> parser) {
        if (!has(key)) {
            return null;
        }
        var value = values.get(key) instanceof Scalar scalar && scalar.kind() == Kind.TEXT
                ? parser.apply(scalar.text())
                : null;
        if (value == null) {
            mistake(key, allowed);
        }
        return value;
    }

    /// As [#parsed], of what may look like a number.
    <T> @Nullable T parsedWord(String key, String allowed, Function<String, @Nullable T> parser) {
        var value = values.get(key) instanceof Scalar scalar
                        && (scalar.kind() == Kind.TEXT || scalar.kind() == Kind.INTEGER)
                ? parser.apply(scalar.text())
                : null;
        if (value == null && has(key)) {
            mistake(key, allowed);
        }
        return value;
    }

    /// Notes that what is at `key` is wrong.
    void mistake(String key, String allowed) {
        var node = values.get(key);
        problems.add(at(key), name(key) + " is " + (node == null ? "missing" : node.described()), allowed);
    }

    /// Notes a mistake in the words of `found`.
    void mistakeAt(String key, String found, String allowed) {
        problems.add(at(key), found, allowed);
    }

    /// For example `timeout of service backend`.
    String name(String key) {
        return key + " of " + where;
    }

    String where() {
        return where;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
