package dev.signalbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class MainTest {
    @Test
    void demoAndFile_isWrongUsage() {
        var err = new StringWriter();
        var code = new CommandLine(new Main()).setErr(new PrintWriter(err, true)).execute("--demo", "some.yaml");

        assertThat(code).isEqualTo(2);
        assertThat(err.toString()).startsWith("--demo and some.yaml: only one of them can be opened");
    }
}
