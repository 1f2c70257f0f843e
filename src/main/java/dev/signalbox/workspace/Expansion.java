package dev.signalbox.workspace;

import dev.signalbox.workspace.Expander.Value;
import dev.signalbox.workspace.Scope.Place;
import dev.signalbox.workspace.Template.Escapes;
import dev.signalbox.workspace.VariableReader.Variables;
import dev.signalbox.workspace.YamlNode.Entry;
import dev.signalbox.workspace.YamlNode.Mapping;
import dev.signalbox.workspace.YamlNode.Scalar;
import dev.signalbox.workspace.YamlNode.Scalar.Kind;
import dev.signalbox.workspace.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/// Puts what references stand for into the nodes of one service, before they are read. Lines for a shell are left
/// to it. What anybody can see in a list of processes gets nothing that is secret.
final class Expansion {
    private static final Set<String> WORDS = Set.of("command", "pre_start", "post_stop", "stop");
    private static final Set<String> TEXTS = Set.of("cwd", "port", "ports", "ready", "alive", "forking", "pid_file");
    private static final Set<String> PATTERNS = Set.of("log", "body");
    /// What is text, also where a number stands there.
    private static final Set<String> NO_NUMBERS = Set.of("cwd", "pid_file", "ca", "log", "body");

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");
    private static final Pattern SPECIAL = Pattern.compile("[^\\p{L}\\p{N}\\s/:_-]");
    /// What is followed by a line for an interpreter, which has its own `$`.
    private static final Pattern LINE_FOLLOWS = Pattern.compile("-[a-z]*[ce]|--?(eval|command)");

    private static final Pattern INTERPRETER = Pattern.compile("(.*/)?([gm]?awk|perl|expect|make)");

    private final Variables variables;
    private final Problems problems;
    private final Problems warnings;
    private final Map<String, String> hidden = new HashMap<>();
    /// Where something was put in, and so what is wrong comes from outside the workspace's file; and whether it was
    /// told already.
    private final Map<Position, Boolean> places = new HashMap<>();
    private final Map<Position, String> unknown = new HashMap<>();

    Expansion(Variables variables, Problems problems, Problems warnings) {
        this.variables = variables;
        this.problems = problems;
        this.warnings = warnings;
    }

    /// What is not to be shown of the service, by what it is shown as.
    Map<String, String> hidden() {
        return Map.copyOf(hidden);
    }

    /// What is at `key` of a service.
    YamlNode of(String key, YamlNode node) {
        if (WORDS.contains(key)) {
            return words(node);
        }
        return TEXTS.contains(key) ? texts(key, node) : node;
    }

    // --- words ---

    /// A list of words, or a map that has one at `command`.
    private YamlNode words(YamlNode node) {
        if (node instanceof Mapping map) {
            return new Mapping(
                    map.at(),
                    map.entries().stream()
                            .map(each -> each.key().text().equals("command")
                                    ? new Entry(each.key(), words(each.value()))
                                    : each)
                            .toList());
        }
        if (!(node instanceof Sequence(var at, var items))) {
            return node;
        }
        var words = new ArrayList<YamlNode>();
        var isLine = !items.isEmpty()
                && items.getFirst() instanceof Scalar program
                && INTERPRETER.matcher(program.text()).matches();
        for (var item : items) {
            words.add(item instanceof Scalar word ? word(word, isLine) : item);
            if (words.size() == 1 && places.containsKey(item.at())) {
                places.put(at, false); // a program without a name is told there
            }
            isLine |= item instanceof Scalar word
                    && LINE_FOLLOWS.matcher(word.text()).matches();
        }
        return new Sequence(at, words);
    }

