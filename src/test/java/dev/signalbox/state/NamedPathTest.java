package dev.signalbox.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a path is called that a person has typed.
final class NamedPathTest {
    @TempDir
    private Path folder;

    private Path of(String path) {
        return NamedPath.of(folder.resolve(path), Map.of());
    }

    @Test
    void dotsThatSayNothing_areLeftOut() throws IOException {
        Files.createDirectory(folder.resolve("a"));

        assertThat(of("./a/./file")).isEqualTo(folder.resolve("a/file"));
        assertThat(of("a/../file")).isEqualTo(folder.resolve("file"));
        assertThat(of("a/../../file")).isEqualTo(folder.resolveSibling("file"));
    }

    @Test
    void linkInThePath_staysAsItIsNamed() throws IOException {
        Files.createDirectories(folder.resolve("releases/1"));
        Files.createSymbolicLink(folder.resolve("current"), folder.resolve("releases/1"));

        assertThat(of("current/file")).isEqualTo(folder.resolve("current/file"));
    }

    /// The kernel follows the link first.
    @Test
    void folderAboveALink_isThatOfItsTarget() throws IOException {
        Files.createDirectories(folder.resolve("releases/1"));
        Files.createDirectory(folder.resolve("releases/shared"));
        Files.createFile(folder.resolve("releases/shared/file"));
        Files.createSymbolicLink(folder.resolve("current"), folder.resolve("releases/1"));

        var named = of("current/../shared/file");
        assertThat(named).hasToString(folder + "/current/../shared/file").exists();
        assertThat(of("current/../../file")).hasToString(folder + "/current/../../file");
    }

    @Test
    void relativePath_beginsInTheFolderAsTheShellCallsIt() throws IOException {
        var here = Path.of("").toAbsolutePath();
        var link = Files.createSymbolicLink(folder.resolve("here"), here);
        var file = Path.of("file");

        assertThat(NamedPath.of(file, Map.of("PWD", link.toString()))).isEqualTo(link.resolve("file"));
        assertThat(NamedPath.of(file, Map.of("PWD", folder.toString())))
                .as("another folder, as after a change of folder by a program")
                .isEqualTo(here.resolve("file"));
        assertThat(NamedPath.of(file, Map.of("PWD", folder + "/none"))).isEqualTo(here.resolve("file"));
        assertThat(NamedPath.of(file, Map.of("PWD", "."))).isEqualTo(here.resolve("file"));
        assertThat(NamedPath.of(file, Map.of())).isEqualTo(here.resolve("file"));
    }
}
