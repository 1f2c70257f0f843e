package dev.signalbox.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.signalbox.service.ServiceDefinition.EnvValue;
import dev.signalbox.service.ServiceDefinition.Secrecy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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

        assertThat(loaded.services().getFirst().env())
                .isEqualTo(Map.of("A", new EnvValue("released", Secrecy.FROM_FILE)));
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
            A=$HOME $${HOME} `x`      | `$HOME ${HOME} ``x```
            A='b # $c \\n " d' # e     | `b # $c \\n " d`
            A="b # 'c' \\"d\\" \\$e \\f" | `b # 'c' "d" $e \\f`
            A="b\\\\n"                  | `b\\n`
            """)
    void value_isTakenAsItIsWritten(String line, String value) throws Exception {
        write(".env", "# first\n\n" + line.replace("``", "`") + "\r\n");

        assertThat(variables("env_file: .env"))
                .isEqualTo(Map.of("A", new EnvValue(value.replace("``", "`"), Secrecy.FROM_FILE)));
    }

    @Test
    void escapedLineEnd_becomesOne_inDoubleQuotes() throws Exception {
        write(".env", "A=\"b\\nc\\td\"");

        assertThat(variables("env_file: .env")).containsEntry("A", new EnvValue("b\nc\td", Secrecy.FROM_FILE));
    }

    @Test
    void laterFileWins_andEnvOverAll() throws Exception {
        write("one.env", "A=1\nB=1\nC=1");
        write("two.env", "B=2\nC=2");

        assertThat(variables("env_file: [one.env, two.env], env: { C: 3 }"))
                .isEqualTo(Map.of(
                        "A",
                        new EnvValue("1", Secrecy.FROM_FILE),
                        "B",
                        new EnvValue("2", Secrecy.FROM_FILE),
                        "C",
                        new EnvValue("3", false)));
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
                  hunter2 hunter2
                B?C=hunter2
                export C: hunter2
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
                                .isEqualTo(
                                        "vars.env:4:8: a : behind the name, as in YAML. Allowed: NAME=value, or # and a"
                                                + " comment"),
                        each -> assertThat(each)
                                .isEqualTo("vars.env:5:3: the quotes around the value of D do not end, or something "
                                        + "follows them. Allowed: 'text', \"text\" or text without quotes"),
                        each -> assertThat(each).startsWith("vars.env:6:3: the quotes around the value of E"));
    }

    // --- files as other tools read them ---

    private String value(String file, String name) throws IOException, InvalidWorkspaceException {
        write(".env", file);
        var value = variables("env_file: .env").get(name);
        return value == null ? "(none)" : value.value();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"", "'"})
    void keyOverSeveralLines_isReadWithItsLineEnds(String quote) throws Exception {
        var key = "-----BEGIN PRIVATE KEY-----\r\nMIIE+x/=\r\n\r\n# no comment\r\n-----END PRIVATE KEY-----\r\n";
        var file = "A=1\r\nKEY=" + quote + key + quote + " # a comment\r\nB=2\r\n";

        assertThat(value(file, "KEY")).isEqualTo(key.replace("\r", ""));
        assertThat(value(file, "B")).isEqualTo("2");
    }

    @Test
    void mistakeBehindAValueOfSeveralLines_hasItsOwnLine() throws Exception {
        write(".env", "A=\"x\ny\nz\"\nwhat is this\n");

        assertThat(load("env_file: .env").troubles()).extracting(Problem::line).containsExactly(2, 4);
    }

    @Test
    void nameThatStandsTwice_hasItsLaterValue() throws Exception {
        assertThat(value("A=1\nexport A=2\n", "A")).isEqualTo("2");
        assertThat(value("A=1\nA=${A}2\nA=${A}3", "A")).isEqualTo("123");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A=1\nA='2'\n",
                "A='1'\r\nA=\"2\"\r\n",
                "A=\"1\n1\"\nA=2 # now\n",
                "A = 1\n  export   A='2'",
                "A=1\nA=\n#A=3\nA=2"
            })
    void nameThatStandsTwice_hasItsLaterValue_howeverEachIsWritten(String file) throws Exception {
        assertThat(value(file, "A")).isEqualTo("2");
        assertThat(load("env_file: .env").warnings()).isNotEmpty();
    }

    /// As editors of Windows save it.
    @ParameterizedTest
    @ValueSource(strings = {"A=1", "export A=1\r\n", "# a comment\nA=1", "\nA='1'\n", "A=0\nA=1"})
    void fileThatBeginsWithAByteOrderMark_isReadWithoutIt(String file) throws Exception {
        assertThat(value("\ufeff" + file, "A")).isEqualTo("1");
        assertThat(load("env_file: .env").troubles()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"spring.profiles.active", "my-key", "a.b-c_D1"})
    void nameWithDotsAndDashes_isPassedOn(String name) throws Exception {
        assertThat(value(name + "=prod", name)).isEqualTo("prod");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            A=${BASE}/data            | here/data
            A="${BASE}-x\\n"          | `here-x\n`
            A='${BASE}'               | ${BASE}
            A=\\${BASE}               | ${BASE}
            A="\\${BASE}"             | ${BASE}
            A=$${BASE}                | ${BASE}
            A=pa\\$word               | pa$word
            A=pa$$word                | pa$$word
            A=${NOT:-${BASE}} # x     | here
            A=${env:OUTSIDE}          | out
            A=${OUTSIDE}              | out
            """)
    void reference_isFollowedOutsideOfSingleQuotes(String line, String expected) throws Exception {
        write("signalbox.yaml", "name: w\nservices: { a: { command: [x], env_file: .env } }");
        write(".env", "BASE=here\n" + line.replace("\\\\", "\\"));

        var workspace = WorkspaceFile.load(folder.resolve("signalbox.yaml"), Map.of("OUTSIDE", "out"));

        assertThat(workspace.services().getFirst().env())
                .containsEntry("A", new EnvValue(expected.replace("\\\\", "\\"), Secrecy.FROM_FILE));
    }

    /// Shells cannot set it, and the words of `env` are seen by everybody.
    @ParameterizedTest
    @ValueSource(strings = {"spring.datasource.password=hunter2", "api-key=hunter2", "db.url=db://a:hunter2@h/"})
    void secretUnderANameOfDotsAndDashes_isNotHandedToAProgramByItsWords(String line) throws Exception {
        write(".env", line);

        var trouble = load("env_file: .env").services().getFirst().trouble();

        assertThat(trouble.text()).contains("is secret", "(.env:1:1)").doesNotContain("hunter2");
        assertThat(trouble.blocks()).isTrue();
    }

    @Test
    void nameAlone_isHandedThrough_andNothingWithoutIt() throws Exception {
        write("signalbox.yaml", "name: w\nservices: { a: { command: [x], env_file: .env } }");
        write(".env", "OUTSIDE\nexport ALSO # a comment\nNOT_THERE\n");

        var workspace = WorkspaceFile.load(folder.resolve("signalbox.yaml"), Map.of("OUTSIDE", "out", "ALSO", "too"));

        assertThat(workspace.services().getFirst().env())
                .isEqualTo(Map.of(
                        "OUTSIDE", new EnvValue("out", Secrecy.FROM_ENGINE),
                        "ALSO", new EnvValue("too", Secrecy.FROM_ENGINE)));
        assertThat(workspace.warnings()).singleElement().asString().contains(".env:3:1: a line without =");
        assertThat(workspace.troubles()).isEmpty();
    }

    @Test
    void colonInsteadOfEquals_isToldPlainly_withoutTheValue() throws Exception {
        write(".env", "PASSWORD: hunter2\nexport URL: a=hunter2\n");

        assertThat(load("env_file: .env").troubles())
                .hasSize(3)
                .allSatisfy(each -> assertThat(each.toString()).doesNotContain("hunter2"))
                .filteredOn(each -> each.found().equals("a : behind the name, as in YAML"))
                .hasSize(2);
    }
}
