package dev.signalbox.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.service.ExecSizes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What no program can be given is told before anything is started.
final class SizesTest {
    private static final int EACH = (int) ExecSizes.here().each();
    private static final int ALL = (int) ExecSizes.here().all();

    @TempDir
    private Path folder;

    private Workspace load(String fields) throws Exception {
        var text = "name: w\nservices:\n  a: { command: [x], " + fields + " }\n  b: { command: [y] }\n";
        return WorkspaceFile.load(Files.writeString(folder.resolve("signalbox.yaml"), text), Map.of());
    }

    private String trouble(String fields) throws Exception {
        var workspace = load(fields);
        var services = workspace.services();
        assertThat(workspace.troubles())
                .as("what check tells")
                .singleElement()
                .asString()
                .endsWith("service a: " + services.getFirst().trouble().text());
        assertThat(services.get(1).trouble().text()).isEmpty();
        assertThat(services.getFirst().trouble().blocks()).isTrue();
        return services.getFirst().trouble().text();
    }

    @Test
    void variableThatIsTooLong_isTheTroubleOfItsService_toldByItsNameAndSizeAlone() throws Exception {
        Files.writeString(folder.resolve(".env"), "BIG=" + "s3cret".repeat(EACH / 6 + 1));

        assertThat(trouble("env_file: .env"))
                .startsWith("x cannot be executed: variable BIG has ")
                .endsWith(String.format(" bytes, and no program can be given more than %,d in one", EACH))
                .doesNotContain("s3cret");
        assertThat(trouble("env: { BIG: \"" + "v".repeat(EACH) + "\" }")).contains("variable BIG has ");
    }

    @Test
    void variablesThatAreTooLongTogether_areTold_withTheLongest() throws Exception {
        var lines = IntStream.rangeClosed(0, ALL / 1000)
                .mapToObj(i -> "V" + i + "=" + "v".repeat(i == 7 ? 1500 : 1000))
                .collect(Collectors.joining("\n"));
        Files.writeString(folder.resolve(".env"), lines);

        assertThat(trouble("env_file: .env"))
                .startsWith("x cannot be executed: its words and variables have ")
                .endsWith("the longest is variable V7 with 1,503");
    }

    @Test
    void wordOfAnyCommand_isLookedAt() throws Exception {
        var word = "w".repeat(EACH + 1);

        assertThat(trouble("pre_start: { command: [hook, " + word + "] }"))
                .startsWith("hook cannot be executed: word 2 of 2 has ");
        assertThat(trouble("stop: { command: [stop, " + word + "] }")).startsWith("stop cannot be executed: word 2");
        assertThat(trouble("alive: { exec: [ask, " + word + "] }")).startsWith("ask cannot be executed: word 2");
    }

    @Test
    void whatFits_isNoTrouble() throws Exception {
        Files.writeString(folder.resolve(".env"), "BIG=" + "v".repeat(EACH - 4));

        assertThat(load("env_file: .env").services().getFirst().trouble().text())
                .isEmpty();
    }
}