    private Scalar word(Scalar word, boolean isLine) {
        if (word.kind() != Kind.TEXT) {
            return word;
        }
        var template = template(word);
        if (!isLine) {
            warn(word, template);
        }
        var value = value(word, template, UnaryOperator.identity());
        if (value.secret().isEmpty()) {
            return value.isKnown() ? new Scalar(word.at(), value.text(), Kind.TEXT) : word;
        }
        places.put(word.at(), true);
        variables
                .expander()
                .addTrouble(
                        place(word),
                        Quoted.plain(value.secret())
                                + " is secret, and everybody sees the words of a program, as in ps",
                        "a variable of env, which the program reads itself;"
                                + " { path: …, secret: false } for an env_file that holds no secrets");
        return word;
    }

    private void warn(Scalar word, Template template) {
        if (!template.bare().isEmpty()) {
            var found = template.bare() + " is no reference, and stays as it is";
            warnings.add(word.at(), found, "${NAME} for a variable; shell: for a line with a shell");
        }
        if (!CommandReader.home(word.text()).isEmpty()) {
            warnings.add(word.at(), "~ stays as it is; it is a shell's word", "${HOME}");
        }
    }

    // --- what else refers ---

    private YamlNode texts(String key, YamlNode node) {
        return switch (node) {
            case Scalar scalar -> text(key, scalar);
            case Sequence(var at, var items) ->
                new Sequence(at, items.stream().map(item -> texts(key, item)).toList());
            case Mapping map ->
                new Mapping(
                        map.at(),
                        map.entries().stream()
                                .map(each ->
                                        new Entry(each.key(), inMap(each.key().text(), each.value())))
                                .toList());
        };
    }

    private YamlNode inMap(String key, YamlNode node) {
        return switch (key) {
            case "exec" -> words(node);
            case "shell" -> node;
            default -> texts(key, node);
        };
    }

    private Scalar text(String key, Scalar scalar) {
        if (scalar.kind() != Kind.TEXT || !scalar.text().contains("${")) {
            return scalar;
        }
        var template = template(scalar);
        var value = value(scalar, template, PATTERNS.contains(key) ? Expansion::asPattern : UnaryOperator.identity());
        if (unknown.containsKey(scalar.at())) {
            return new Scalar(scalar.at(), "", Kind.TEXT);
        }
        if (!template.refers()) {
            return new Scalar(scalar.at(), value.text(), Kind.TEXT);
        }
        if (!key.startsWith("port")) { // which everybody can see, and is told as a number
            hidden.putAll(value.hidden());
        }
        var text = value.isKnown() ? value.text() : "";
        var kind = NUMBER.matcher(text).matches() && !NO_NUMBERS.contains(key) ? Kind.INTEGER : Kind.TEXT;
        return new Scalar(scalar.at(), text, kind, value.secret().isEmpty() ? null : scalar.text());
    }

    private static String asPattern(String text) {
        return SPECIAL.matcher(text).replaceAll("\\\\$0");
    }

    private Template template(Scalar scalar) {
        return Template.parse(scalar.text(), Escapes.DOLLAR, inside -> unknown.putIfAbsent(scalar.at(), inside));
    }

    private Value value(Scalar scalar, Template template, UnaryOperator<String> as) {
        var value = variables.expander().value(template, variables.scope(), place(scalar), as);
        var isUnknown = unknown.containsKey(scalar.at());
        if (template.refers() || isUnknown) {
            places.merge(scalar.at(), isUnknown || !value.isKnown(), Boolean::logicalOr);
        }
        return value;
    }

    private Place place(Scalar scalar) {
        return new Place(problems.file(), scalar.at());
    }

    /// Ends it: takes back what was noted about the service since there were `count` problems and comes from what was
    /// put in, and notes what cannot be followed at all.
    ///
    /// @return what comes from there, and was not told already
    List<Problem> takeMistakes(int count) {
        var taken = problems.take(count, places.keySet()).stream()
                .filter(each -> !places.getOrDefault(new Position(each.line(), each.column()), false))
                .toList();
        unknown.forEach((at, inside) -> problems.add(at, EnvFiles.unknown(inside), References.ALLOWED));
        return taken;
    }
}
