package dev.signalbox.wire;

import dev.signalbox.text.PlainText;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.deser.jdk.StringDeserializer;
import tools.jackson.databind.deser.std.StdScalarDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.type.LogicalType;

/// Writes and reads messages. Safe to use from any thread.
public final class Wire {
    /// Who asks for what there is not shall hear of it.
    private static final JsonMapper STRICT = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(20)
                            .maxNumberLength(30)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            // A number in quotes or with a fraction is no whole number, and a number no text.
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .withCoercionConfig(
                    LogicalType.Textual,
                    config -> config.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            .build();

    /// What a later engine says besides is passed over, and what an earlier one does not say is `null`.
    private static final JsonMapper LENIENT = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .addModule(new SimpleModule().addDeserializer(String.class, new Harmless()))
            .build();

    private Wire() {}

    /// Reads text that will be shown: an engine elsewhere may say anything.
    private static final class Harmless extends StdScalarDeserializer<String> {
        Harmless() {
            super(String.class);
        }

        @Override
        public String deserialize(JsonParser parser, DeserializationContext context) {
            return PlainText.line(StringDeserializer.instance.deserialize(parser, context));
        }
    }

    /// As JSON.
    public static String write(Object message) {
        return STRICT.writeValueAsString(message);
    }

    /// Reads what somebody asks, and nothing but that.
    ///
    /// @return `null` if the text is `null`
    /// @throws JacksonException if it is not what is expected, which says where
    public static <T> @Nullable T readRequest(String text, Class<T> type) {
        return STRICT.readValue(text, type);
    }

    /// Reads what an engine answers, of this program's version or another one.
    ///
    /// @throws IOException if it is not what is expected
    public static <T> T readAnswer(String text, Class<T> type) throws IOException {
        try {
            var value = LENIENT.readValue(text, type);
            if (value == null) {
                throw new IOException("what answers there is no Signalbox");
            }
            return value;
        } catch (JacksonException e) {
            throw new IOException("what answers there is no Signalbox that this one understands", e);
        }
    }
}
