package dev.signalbox.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Where a workspace's state is found again.
final class StateFolderTest {
    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void makeFile() throws IOException {
        file = Files.createFile(folder.resolve("signalbox.yaml"));
    }

    private StateFolder of(String name, Path workspace) throws IOException {
        return StateFolder.of(
                name,
                workspace,
                Map.of("XDG_STATE_HOME", folder.resolve("state").toString()));
    }

    @Test
    void of_workspaceWithAnotherNameThanBefore_isTheSame() throws IOException {
        assertThat(of("new", file)).isEqualTo(of("old", file));
    }

    @Test
    void of_anotherFileWithTheSameName_isAnother() throws IOException {
        var another = Files.createFile(folder.resolve("another.yaml"));

        assertThat(of("same", another)).isNotEqualTo(of("same", file));
    }

    @Test
    void of_folderCannotBeMade_saysWhereAndWhy() throws IOException {
        Files.createFile(folder.resolve("state"));

        assertThatIOException()
                .isThrownBy(() -> of("name", file))
                .withMessage(
                        "the state of services cannot be kept in %s: Not a directory",
                        folder.resolve("state/signalbox"));
    }

    @Test
    void existing_isFoundByItsFile_andMakesNothing() throws IOException {
        var environment = Map.of("XDG_STATE_HOME", folder.resolve("state").toString());

        assertThat(StateFolder.existing(file, environment)).isEmpty();
        assertThat(folder.resolve("state")).doesNotExist();

        var made = of("name", file);
        of("other", Files.createFile(folder.resolve("another.yaml")));
        assertThat(StateFolder.existing(file, environment)).contains(made);
        assertThat(StateFolder.all(environment)).hasSize(2).contains(made);
    }
}
