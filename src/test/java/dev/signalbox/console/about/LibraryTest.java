package dev.signalbox.console.about;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibraryTest {
    @TempDir
    Path folder;

    private Path bill(String components) throws IOException {
        return Files.writeString(folder.resolve("sbom.json"), "{\"components\": [" + components + "]}");
    }

    @Test
    void libraries_areNamedOnceEach_byName_withTheirLicences() throws IOException {
        assertThat(Library.of(bill("""
                {"name": "zeta", "version": "1", "licenses": [{"license": {"id": "MIT"}}]},
                {"name": "Alpha", "version": "2", "licenses": [{"license": {"name": "Its own"}}, {"expression": "A OR B"}]},
                {"name": "zeta", "version": "1", "licenses": [{"license": {"id": "MIT"}}]},
                {"name": "bare", "version": "3"}
                """)))
                .containsExactly(
                        new Library("Alpha", "2", "Its own, A OR B"),
                        new Library("bare", "3", ""),
                        new Library("zeta", "1", "MIT"));
    }

    @Test
    void brokenBill_isToldByItsName() throws IOException {
        var broken = Files.writeString(folder.resolve("sbom.json"), "{\"components\": [");
        assertThatThrownBy(() -> Library.of(broken))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(broken + " is no bill of materials: ");
        assertThatThrownBy(() -> Library.of(folder.resolve("missing.json"))).isInstanceOf(IOException.class);
    }
}
