package dev.signalbox.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.signalbox.service.ServiceDefinition.EnvValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvFilesTest {
    @TempDir
    private Path folder;

    private Map<String, EnvValue> variables(String fields) throws IOException, InvalidWorkspaceException {
        return load(fields).services().getFirst().env();
    }

    private Workspace load(String fields) throws IOException, InvalidWorkspaceException {
        var text = "name: w\nservices: { a: { command: [x], " + fields + " } }";
        return WorkspaceFile.load(Files.writeString(folder.resolve("signalbox.yaml"), text), Map.of());
    }

    @Test
    void fileAboveALink_isTheOneThatTheKernelMeans_alsoForAReload() throws Exception {
        Files.createDirectories(folder.resolve("releases/1"));
        Files.createSymbolicLink(folder.resolve("current"), Path.of("releases/1"));
        write("releases/app.env", "A=released");
        write("app.env", "A=beside the link");

        var loaded = load("env_file: current/../app.env");

        assertThat(loaded.services().getFirst().env()).isEqualTo(Map.of("A", new EnvValue("released", true)));
        assertThat(loaded.fingerprint().now()).isEqualTo(loaded.fingerprint());
        write("releases/app.env", "A=changed");
        assertThat(loaded.fingerprint().now()).isNotEqualTo(loaded.fingerprint());
    }

    @Test
    void missingFileAboveALink_isNewsWhenItComes_whateverIsBesideTheLink() throws Exception {
        Files.createDirectories(folder.resolve("releases/1"));
        Files.createSymbolicLink(folder.resolve("current"), Path.of("releases/1"));
        write("app.env", "A=beside the link");

        var loaded = load("env_file: current/../app.env");

        assertThat(loaded.services().getFirst().trouble().text()).endsWith("does not exist");
        assertThat(loaded.fingerprint().now()).isEqualTo(loaded.fingerprint());
        write("releases/app.env", "A=released");
        assertThat(loaded.fingerprint().now()).isNotEqualTo(loaded.fingerprint());
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            A=b                       | `b`
            A=                        | ``
            A=a=b                     | `a=b`
            `  export A = b c `       | `b c`
            A=b # a comment           | `b`
            A=b#c                     | `b#c`
            A=# a comment             | ``
            A=$HOME ${HOME} `x`       | `$HOME ${HOME} ``x```
            A='b # $c \\n " d' # e     | `b # $c \\n " d`
            A="b # 'c' \\"d\\" \\$e \\f" | `b # 'c' "d" $e \\f`
            A="b\\\\n"                  | `b\\n`
            """)
    void value_isTakenAsItIsWritten(String line, String value) throws Exception {
        write(".env", "# first\n\n" + line.replace("``", "`") + "\r\n");

        assertThat(variables("env_file: .env")).isEqualTo(Map.of("A", new EnvValue(value.replace("``", "`"), true)));
    }

    @Test
    void escapedLineEnd_becomesOne_inDoubleQuotes() throws Exception {
        write(".env", "A=\"b\\nc\\td\"");

        assertThat(variables("env_file: .env")).containsEntry("A", new EnvValue("b\nc\td", true));
    }

    @Test
    void laterFileWins_andEnvOverAll() throws Exception {
        write("one.env", "A=1\nB=1\nC=1");
        write("two.env", "B=2\nC=2");

        assertThat(variables("env_file: [one.env, two.env], env: { C: 3 }"))
                .isEqualTo(Map.of(
                        "A", new EnvValue("1", true), "B", new EnvValue("2", true), "C", new EnvValue("3", false)));
    }

    @Test
    void longValue_isRead() throws Exception {
        write(".env", "A=\"" + "x\\\"".repeat(100_000) + "\"");

        assertThat(variables("env_file: .env").values())
                .singleElement()
                .extracting(value -> value.value().length())
                .isEqualTo(200_000);
    }

    @Test
    void mistakes_nameTheFileAndTheLine_andShowNoValue() throws Exception {
        write("vars.env", """
                A=1
                  hunter2
                B-C=hunter2
                export A=hunter2
                D="hunter2
                E='hunter2' hunter2
                """);

        var thrown = catchThrowableOfType(
                InvalidWorkspaceException.class, () -> load("env_file: vars.env, comand: [x], env: { A: [x] }"));

        assertThat(String.valueOf(thrown.getMessage()).lines().map(line -> line.replace(folder + "/", "")))
                .satisfiesExactly(
                        each -> assertThat(each).isEqualTo("signalbox.yaml:2:42: env_file of service a has mistakes"),
                        each -> assertThat(each).startsWith("signalbox.yaml:2:52: unknown key \"comand\""),
                        each -> assertThat(each).startsWith("signalbox.yaml:2:75: variable A of service a is a list"),
                        each -> assertThat(each)
                                .isEqualTo("vars.env:2:1: a line without =. Allowed: NAME=value, or # and a comment"),
                        each -> assertThat(each)
                                .startsWith(
                                        "vars.env:3:1: what is before = is no name of a variable. Allowed: letters"),
                        each -> assertThat(each)
                                .isEqualTo("vars.env:4:8: A is here a second time; it is first in line 1"),
                        each -> assertThat(each)
                                .isEqualTo("vars.env:5:3: the quotes around the value of D do not end, or something "
                                        + "follows them. Allowed: 'text', \"text\" or text without quotes"),
                        each -> assertThat(each).startsWith("vars.env:6:3: the quotes around the value of E"));
    }
}
