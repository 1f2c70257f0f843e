package dev.signalbox.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnreadableFileTest {
    @TempDir
    private Path folder;

    /// What is said of `file`, without its folder.
    private String said(Path file) {
        var thrown = catchThrowableOfType(InvalidWorkspaceException.class, () -> WorkspaceFile.load(file, Map.of()));
        assertThat(thrown.problems()).hasSize(1);
        return String.valueOf(thrown.getMessage()).replace(folder + "/", "");
    }

    private String saidOf(String text) throws IOException {
        return said(Files.writeString(folder.resolve("s.yaml"), text));
    }

    private String saidOf(byte... bytes) throws IOException {
        return said(Files.write(folder.resolve("s.yaml"), bytes));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ``                              | s.yaml:1:1: the file is empty. Allowed: a map with services
            `# only a comment`              | s.yaml:1:1: the file is empty. Allowed: a map with services
            `[x]`                           | s.yaml:1:1: the workspace is a list. Allowed: a map of name, on_exit, log, journal, env, env_file, secrets, defaults, services
            `services:\\n\\ta: b`             | s.yaml:2:1: a tab. Allowed: spaces
            `services:\\n  a:\\n    b: 1\\n   c: 2` | s.yaml:4:4: not YAML: while parsing a block mapping, expected <block end>
            `name: "\\Uffffffff"`           | s.yaml:1:10: no letter has the number of this escape sequence. Allowed: \\U00000000
            `name: "x`                      | s.yaml:1:9: not YAML: while scanning a quoted scalar, found unexpected end of stream
            `a: 1\\n---\\nb: 1`               | s.yaml:2:1: a second document. Allowed: one document in a file
            `a: &a [*a]`                    | s.yaml:1:8: an alias inside of what it stands for, which would have no end
            `a: &a { b: { <<: *a } }`       | s.yaml:1:18: an alias inside of what it stands for, which would have no end
            `a: [*b, &b x]`                 | s.yaml:1:5: an alias without an anchor before it. Allowed: quotes around text with a *
            `a: !!java.net.URL x`           | s.yaml:1:4: a tag. Allowed: values without tags, and quotes around text with a !
            `? [a]\\n: x`                    | s.yaml:1:3: a key that is a list or a map. Allowed: text
            """)
    void textThatIsNoWorkspace_isToldWithItsPlace(String text, String expected) throws IOException {
        assertThat(saidOf(text.replace("\\n", "\n").replace("\\t", "\t"))).startsWith(expected);
    }

    @Test
    void missingFile_isNamed() {
        assertThat(said(folder.resolve("gone.yaml"))).isEqualTo("gone.yaml: there is no such file");
    }

    @Test
    void folder_isNoFile() throws IOException {
        assertThat(said(Files.createDirectory(folder.resolve("sub"))))
                .isEqualTo("sub: this is a folder. Allowed: a YAML or JSON file");
    }

    @Test
    void device_isNoRegularFile() {
        assertThat(said(Path.of("/dev/zero")))
                .isEqualTo("/dev/zero: this is no regular file. Allowed: a YAML or JSON file");
    }

    @Test
    void fileWithoutPermission_isNotReadable() throws IOException {
        var file = Files.writeString(folder.resolve("secret.yaml"), "name: w");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        assumeFalse(Files.isReadable(file), "the superuser may read everything");

        assertThat(said(file)).isEqualTo("secret.yaml: no permission to read this file");
    }

    @Test
    void binaryFile_isNoText() throws IOException {
        assertThat(saidOf(new byte[] {0x7F, 'E', 'L', 'F', (byte) 0xC0, (byte) 0xFF}))
                .isEqualTo("s.yaml: the file is not text in UTF-8");
        assertThat(saidOf(new byte[] {'a', '\n', 'b', 0}))
                .isEqualTo("s.yaml:2:2: a control character (U+0000); this is no text file");
    }

    @Test
    void largeFile_isRefused() throws IOException {
        assertThat(saidOf(new byte[SourceText.MOST_BYTES + 1])).isEqualTo("s.yaml: the file is larger than 4 MiB");
    }

    @Test
    void deepNesting_isRefused() throws IOException {
        assertThat(saidOf("[".repeat(1_000_000))).isEqualTo("s.yaml:1:17: nested deeper than 16 levels");
    }

    @Test
    void aliasesOfAliases_areRefused_beforeTheyAreTooMany() throws IOException {
        var bomb = IntStream.range(1, 30)
                .mapToObj(i -> "a" + i + ": &a" + i + " [*a" + (i - 1) + ", *a" + (i - 1) + ", *a" + (i - 1) + ", *a"
                        + (i - 1) + "]")
                .collect(Collectors.joining("\n", "a0: &a0 [x]\n", ""));

        assertThat(saidOf(bomb)).isEqualTo("s.yaml:9:15: aliases that put in more than 100000 values");
    }

    /// A map that is merged is walked through as often.
    @Test
    void mergesOfMerges_areRefused_beforeTheyAreTooMany() throws IOException {
        var bomb = IntStream.range(1, 30)
                .mapToObj(i -> "x-" + i + ": &a" + i + " { k" + i + ": 1, l: *a" + (i - 1) + ", <<: [*a" + (i - 1)
                        + ", *a" + (i - 1) + "] }")
                .collect(Collectors.joining("\n", "x-0: &a0 { k: v }\n", ""));

        assertThat(saidOf(bomb)).contains("aliases that put in more than 100000 values");
    }
}
