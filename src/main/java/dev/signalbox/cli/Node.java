package dev.signalbox.cli;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// A value of JSON. What is not there is an empty one, so that looking for it needs no checks. A tree of its own,
/// as to load one that binds classes takes longer than a command runs.
///
/// @param value a map, a list, a text, a number or a boolean; `null` for none
record Node(@Nullable Object value) implements Iterable<Node> {
    private static final Node NONE = new Node(null);
    private static final JsonFactory JSON = new JsonFactory();

    /// @throws JacksonException if it is no JSON
    static Node read(String text) {
        try (var parser = JSON.createParser(ObjectReadContext.empty(), text)) {
            return parser.nextToken() == null ? NONE : read(parser);
        }
    }

    private static Node read(JsonParser parser) {
        return switch (parser.currentToken()) {
            case START_OBJECT -> {
                var fields = new LinkedHashMap<String, Node>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    var name = parser.currentName();
                    parser.nextToken();
                    fields.put(name, read(parser));
                }
                yield new Node(fields);
            }
            case START_ARRAY -> {
                var items = new ArrayList<Node>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    items.add(read(parser));
                }
                yield new Node(items);
            }
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Node(parser.getNumberValue());
            case VALUE_TRUE, VALUE_FALSE -> new Node(parser.getBooleanValue());
            case VALUE_STRING -> new Node(parser.getString());
            case null, default -> NONE;
        };
    }

    static Node of(Map<String, ?> fields) {
        var nodes = new LinkedHashMap<String, Node>();
        fields.forEach((name, value) -> nodes.put(name, value instanceof Node node ? node : new Node(value)));
        return new Node(nodes);
    }

    static Node of(List<Node> items) {
        return new Node(List.copyOf(items));
    }

    static Node ofTexts(List<String> texts) {
        return of(texts.stream().<Node>map(Node::new).toList());
    }

    /// The field of that name.
    Node path(String name) {
        return value instanceof Map<?, ?> fields && fields.get(name) instanceof Node node ? node : NONE;
    }

    /// Its fields by their names; none if it has none.
    Map<String, Node> fields() {
        var fields = new LinkedHashMap<String, Node>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((name, field) -> fields.put((String) name, (Node) field));
        }
        return fields;
    }

    Node get(int index) {
        return items().get(index);
    }

    private List<Node> items() {
        return value instanceof List<?> list
                ? list.stream().map(Node.class::cast).toList()
                : List.of();
    }

    boolean isObject() {
        return value instanceof Map;
    }

    boolean isNumber() {
        return value instanceof Number;
    }

    int size() {
        return items().size();
    }

    boolean isEmpty() {
        return size() == 0;
    }

    /// Empty if it is none.
    String text() {
        return value instanceof String || value instanceof Number ? value.toString() : "";
    }

    /// Zero if it is none.
    long number() {
        return value instanceof Number number ? number.longValue() : 0;
    }

    /// False if it is none.
    boolean isTrue() {
        return Boolean.TRUE.equals(value);
    }

    /// False if it is none.
    boolean isFalse() {
        return Boolean.FALSE.equals(value);
    }

    Stream<Node> stream() {
        return items().stream();
    }

    @Override
    public Iterator<Node> iterator() {
        return items().iterator();
    }

    /// As JSON, on one line.
    @Override
    public String toString() {
        var text = new StringWriter();
        try (var generator = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            write(generator);
        }
        return text.toString();
    }

    private void write(JsonGenerator generator) {
        switch (value) {
            case null -> generator.writeNull();
            case Map<?, ?> fields -> {
                generator.writeStartObject();
                fields.forEach((name, field) -> {
                    generator.writeName((String) name);
                    ((Node) field).write(generator);
                });
                generator.writeEndObject();
            }
            case List<?> _ -> {
                generator.writeStartArray();
                items().forEach(item -> item.write(generator));
                generator.writeEndArray();
            }
            case Boolean flag -> generator.writeBoolean(flag);
            case Number number -> generator.writeNumber(number.toString());
            default -> generator.writeString(value.toString());
        }
    }
}
