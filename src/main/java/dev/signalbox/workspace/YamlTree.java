package dev.signalbox.workspace;

import dev.signalbox.text.PlainText;
import dev.signalbox.workspace.YamlNode.Entry;
import dev.signalbox.workspace.YamlNode.Mapping;
import dev.signalbox.workspace.YamlNode.Scalar;
import dev.signalbox.workspace.YamlNode.Scalar.Kind;
import dev.signalbox.workspace.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlVersionException;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.resolver.CoreScalarResolver;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/// Builds the tree of one YAML 1.2 document from the parser's events, with the merge key `<<` of YAML 1.1, which
/// people know from elsewhere. The engine's own composer would lose the place of a repeated key, and has no limit on
/// depth. What is noted shows no values, as any might be a secret.
final class YamlTree {
    static final int MOST_DEPTH = 16;

    /// How many values aliases may put in once more, those in them counted as often as they come.
    static final int MOST_REPEATED = 100_000;

    private static final CoreScalarResolver TYPES = new CoreScalarResolver(false);
    private static final Map<Tag, Kind> KINDS =
            Map.of(Tag.INT, Kind.INTEGER, Tag.FLOAT, Kind.DECIMAL, Tag.BOOL, Kind.TRUTH, Tag.NULL, Kind.NOTHING);
    private static final String STRING_TAG = Tag.STR.getValue();
    private static final String MERGE = "<<";
    /// No scalar has a NUL that the file would be read with.
    private static final String NO_KEY = "\0<<";
    private static final String MERGED = "a map, or a list of maps: <<: *base";

    private final Iterator<Event> events;
    private final Problems problems;
    private final Map<Anchor, Anchored> anchors = new HashMap<>();
    /// Those of the nodes around the one that is being read.
    private final Set<Anchor> open = new HashSet<>();
    private int values;
    private int repeated;

    private YamlTree(Iterator<Event> events, Problems problems) {
        this.events = events;
        this.problems = problems;
    }

    /// @param values how many are in it, itself and those of its aliases included
    private record Anchored(YamlNode node, int values) {}

    /// The root of the document in `text`, or `null` if it has none or cannot be read, which `problems` then
    /// tells.
    static @Nullable YamlNode parse(String text, Problems problems) {
        var settings =
                LoadSettings.builder().setCodePointLimit(text.length() + 1).build();
        try {
            return parse(new StreamReader(settings, text), settings, problems);
        } catch (Unreadable e) {
            problems.add(e.at, e.found, e.allowed);
        } catch (MarkedYamlEngineException e) {
            var at = e.getProblemMark().or(e::getContextMark).map(YamlTree::position);
            var tab = e.getProblem().contains("TAB") || e.getProblem().contains("\\t");
            problems.add(at.orElse(Position.START), tab ? "a tab" : "not YAML: " + reason(e), tab ? "spaces" : "");
        } catch (YamlVersionException e) {
            problems.add(Position.START, "a version of YAML that is not known", "1.2, or none");
        } catch (YamlEngineException e) {
            problems.add(Position.START, "not YAML: " + PlainText.line(String.valueOf(e.getMessage())), "");
        }
        return null;
    }

    private static @Nullable YamlNode parse(StreamReader reader, LoadSettings settings, Problems problems)
            throws Unreadable {
        try {
            return new YamlTree(new ParserImpl(settings, reader), problems).document();
        } catch (NumberFormatException e) {
            // The library has seen eight digits, and makes a number of them.
            var at = reader.getMark().map(YamlTree::position).orElse(Position.START);
            throw new Unreadable(at, "no letter has the number of this escape sequence", "\\U00000000 to \\U0010FFFF");
        }
    }

    private static String reason(MarkedYamlEngineException e) {
        var reason = e.getContext() == null ? e.getProblem() : e.getContext() + ", " + e.getProblem();
        return PlainText.line(reason.strip());
    }

    private @Nullable YamlNode document() throws Unreadable {
        events.next();
        if (events.next().getEventId() == Event.ID.StreamEnd) {
            problems.add(Position.START, "the file is empty", "a map with services");
            return null;
        }
        var root = node(events.next(), 1);
        events.next();
        var after = events.next();
        if (after.getEventId() != Event.ID.StreamEnd) {
            throw new Unreadable(position(after.getStartMark()), "a second document", "one document in a file");
        }
        return root;
    }

    private YamlNode node(Event event, int depth) throws Unreadable {
        var at = position(event.getStartMark());
        if (depth > MOST_DEPTH) {
            throw new Unreadable(at, "nested deeper than " + MOST_DEPTH + " levels", "");
        }
        if (event instanceof AliasEvent alias) {
            return alias(at, alias.getAlias());
        }
        var anchor = event instanceof NodeEvent named ? named.getAnchor() : Optional.<Anchor>empty();
        anchor.ifPresent(open::add);
        var before = values++;
        var node = switch (event) {
            case ScalarEvent scalar -> scalar(at, scalar);
            case SequenceStartEvent start -> sequence(at, start.getTag(), depth);
            case MappingStartEvent start -> mapping(at, start.getTag(), depth);
            default -> throw new IllegalStateException("no node begins with " + event);
        };
        anchor.ifPresent(name -> {
            open.remove(name);
            anchors.put(name, new Anchored(node, values - before));
        });
        return node;
    }

