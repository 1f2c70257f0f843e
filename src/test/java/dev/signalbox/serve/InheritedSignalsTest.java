package dev.signalbox.serve;

import static dev.signalbox.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ProcessBuilder.Redirect;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// An engine that `nohup` or the background of a script began to ignore signals.
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class InheritedSignalsTest {
    @TempDir
    private Path folder;

    @Test
    void engineThatIgnoresSignals_survivesThem_andItsServicesAreStoppedByThem() throws Exception {
        var told = folder.resolve("told");
        Files.writeString(folder.resolve("signalbox.yaml"), """
                services:
                  app:
                    shell: "trap 'echo > interrupted; exit' INT; grep SigIgn /proc/self/status > new; mv new told; sleep 1000"
                    autostart: true
                    stop: { signal: SIGINT, timeout: 60s }
                on_exit: stop
                """);
        var served = ServeProcess.beginDeafTo(
                List.of("HUP", "INT", "USR1", "TSTP"),
                folder,
                Redirect.to(folder.resolve("log").toFile()));
        try {
            await().until(() -> Files.exists(told));
            // The C library has two of its own, 32 and 33, ignored while a program is begun.
            var ignored = Long.parseUnsignedLong(Files.readString(told).split("\\s+")[1], 16);
            assertThat(ignored & ~(3L << 31)).isZero();

            new ProcessBuilder("kill", "-USR1", Long.toString(served.process().pid()))
                    .start()
                    .waitFor();
            try (var client = HttpClient.newHttpClient()) {
                assertThat(served.send(client, "GET", "/services", "").body()).contains("app");
            }
        } finally {
            served.process().destroy(); // SIGTERM
        }
        assertThat(served.process().waitFor()).isZero();
        assertThat(folder.resolve("interrupted")).exists();
    }
}
