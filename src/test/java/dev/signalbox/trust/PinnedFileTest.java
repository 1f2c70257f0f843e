package dev.signalbox.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PinnedFileTest {
    @TempDir
    private Path folder;

    private Path pipe(String name) throws Exception {
        var pipe = folder.resolve(name);
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        return pipe;
    }

    @Test
    void pipe_isSeen_andNobodyWaitsForItsWriter() throws Exception {
        try (var pinned = PinnedFile.of(pipe("pipe"))) {
            assertThat(pinned.attributes().isRegularFile()).isFalse();
            assertThat(pinned.attributes().isOther()).isTrue();
        }
    }

    @Test
    void fileThatIsHeld_isTheOneThatIsRead_thoughAPipeIsInItsPlace() throws Exception {
        var file = Files.writeString(folder.resolve("f"), "held");
        try (var pinned = PinnedFile.of(file)) {
            Files.move(pipe("pipe"), file, StandardCopyOption.ATOMIC_MOVE);
            assertThat(pinned.attributes().isRegularFile()).isTrue();
            try (var in = pinned.read()) {
                assertThat(in.readAllBytes()).asString().isEqualTo("held");
            }
        }
    }

    @Test
    void link_isItsTarget_andNothingIsTold() throws Exception {
        Files.writeString(folder.resolve("f"), "x");
        var link = Files.createSymbolicLink(folder.resolve("link"), Path.of("f"));
        try (var pinned = PinnedFile.of(link)) {
            assertThat(pinned.attributes("unix:ino")).isEqualTo(Files.readAttributes(folder.resolve("f"), "unix:ino"));
        }
        assertThatThrownBy(() -> PinnedFile.of(folder.resolve("none"))).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> PinnedFile.of(folder.resolve("f/none"))).isInstanceOf(NoSuchFileException.class);
    }
}
