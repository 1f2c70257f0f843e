package dev.signalbox.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Describes messages as JSON Schema has it, in the components of an OpenAPI 3.1 document.
public final class Schemas {
    private static final String SUFFIX = "Message";
    private static final Pattern WORD = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");

    /// All that the document names. Those of the streams are not in it, as it cannot say what is in a stream.
    static final List<Class<? extends Record>> MESSAGES = List.of(
            ProblemMessage.class,
            SourceMessage.class,
            StepMessage.class,
            WaitMessage.class,
            RunMessage.class,
            OutcomeDetailMessage.class,
            OperationMessage.class,
            JournalEventMessage.class,
            EffectMessage.class,
            ContextMessage.class,
            InterruptionMessage.class,
            ResubmissionRequestMessage.class,
            ResubmissionMessage.class,
            PutBackRequestMessage.class,
            PutBackMessage.class,
            KindFiguresMessage.class,
            UptimeMessage.class,
            FiguresMessage.class,
            RunTimeMessage.class,
            RecoveryMessage.class,
            DesiredMessage.class,
            ReasonMessage.class,
            SuspensionMessage.class,
            UnaskedMessage.class,
            HoldMessage.class,
            GrowthMessage.class,
            UsageMessage.class,
            ServiceUsageMessage.class,
            UsagesMessage.class,
            SpreadsMessage.class,
            SeriesMessage.class,
            ServiceMessage.class,
            ServiceDetailMessage.class,
            ProbeMessage.class,
            DefinitionMessage.class,
            AskedMessage.class,
            CancellationMessage.class,
            PlanRequestMessage.class,
            StopRequestMessage.class,
            ExactPlanMessage.class,
            PlanMessage.class,
            ReloadMessage.class,
            TokenMessage.class,
            NewTokenMessage.class,
            RoleChangeMessage.class,
            LogLineMessage.class,
            LogSliceMessage.class,
            PlacedLogLineMessage.class,
            LogPageMessage.class,
            LogExtentMessage.class,
            LogOutlineMessage.class,
            ShareMessage.class,
            HealthMessage.class,
            EngineMessage.class);

    private Schemas() {}

    /// The schema of each message, by its name.
    public static Map<String, Object> all() {
        var all = new LinkedHashMap<String, Object>();
        MESSAGES.forEach(message -> all.put(name(message), object(message)));
        return all;
    }

    private static String name(Class<?> message) {
        var name = message.getSimpleName();
        return name.substring(0, name.length() - SUFFIX.length());
    }

    private static Map<String, Object> object(Class<?> type) {
        var properties = new LinkedHashMap<String, Object>();
        var required = new ArrayList<String>();
        components(type).forEach(component -> {
            var name = WORD.matcher(component.getName()).replaceAll("_").toLowerCase(Locale.ROOT);
            properties.put(name, described(component));
            if (!isOptional(component)) {
                required.add(name);
            }
        });
        var object = new LinkedHashMap<String, Object>();
        object.put("type", "object");
        object.put("description", said(type));
        object.put("properties", properties);
        if (!required.isEmpty()) {
            object.put("required", required);
        }
        object.put("additionalProperties", false);
        return object;
    }

    private static String said(Class<?> type) {
        var says = type.getAnnotation(Says.class);
        if (says == null) {
            throw new IllegalStateException("nobody has said what " + type + " is");
        }
        return says.value();
    }

    private static Stream<RecordComponent> components(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .flatMap(component -> component.getAccessor().isAnnotationPresent(JsonUnwrapped.class)
                        ? components(component.getType())
                        : Stream.of(component));
    }

    /// Whether it may be left out.
    private static boolean isOptional(RecordComponent component) {
        return component.getDeclaringRecord().isAnnotationPresent(Asking.class)
                ? isNullable(component)
                : isLeftOut(component);
    }

    /// Whether it is not said where there is none.
    private static boolean isLeftOut(RecordComponent component) {
        return component.getAccessor().isAnnotationPresent(JsonInclude.class);
    }

    private static boolean isNullable(RecordComponent component) {
        return component.getAnnotatedType().isAnnotationPresent(Nullable.class)
                && !component.isAnnotationPresent(Required.class)
                && !isLeftOut(component);
    }

    private static Map<String, Object> described(RecordComponent component) {
        var property = new LinkedHashMap<>(property(component));
        var says = component.getAnnotation(Says.class);
        if (says != null) {
            property.put("description", says.value());
        }
        return property;
    }

    private static Map<String, Object> property(RecordComponent component) {
        var schema = schema(component.getGenericType(), component.getAnnotation(Values.class));
        if (!isNullable(component)) {
            return schema;
        }
        if (schema.containsKey("$ref")) {
            return Map.of("oneOf", List.of(schema, Map.of("type", "null")));
        }
        schema.computeIfPresent("type", (_, type) -> List.of(type, "null"));
        schema.computeIfPresent("enum", (_, words) -> {
            var withNull = new ArrayList<@Nullable Object>((List<?>) words);
            withNull.add(null);
            return withNull;
        });
        return schema;
    }

    private static Map<String, Object> schema(Type type, @Nullable Values values) {
        if (type instanceof ParameterizedType list) {
            return array(list, values);
        }
        var plain = (Class<?>) type;
        if (plain.isRecord()) {
            return plain.getEnclosingClass() == null ? reference(plain) : object(plain);
        }
        var schema = new LinkedHashMap<String, Object>();
        schema.put("type", type(plain));
        if (plain == Instant.class) {
            schema.put("format", "date-time");
        }
        if (values != null) {
            restrict(schema, values);
        }
        return schema;
    }

    private static Map<String, Object> reference(Class<?> message) {
        var reference = new LinkedHashMap<String, Object>();
        reference.put("$ref", "#/components/schemas/" + name(message));
        return reference;
    }

    private static Map<String, Object> array(ParameterizedType list, @Nullable Values values) {
        var array = new LinkedHashMap<String, Object>();
        array.put("type", "array");
        if (values != null && values.least() >= 0) {
            array.put("minItems", values.least());
            array.put("items", schema(list.getActualTypeArguments()[0], null));
        } else {
            array.put("items", schema(list.getActualTypeArguments()[0], values));
        }
        return array;
    }

    private static String type(Class<?> type) {
        return switch (type.getSimpleName()) {
            case "String", "Instant" -> "string";
            case "int", "Integer", "long", "Long" -> "integer";
            case "boolean", "Boolean" -> "boolean";
            case "double", "Double" -> "number";
            default -> throw new IllegalStateException("nobody has said how " + type + " is described");
        };
    }

    private static void restrict(Map<String, Object> schema, Values values) {
        var words = new ArrayList<>(List.of(values.value()));
        Arrays.stream(values.of()).forEach(type -> words.addAll(Words.all(type)));
        if (!words.isEmpty()) {
            schema.put("enum", words);
        }
        if (!values.format().isEmpty()) {
            schema.put("format", values.format());
        }
        if (values.least() >= 0) {
            schema.put("minimum", values.least());
        }
        if (values.most() >= 0) {
            schema.put("maxLength", values.most());
        }
    }
}
