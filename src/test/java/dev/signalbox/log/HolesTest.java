package dev.signalbox.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HolesTest {
    @TempDir
    private Path folder;

    private static long kilobytes(Path file) throws IOException {
        var du = new ProcessBuilder("du", "-k", file.toString()).start();
        return Long.parseLong(new String(du.getInputStream().readAllBytes(), StandardCharsets.UTF_8).split("\t", 2)[0]);
    }

    @Test
    void punch_file_freesTheBeginningAndKeepsTheRest() throws IOException {
        var file = folder.resolve("a file");
        var bytes = new byte[1_000_000];
        Arrays.fill(bytes, (byte) 'x');
        Files.write(file, bytes);

        Holes.punch(file, 900_001);

        Arrays.fill(bytes, 0, 900_001, (byte) 0);
        assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
        assertThat(kilobytes(file)).isBetween(1L, 200L);
    }

    @Test
    void punch_noFile_saysSo() {
        assertThatThrownBy(() -> Holes.punch(folder.resolve("none"), 1))
                .isInstanceOf(FileSystemException.class)
                .hasMessageContaining("none: cannot be opened, error 2");
    }

    @Test
    void punch_noHoles_isToldApart() {
        // A file system that every Linux has, and that can hold no holes.
        var file = Path.of("/proc/self/comm");
        assumeThat(file).exists();

        assertThatThrownBy(() -> Holes.punch(file, 1)).isInstanceOf(NoHolesException.class);
    }
}
