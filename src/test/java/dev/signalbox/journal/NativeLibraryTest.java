package dev.signalbox.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

@ResourceLock(Resources.SYSTEM_PROPERTIES)
final class NativeLibraryTest {
    private static final String PROPERTY = "org.sqlite.tmpdir";
    private final String before = System.getProperty(PROPERTY, "");

    @TempDir
    Path folder;

    @AfterEach
    void restore() {
        if (before.isEmpty()) {
            System.clearProperty(PROPERTY);
        } else {
            System.setProperty(PROPERTY, before);
        }
    }

    @Test
    void libraryIsUnpackedIntoTheStateFolder_whereAKilledEngineHasLeftNothing() throws Exception {
        System.clearProperty(PROPERTY);
        var lib = Files.createDirectory(folder.resolve("lib"));
        Files.createFile(lib.resolve("sqlite-3.54-abc-libsqlitejdbc.so"));
        Files.createFile(lib.resolve("sqlite-3.54-abc-libsqlitejdbc.so.lck"));
        var other = Files.createFile(lib.resolve("other"));

        NativeLibrary.unpackInto(lib);

        assertThat(System.getProperty(PROPERTY)).isEqualTo(lib.toString());
        assertThat(lib.toFile().listFiles()).containsExactly(other.toFile());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(lib)))
                .isEqualTo("rwx------");
        var used = Files.createFile(lib.resolve("sqlite-in-use"));
        NativeLibrary.unpackInto(lib);
        assertThat(used).exists();
    }

    @Test
    void folderThatWasSaidBefore_stays() throws Exception {
        System.setProperty(PROPERTY, folder.toString());

        NativeLibrary.unpackInto(folder.resolve("lib"));

        assertThat(System.getProperty(PROPERTY)).isEqualTo(folder.toString());
    }
}
