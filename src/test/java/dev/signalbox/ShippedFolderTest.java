package dev.signalbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What is in the program's folder beside the program. Runs after it is packaged.
@Tag("shipped")
final class ShippedFolderTest {
    private static final Path FOLDER = Path.of("target/signalbox");
    private static final String OWN = "signalbox-0.1.0";
    /// Their jars hold no text of a licence. They are under that of the program itself.
    private static final List<String> APACHE = List.of("cron-utils", "jspecify", "picocli", "snakeyaml-engine");

    private static List<String> jars() throws IOException {
        try (var files = Files.list(FOLDER.resolve("lib"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".jar"))
                    .map(name -> name.replace(".jar", ""))
                    .toList();
        }
    }

    private static Stream<JsonNode> components() {
        var sbom = JsonMapper.shared().readTree(FOLDER.resolve("sbom.json").toFile());
        assertThat(sbom.path("bomFormat").asString()).isEqualTo("CycloneDX");
        return StreamSupport.stream(sbom.path("components").spliterator(), false);
    }

    /// As its jar is called, with its platform where it has one.
    private static String jar(JsonNode component) {
        var purl = component.path("purl").asString();
        var classifier = purl.contains("classifier=") ? "-" + purl.replaceFirst(".*classifier=([^&]+).*", "$1") : "";
        return component.path("name").asString() + "-"
                + component.path("version").asString() + classifier;
    }

    @Test
    void sbom_namesEachJarThatShips_andNoOther() throws IOException {
        assertThat(components().map(ShippedFolderTest::jar))
                .containsExactlyInAnyOrderElementsOf(
                        jars().stream().filter(jar -> !jar.equals(OWN)).toList());
    }

    @Test
    void sbom_tellsOfEachJarItsHashAndItsLicence() {
        assertThat(components()).isNotEmpty().allSatisfy(component -> {
            assertThat(component.path("hashes")).as(jar(component)).isNotEmpty();
            assertThat(component.path("licenses")).as(jar(component)).isNotEmpty();
        });
    }

    @Test
    void licences_areNamedForEachJar_andTheirTextsAreThere() throws IOException {
        var list = Files.readString(FOLDER.resolve("licenses/THIRD-PARTY.txt"));
        var names =
                components().map(component -> component.path("name").asString()).collect(Collectors.toSet());

        assertThat(FOLDER.resolve("LICENSE")).content().contains("Apache License");
        assertThat(FOLDER.resolve("licenses/fonts")).isNotEmptyDirectory();
        assertThat(names).isNotEmpty().allSatisfy(name -> {
            assertThat(list).contains(":" + name + ":");
            if (!APACHE.contains(name)) {
                var folder = FOLDER.resolve("licenses").resolve(name.startsWith("javafx-") ? "javafx" : name);
                assertThat(folder).isNotEmptyDirectory();
            }
        });
    }

    /// As the launcher starts the program: what only that keeps closed is open in all other tests.
    @Test
    void log_isInTheFormatThatWasAskedFor(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("signalbox.yaml"), "services: { job: { command: [\"true\"] } }");
        var log = folder.resolve("log");
        var builder = new ProcessBuilder(
                        FOLDER.resolve("bin/signalbox").toAbsolutePath().toString(),
                        "serve",
                        "--port=0",
                        "--log-format=json")
                .directory(folder.toFile())
                .redirectError(log.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("XDG_STATE_HOME", folder.resolve("state").toString());
        var engine = builder.start();
        try (var out = engine.inputReader()) {
            assertThat(out.readLine()).as(Files.readString(log)).contains("address");
        } finally {
            engine.destroy();
            engine.waitFor();
        }
        assertThat(Files.readAllLines(log))
                .isNotEmpty()
                .allSatisfy(
                        line -> assertThat(JsonMapper.shared().readTree(line).isObject())
                                .as(line)
                                .isTrue());
    }
}
