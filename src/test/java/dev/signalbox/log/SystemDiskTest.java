package dev.signalbox.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SystemDiskTest {
    @TempDir
    private Path folder;

    /// Somebody has cut it since it was copied, and what is in it now is new.
    @Test
    void free_ofALogThatIsShorterByNow_takesNothing() throws Exception {
        var log = Files.writeString(folder.resolve("a.out.log"), "new line\n");
        var punched = new ArrayList<Long>();
        var disk = new SystemDisk((_, end) -> punched.add(end));
        disk.free(log, 100);
        assertThat(punched).isEmpty();
        disk.free(log, 9);
        assertThat(punched).containsExactly(9L);
    }
}
