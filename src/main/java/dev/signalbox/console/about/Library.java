package dev.signalbox.console.about;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A library that the program is delivered with.
///
/// @param licence its name, by [SPDX](https://spdx.org/licenses) where it has one there
record Library(String name, String version, String licence) {

    /// Those that a bill of materials names ([CycloneDX](https://cyclonedx.org) as JSON), by name, each once: one that
    /// comes in a part for each platform is named as often.
    ///
    /// @throws IOException if it cannot be read, or is none
    static List<Library> of(Path bill) throws IOException {
        try {
            var components = new JsonMapper().readTree(Files.readString(bill)).path("components");
            return stream(components)
                    .map(Library::of)
                    .distinct()
                    .sorted((one, other) -> one.name.compareToIgnoreCase(other.name))
                    .toList();
        } catch (JacksonException e) {
            throw new IOException(bill + " is no bill of materials: " + e.getOriginalMessage(), e);
        }
    }

    private static Library of(JsonNode component) {
        return new Library(
                component.path("name").asString(""),
                component.path("version").asString(""),
                stream(component.path("licenses"))
                        .map(Library::licence)
                        .reduce((one, other) -> one + ", " + other)
                        .orElse(""));
    }

    private static String licence(JsonNode choice) {
        var licence = choice.path("license");
        return Stream.of(licence.path("id"), licence.path("name"), choice.path("expression"))
                .map(node -> node.asString(""))
                .filter(name -> !name.isEmpty())
                .findFirst()
                .orElse("");
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
