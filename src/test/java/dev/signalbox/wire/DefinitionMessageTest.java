package dev.signalbox.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.service.Port;
import dev.signalbox.service.ServiceDefinition;
import dev.signalbox.service.ServiceDefinition.Command;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What an engine elsewhere says of a definition, and this program cannot read, is refused by what it is.
final class DefinitionMessageTest {
    private static DefinitionMessage read(String key, String value) throws Exception {
        var definition = ServiceDefinition.builder("db", new Command.Argv(List.of("x")), Path.of("/"))
                .listens(List.of(Port.of(8080)))
                .build();
        var text = Wire.write(DefinitionMessage.of(definition));
        var changed = text.replaceAll("\"" + key + "\"\\s*:\\s*(null|\\[[^]]*])", "\"" + key + "\":" + value);
        assertThat(changed).isNotEqualTo(text);
        return Wire.readAnswer(changed, DefinitionMessage.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"here:8080", "http", "", "0", "70000", "127.0.0.1:99999"})
    void portThatIsNone_isRefused_andNamed(String port) throws Exception {
        var message = read("listens_on", "[\"" + port + "\"]");

        assertThatThrownBy(message::toDefinition)
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "listens_on has " + port + ". Allowed: a port, or one with an address, such as 127.0.0.2:8080");
    }

    @Test
    void zoneThatIsUnknownHere_isRefused_andNamed() throws Exception {
        var message = read(
                "schedule", "{\"cron\":\"@daily\",\"zone\":\"Mars/Olympus\",\"missed\":\"skip\",\"overlap\":\"skip\"}");

        assertThatThrownBy(message::toDefinition)
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("zone is Mars/Olympus, which is no time zone here.");
    }
}
