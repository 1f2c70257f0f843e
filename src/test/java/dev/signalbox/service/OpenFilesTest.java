package dev.signalbox.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OpenFilesTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"128, true", "255, true", "256, false", "1048576, false", "unlimited, false"})
    void fewFiles_areToldOf(String soft, boolean told) throws IOException {
        var limits = Files.writeString(folder.resolve("limits"), """
                Limit                     Soft Limit           Hard Limit           Units
                Max processes             100                  100                  processes
                Max open files            %s                 1048576              files
                """.formatted(soft));

        assertThat(OpenFiles.warning(limits).isPresent()).isEqualTo(told);
        OpenFiles.warning(limits)
                .ifPresent(text -> assertThat(text)
                        .startsWith("the engine may have " + soft + " files open")
                        .contains("ulimit -n 1024"));
    }
}
