package dev.signalbox.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.text.Terminal;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class TableTest {
    @Test
    void columnsBehindAnIdOfEastAsia_areBelowEachOther() {
        var table = new Table(1, "SERVICE", "STATE", "PID");
        table.add("数据", "running", "1");
        table.add("web app", "stopped", "-");
        var out = new StringWriter();

        table.print(new Terminal(new PrintWriter(out)), false);

        assertThat(out.toString().lines())
                .containsExactly(
                        "SERVICE  STATE    PID", //
                        "数据     running  1",
                        "web app  stopped  -");
    }
}
