package dev.signalbox.workspace;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Text as it is written, with its references `${…}` told from the rest.
///
/// @param bare the beginning of what looks like a reference but is none, as `$NAME`; empty if nothing does
record Template(List<Part> parts, String bare) {
    private static final String JAVA = "signalbox.java";
    private static final String ENGINE = "env:";
    private static final String DEFAULT = ":-";
    private static final Pattern NAME = Pattern.compile("(?!signalbox\\.)[A-Za-z_][A-Za-z0-9_.]*");
    private static final Pattern BARE = Pattern.compile("\\$(?:\\(|[A-Za-z_][A-Za-z0-9_]*|\\{)");

    /// Deeper ones are nobody's work.
    private static final int DEEPEST = 20;

    Template {
        parts = List.copyOf(parts);
    }

    /// A piece of it.
    sealed interface Part {}

    record Text(String text) implements Part {}

    /// @param fallback what stands there if it is not set, or empty; `null` if nothing does
    record Reference(Origin origin, String name, @Nullable Template fallback) implements Part {
        /// As it is written, without its default.
        String written() {
            return "${" + (origin == Origin.ENGINE ? ENGINE : "") + name + "}";
        }
    }

    /// Where what it names is looked for.
    enum Origin {
        ANYWHERE,
        ENGINE,
        /// It is no variable, but the program of the Java that runs.
        JAVA
    }

    /// What gives the characters of a reference their plain meaning. `$${` is a plain `${` everywhere.
    enum Escapes {
        /// Nothing else.
        DOLLAR,
        /// Also `\$`.
        BACKSLASH,
        /// Also what else a backslash means between `"`.
        QUOTED
    }

    /// Text in which nothing has a meaning.
    static Template literal(String text) {
        return new Template(List.of(new Text(text)), "");
    }

    /// @param unknown gets what is in braces and no reference
    static Template parse(String text, Escapes escapes, Consumer<String> unknown) {
        return new Parser(text, escapes, unknown, 0).parse();
    }

    /// Whether it is not simply its text.
    boolean refers() {
        return parts.stream().anyMatch(Reference.class::isInstance);
    }

    /// All of it, if it refers to nothing.
    String text() {
        var text = new StringBuilder();
        parts.forEach(part -> text.append(part instanceof Text(var plain) ? plain : ""));
        return text.toString();
    }

    private static final class Parser {
        private final String text;
        private final Escapes escapes;
        private final Consumer<String> unknown;
        private final int depth;
        private final List<Part> parts = new ArrayList<>();
        private final StringBuilder plain = new StringBuilder();
        private String bare = "";
        private int at;

        Parser(String text, Escapes escapes, Consumer<String> unknown, int depth) {
            this.text = text;
            this.escapes = escapes;
            this.unknown = unknown;
            this.depth = depth;
        }

        Template parse() {
            while (at < text.length()) {
                if (text.startsWith("$${", at)) {
                    take("${", 3);
                } else if (text.startsWith("${", at) && end(at) > 0) {
                    reference(end(at));
                } else if (text.charAt(at) == '\\' && escapes != Escapes.DOLLAR && at + 1 < text.length()) {
                    var meant = escaped(text.charAt(at + 1));
                    take(meant, 2);
                } else {
                    noteBare();
                    take(text.substring(at, at + 1), 1);
                }
            }
            addPlain();
            return new Template(parts, bare);
        }

        private void take(String meant, int length) {
            plain.append(meant);
            at += length;
        }

        private void noteBare() {
            if (bare.isEmpty() && text.charAt(at) == '$' && (at == 0 || text.charAt(at - 1) != '$')) {
                var match = BARE.matcher(text).region(at, text.length());
                bare = match.lookingAt() ? match.group() : "";
            }
        }

        private String escaped(char letter) {
            if (letter == '$') {
                return "$";
            }
            var quoted = escapes == Escapes.QUOTED;
            return switch (letter) {
                case 'n' -> quoted ? "\n" : "\\n";
                case 'r' -> quoted ? "\r" : "\\r";
                case 't' -> quoted ? "\t" : "\\t";
                case '"', '\\', '`' -> quoted ? String.valueOf(letter) : "\\" + letter;
                default -> "\\" + letter;
            };
        }

        /// Where the brace stands that ends what begins at `from`; negative if none does.
        private int end(int from) {
            var open = 1;
            for (var i = from + 2; i < text.length(); i++) {
                if (text.charAt(i) == '}' && --open == 0) {
                    return i;
                }
                if (text.startsWith("${", i) && ++open > DEEPEST) {
                    return -1;
                }
            }
            return -1;
        }

        private void reference(int end) {
            var inside = text.substring(at + 2, end);
            var part = part(inside);
            if (part == null || depth > DEEPEST) {
                unknown.accept(inside);
                take(text.substring(at, end + 1), end + 1 - at);
            } else {
                at = end + 1;
                addPlain();
                parts.add(part);
            }
        }

        private @Nullable Reference part(String inside) {
            if (inside.equals(JAVA)) {
                return new Reference(Origin.JAVA, JAVA, null);
            }
            var cut = inside.indexOf(DEFAULT);
            var whole = cut < 0 ? inside : inside.substring(0, cut);
            var engine = whole.startsWith(ENGINE);
            var name = engine ? whole.substring(ENGINE.length()) : whole;
            if (engine ? name.isEmpty() : !NAME.matcher(name).matches()) {
                return null;
            }
            var fallback = cut < 0 ? null : fallback(inside.substring(cut + DEFAULT.length()));
            return new Reference(engine ? Origin.ENGINE : Origin.ANYWHERE, name, fallback);
        }

        private Template fallback(String written) {
            return new Parser(written, escapes, unknown, depth + 1).parse();
        }

        private void addPlain() {
            if (!plain.isEmpty()) {
                parts.add(new Text(plain.toString()));
                plain.setLength(0);
            }
        }
    }
}
