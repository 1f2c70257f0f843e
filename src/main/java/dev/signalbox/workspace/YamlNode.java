package dev.signalbox.workspace;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A node of a YAML file that knows where it is.
sealed interface YamlNode {
    Position at();

    /// What it is, for people.
    String described();

    /// Whether it is an empty value, as `~` is.
    default boolean isNothing() {
        return this instanceof Scalar scalar && scalar.kind() == Scalar.Kind.NOTHING;
    }

    /// A single value.
    ///
    /// @param text without quotes, and with what its references stand for where those are followed
    /// @param written what is shown instead, where a reference in it stands for something that is not; else `null`
    record Scalar(
            Position at, String text, Kind kind, @Nullable String written) implements YamlNode {
        Scalar(Position at, String text, Kind kind) {
            this(at, text, kind, null);
        }

        enum Kind {
            TEXT,
            INTEGER,
            DECIMAL,
            TRUTH,
            NOTHING
        }

        @Override
        public String described() {
            if (written != null) {
                return Quoted.quote(written);
            }
            return switch (kind) {
                case TEXT -> Quoted.quote(text);
                case INTEGER, DECIMAL, TRUTH -> Quoted.plain(text);
                case NOTHING -> "empty";
            };
        }
    }

    record Sequence(Position at, List<YamlNode> items) implements YamlNode {
        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public String described() {
            return "a list";
        }
    }

    /// Keys and values.
    ///
    /// @param entries in the order of the file, each key once
    /// @param takenBack the keys of what is merged into it that it takes back with an empty value
    record Mapping(Position at, List<Entry> entries, Set<String> takenBack) implements YamlNode {
        public Mapping {
            entries = List.copyOf(entries);
            takenBack = Set.copyOf(takenBack);
        }

        Mapping(Position at, List<Entry> entries) {
            this(at, entries, Set.of());
        }

        @Override
        public String described() {
            return "a map";
        }
    }

    record Entry(Scalar key, YamlNode value) {}
}
