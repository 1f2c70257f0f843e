package dev.signalbox.workspace;

import dev.signalbox.text.PlainText;
import dev.signalbox.workspace.YamlNode.Entry;
import dev.signalbox.workspace.YamlNode.Mapping;
import dev.signalbox.workspace.YamlNode.Scalar;
import dev.signalbox.workspace.YamlNode.Scalar.Kind;
import dev.signalbox.workspace.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

/// Builds the tree of one YAML 1.2 document from the parser's events. The engine's own composer would lose the
/// place of a repeated key, and has no limit on depth. What is noted shows no values, as any might be a secret.
final class YamlTree {
    static final int MOST_DEPTH = 16;
    static final int MOST_ALIASES = 100;

    private static final CoreScalarResolver TYPES = new CoreScalarResolver(false);
    private static final Map<Tag, Kind> KINDS =
            Map.of(Tag.INT, Kind.INTEGER, Tag.FLOAT, Kind.DECIMAL, Tag.BOOL, Kind.TRUTH, Tag.NULL, Kind.NOTHING);
    private static final String STRING_TAG = Tag.STR.getValue();

    private final Iterator<Event> events;
    private final Problems problems;
    private final Map<Anchor, YamlNode> anchors = new HashMap<>();
    private int aliases;

    private YamlTree(Iterator<Event> events, Problems problems) {
        this.events = events;
        this.problems = problems;
    }

    /// The root of the document in `text`, or `null` if it has none or cannot be read, which `problems` then
    /// tells.
    static @Nullable YamlNode parse(String text, Problems problems) {
        var settings =
                LoadSettings.builder().setCodePointLimit(text.length() + 1).build();
        try {
            var parser = new ParserImpl(settings, new StreamReader(settings, text));
            return new YamlTree(parser, problems).document();
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
        var node = switch (event) {
            case AliasEvent alias -> alias(at, alias.getAlias());
            case ScalarEvent scalar -> scalar(at, scalar);
            case SequenceStartEvent start -> sequence(at, start.getTag(), depth);
            case MappingStartEvent start -> mapping(at, start.getTag(), depth);
            default -> throw new IllegalStateException("no node begins with " + event);
        };
        if (event instanceof NodeEvent named) {
            named.getAnchor().filter(_ -> !(named instanceof AliasEvent)).ifPresent(name -> anchors.put(name, node));
        }
        return node;
    }

    /// Aliased nodes are shared, not copied, so that they cost nothing; a limit keeps the walk through them
    /// short.
    private YamlNode alias(Position at, Anchor name) throws Unreadable {
        if (++aliases > MOST_ALIASES) {
            throw new Unreadable(at, "more than " + MOST_ALIASES + " aliases", "");
        }
        var node = anchors.get(name);
        if (node == null) {
            throw new Unreadable(at, "an alias without an anchor before it", "quotes around text with a *");
        }
        return node;
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
            var first = entries.putIfAbsent(key.text(), entry);
            if (first != null) {
                var line = first.key().at().line();
                var found = Quoted.quote(key.text()) + " is here a second time; it is first in line " + line;
                problems.add(key.at(), found, "");
            }
        }
        return new Mapping(at, List.copyOf(entries.values()));
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
