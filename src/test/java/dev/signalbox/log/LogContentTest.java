package dev.signalbox.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LogContentTest {
    @TempDir
    Path folder;

    @Test
    void open_whileTheFileIsRenamedAndBegunAgain_neverFails() throws Exception {
        var log = folder.resolve("log");
        var done = new AtomicBoolean();
        var failed = new AtomicReference<IOException>();
        var writer = Thread.ofPlatform().start(() -> {
            try {
                while (!done.get()) {
                    Files.writeString(log, "line\n");
                    Files.move(log, folder.resolve("before"), StandardCopyOption.REPLACE_EXISTING);
                }
            } catch (IOException e) {
                failed.set(e);
            }
        });
        try {
            for (int i = 0; i < 20_000; i++) {
                try (var content = LogContent.open(log)) {
                    assertThat(content.length()).isIn(0L, 5L);
                }
            }
        } finally {
            done.set(true);
            writer.join();
        }
        assertThat(failed.get()).isNull();
    }

    @Test
    void open_whatIsNoFile_saysSo() throws Exception {
        var log = Files.createDirectory(folder.resolve("log"));

        assertThatThrownBy(() -> LogContent.open(log))
                .isInstanceOf(FileNotFoundException.class)
                .hasMessageContaining("Is a directory");
    }
}
