package dev.signalbox.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The description of messages says all of them.
final class SchemasTest {
    @Test
    void everyMessage_isDescribed_butThoseInStreams() {
        var messages = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("dev.signalbox.wire").stream()
                        .filter(found -> found.isRecord() && found.isTopLevelClass())
                        .filter(found -> found.getSimpleName().endsWith("Message"))
                        .<Class<?>>map(JavaClass::reflect)
                        .toList();

        assertThat(messages)
                .containsAll(Schemas.MESSAGES)
                .filteredOn(message -> !Schemas.MESSAGES.contains(message))
                .containsExactlyInAnyOrder(
                        EventMessage.class,
                        FoundLineMessage.class,
                        LogFindingsMessage.class,
                        ReachMessage.class,
                        StatusMessage.class);
    }

    @Test
    void whoAnswers_saysAll_andWhoAsks_mayLeaveOut() {
        assertThat(required("Run")).containsExactly("timeout_ms", "stop_requested", "wedged", "urgent");
        assertThat(types("Run", "timeout_ms")).containsExactly("integer", "null");
        assertThat(required("StopRequest")).isEmpty();
        assertThat(required("NewToken")).containsExactly("name", "role");
    }

    @Test
    void whatAnEarlierEngineDoesNotSay_isPromisedByThisOne() {
        assertThat(required("Operation")).contains("recorded", "also");
        assertThat(types("Operation", "recorded")).containsExactly("boolean");
    }

    private static JsonNode schema(String name) {
        return JsonMapper.shared().valueToTree(Schemas.all().get(name));
    }

    private static List<String> required(String name) {
        return schema(name)
                .path("required")
                .valueStream()
                .map(JsonNode::asString)
                .toList();
    }

    private static List<String> types(String name, String property) {
        var type = schema(name).path("properties").path(property).path("type");
        return type.isString()
                ? List.of(type.asString())
                : type.valueStream().map(JsonNode::asString).toList();
    }
}
