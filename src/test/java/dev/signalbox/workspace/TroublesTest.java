package dev.signalbox.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.service.ServiceDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What keeps single services from being started is told with its place, and refuses nothing.
class TroublesTest {
    @TempDir
    private Path folder;

    private Workspace load(String services) throws IOException, InvalidWorkspaceException {
        var file = Files.writeString(folder.resolve("signalbox.yaml"), "name: w\nservices:\n" + services);
        return WorkspaceFile.load(file, Map.of());
    }

    private List<String> troubles(Workspace workspace) {
        return workspace.troubles().stream()
                .map(each -> folder.relativize(each.file()) + ":" + each.line() + ":" + each.column() + ": "
                        + each.message())
                .toList();
    }

    private static ServiceDefinition service(Workspace workspace, String id) {
        return workspace.services().stream()
                .filter(service -> service.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            env: { A: "${env:NOT_SET}" }      | 5:15: environment variable NOT_SET is not set. Allowed: one that is set, ${env:NOT_SET:-default}, or $${ for a plain ${ | not set: NOT_SET in the engine's environment (signalbox.yaml:5:15); set it, or write ${NAME:-default}, or $${ for a plain ${
            cwd: nowhere                      | 5:10: cwd of service a: FOLDER/nowhere does not exist | its cwd FOLDER/nowhere does not exist
            cwd: signalbox.yaml               | 5:10: cwd of service a: FOLDER/signalbox.yaml is no folder | its cwd FOLDER/signalbox.yaml is no folder
            env_file: gone.env                | 5:15: env_file of service a: FOLDER/gone.env does not exist | its env_file FOLDER/gone.env does not exist
            env_file: [.]                     | 5:16: env_file of service a: FOLDER is a folder | its env_file FOLDER is a folder
            env: { A: "${env:NOT:SET}" }      | 5:15: environment variable NOT:SET is not set. Allowed: one that is set, ${env:NOT:SET:-default}, or $${ for a plain ${ | not set: NOT:SET in the engine's environment (signalbox.yaml:5:15); set it, or write ${NAME:-default}, or $${ for a plain ${
            cwd: "\\e[31mx"                   | 5:10: cwd of service a: FOLDER/\\u001b[31mx does not exist | its cwd FOLDER/\\u001b[31mx does not exist
            cwd: "~/app"                      | 5:10: cwd of service a: FOLDER/~/app does not exist. Allowed: a folder, relative to the file's own; ~ is a shell's word for a home, which is written whole here, as HOME/app | its cwd FOLDER/~/app does not exist
            env_file: ~/gone.env              | 5:15: env_file of service a: FOLDER/~/gone.env does not exist. Allowed: a file with lines like NAME=value, relative to the workspace file's folder; ~ is a shell's word for a home, which is written whole here, as HOME/gone.env | its env_file FOLDER/~/gone.env does not exist
            """)
    void troubleOfOneService_isToldWithItsPlace_andRefusesNothing(String field, String place, String text)
            throws Exception {
        var workspace = load("  a:\n    command: [x]\n    " + field + "\n  b: { command: [x] }\n");

        assertThat(troubles(workspace))
                .containsExactly("signalbox.yaml:"
                        + place.replace("FOLDER", folder.toString()).replace("HOME", System.getProperty("user.home")));
        assertThat(service(workspace, "a").trouble())
                .isEqualTo(new ServiceDefinition.Trouble(text.replace("FOLDER", folder.toString()), true));
        assertThat(service(workspace, "b").trouble()).isEqualTo(ServiceDefinition.Trouble.NONE);
    }

    @Test
    void mistakesOfAFileWithVariables_areToldOnce_andEachServiceThatHasIt() throws Exception {
        Files.writeString(folder.resolve("vars.env"), "A=1\nB?\nC-\"=2\n");

        var workspace = load("  a: { command: [x], env_file: vars.env }\n"
                + "  b: { command: [x], env_file: [vars.env], cwd: gone }\n  c: { command: [x] }\n");

        assertThat(troubles(workspace))
                .containsExactly(
                        "signalbox.yaml:3:32: env_file of service a has mistakes",
                        "signalbox.yaml:4:33: env_file of service b has mistakes",
                        "signalbox.yaml:4:49: cwd of service b: " + folder.resolve("gone") + " does not exist",
                        "vars.env:2:1: a line without =. Allowed: NAME=value, or # and a comment",
                        "vars.env:3:1: what is before = is no name of a variable. Allowed: letters, digits, _ . and -,"
                                + " beginning with a letter or _");
        var text = "its env_file has mistakes: " + folder.resolve("vars.env")
                + ":2:1: a line without =. Allowed: NAME=value, or # and a comment; and 1 more";
        assertThat(service(workspace, "a").trouble().text()).isEqualTo(text);
        assertThat(service(workspace, "b").trouble().text())
                .isEqualTo("its cwd " + folder.resolve("gone") + " does not exist; " + text);
    }

    @Test
    void fileWithVariablesThatIsMissing_isNewsWhenItComes() throws Exception {
        var workspace = load("  a: { command: [x], env_file: vars.env }\n");
        assertThat(workspace.fingerprint().now()).isEqualTo(workspace.fingerprint());

        Files.writeString(folder.resolve("vars.env"), "A=1\n");
        assertThat(workspace.fingerprint().now()).isNotEqualTo(workspace.fingerprint());

        var now = load("  a: { command: [x], env_file: vars.env }\n");
        assertThat(now.fingerprint().isOfTheSameFile(workspace.fingerprint())).isTrue();
        assertThat(load("  a: { command: [y], env_file: vars.env }\n")
                        .fingerprint()
                        .isOfTheSameFile(now.fingerprint()))
                .isFalse();
    }

    @Test
    void reload_leavesAServiceThatRunsAsItIs_butNotOneThatCouldNotBeStarted() throws Exception {
        var vars = Files.writeString(folder.resolve("vars.env"), "A=1\n");
        var services = "  well: { command: [x], env_file: vars.env }\n  ill: { command: [x], cwd: gone }\n";
        var before = load(services);
        Files.delete(vars);

        var after = load(services.replace("[x]", "[y]")).keeping(before);

        assertThat(service(after, "well").command())
                .isEqualTo(service(before, "well").command());
        assertThat(service(after, "well").env())
                .isEqualTo(service(before, "well").env());
        assertThat(service(after, "well").trouble().blocks()).isFalse();
        assertThat(service(after, "ill").command()).isEqualTo(new ServiceDefinition.Command.Argv(List.of("y")));
        assertThat(service(after, "ill").trouble().blocks()).isTrue();
    }

    @Test
    void mistakesOfTheFile_areToldTogetherWithTroubles() throws Exception {
        try {
            load("  a: { comand: [x], cwd: gone }\n");
        } catch (InvalidWorkspaceException e) {
            assertThat(e.problems().stream().map(Problem::found))
                    .anyMatch(found -> found.startsWith("unknown key"))
                    .anyMatch(found -> found.endsWith("gone does not exist"));
            return;
        }
        throw new AssertionError("it was read");
    }
}
