package dev.signalbox.journal;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpkeepTest {
    @TempDir
    private Path folder;

    /// As when the commit that closes the journal is the one after which its log is moved into the file.
    @Test
    void commit_afterTheClosing_isNoMistake() {
        var upkeep = new Upkeep(new Database(folder.resolve("journal.db"), Schema.MIGRATIONS), InstantSource.system());
        upkeep.start(() -> {});
        upkeep.close();

        assertThatCode(() -> {
                    for (int i = 0; i < 1_000; i++) {
                        upkeep.committed();
                    }
                })
                .doesNotThrowAnyException();
    }
}