    /// Aliased nodes are shared, not copied, so that they cost nothing; a limit keeps the walk through them
    /// short.
    private YamlNode alias(Position at, Anchor name) throws Unreadable {
        if (open.contains(name)) {
            throw new Unreadable(at, "an alias inside of what it stands for, which would have no end", "");
        }
        var target = anchors.get(name);
        if (target == null) {
            throw new Unreadable(at, "an alias without an anchor before it", "quotes around text with a *");
        }
        values += target.values;
        repeated += target.values;
        if (repeated > MOST_REPEATED) {
            throw new Unreadable(at, "aliases that put in more than " + MOST_REPEATED + " values", "");
        }
        return target.node;
    }

    private Scalar scalar(Position at, ScalarEvent event) throws Unreadable {
        checkTag(at, event.getTag().filter(tag -> !tag.equals(STRING_TAG)));
        var text = event.getValue();
        if (text.indexOf('\0') >= 0) {
            problems.add(at, "a NUL character", "text without it");
        }
        return new Scalar(at, text, event.isPlain() && event.getTag().isEmpty() ? kind(text) : Kind.TEXT);
    }

    private static Kind kind(String text) {
        return KINDS.getOrDefault(TYPES.resolve(text, true), Kind.TEXT);
    }

    private Sequence sequence(Position at, Optional<String> tag, int depth) throws Unreadable {
        checkTag(at, tag);
        var items = new ArrayList<YamlNode>();
        for (var next = events.next(); next.getEventId() != Event.ID.SequenceEnd; next = events.next()) {
            items.add(node(next, depth + 1));
        }
        return new Sequence(at, items);
    }

    private Mapping mapping(Position at, Optional<String> tag, int depth) throws Unreadable {
        checkTag(at, tag);
        var entries = new LinkedHashMap<String, Entry>();
        for (var next = events.next(); next.getEventId() != Event.ID.MappingEnd; next = events.next()) {
            if (!(node(next, depth + 1) instanceof Scalar key)) {
                throw new Unreadable(position(next.getStartMark()), "a key that is a list or a map", "text");
            }
            var entry = new Entry(key, node(events.next(), depth + 1));
            // In quotes it is a word like any other.
            var name = isMerge(next) ? NO_KEY : key.text();
            var first = entries.putIfAbsent(name, entry);
            if (first != null) {
                var line = first.key().at().line();
                var found = Quoted.quote(key.text()) + " is here a second time; it is first in line " + line;
                problems.add(key.at(), found, "");
            }
        }
        var merge = entries.remove(NO_KEY);
        var takenBack = new HashSet<String>();
        if (merge != null) {
            merge(merge.value(), entries, takenBack);
        }
        return new Mapping(at, List.copyOf(entries.values()), takenBack);
    }

    private static boolean isMerge(Event event) {
        return event instanceof ScalarEvent scalar
                && scalar.isPlain()
                && scalar.getValue().equals(MERGE);
    }

    /// Adds what `from` has and a map does not say itself. Of several maps the earlier one wins. What the map says
    /// with an empty value is neither: it is taken back.
    private void merge(YamlNode from, Map<String, Entry> into, Set<String> takenBack) {
        for (var each : from instanceof Sequence(var _, var items) ? items : List.of(from)) {
            if (each instanceof Mapping map) {
                map.takenBack().stream().filter(key -> isOpen(into.get(key))).forEach(takenBack::add);
                for (var entry : map.entries()) {
                    var key = entry.key().text();
                    var first = takenBack.contains(key) ? entry : into.putIfAbsent(key, entry);
                    if (first != null && isOpen(first)) {
                        takenBack.add(key);
                    }
                }
                into.keySet().removeAll(takenBack);
            } else {
                problems.add(each.at(), MERGE + " with what is no map", MERGED);
            }
        }
    }

    private static boolean isOpen(@Nullable Entry said) {
        return said == null || said.value().isNothing();
    }

    private static void checkTag(Position at, Optional<String> tag) throws Unreadable {
        if (tag.isPresent()) {
            throw new Unreadable(at, "a tag", "values without tags, and quotes around text with a !");
        }
    }

    private static Position position(Optional<Mark> mark) {
        return mark.map(YamlTree::position).orElse(Position.START);
    }

    private static Position position(Mark mark) {
        return new Position(mark.getLine() + 1, mark.getColumn() + 1);
    }

    /// There is no telling what the rest of the file means.
    private static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient Position at;
        private final String found;
        private final String allowed;

        Unreadable(Position at, String found, String allowed) {
            super(found);
            this.at = at;
            this.found = found;
            this.allowed = allowed;
        }
    }
}
