package dev.signalbox.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class MistakesTest {
    @TempDir
    private Path folder;

    @Test
    void serviceWithAnAt_isNoFileOfWords() throws Exception {
        var word = "@" + Files.writeString(folder.resolve("db"), "other words");

        var parsed = Mistakes.in(new CommandLine(new PsCommand())).parseArgs(word);

        assertThat(parsed.matchedPositional(0).originalStringValues()).containsExactly(word);
    }
}
