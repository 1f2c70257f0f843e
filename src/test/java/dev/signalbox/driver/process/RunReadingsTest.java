package dev.signalbox.driver.process;

import static dev.signalbox.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.signalbox.metrics.Reading;
import dev.signalbox.service.ServiceDefinition;
import dev.signalbox.service.ServiceDefinition.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What a service is seen to use, with all of its processes.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class RunReadingsTest {
    @TempDir
    private Path folder;

    private Bench bench;

    private void open(String script) throws Exception {
        open(script, Members.BY_GROUP);
    }

    private void open(String script, Members members) throws Exception {
        var command = new Command.Argv(List.of("sh", "-c", script));
        bench = new Bench(
                folder, ServiceDefinition.builder("web", command, folder).build(), members);
        bench.start();
    }

    @AfterEach
    void close() {
        if (bench != null) {
            bench.close();
        }
    }

    private Reading look() {
        return Objects.requireNonNull(bench.drivers.readings().look().get("web"));
    }

    /// Looks until that is all that there is, as processes take a moment to come and go.
    private void awaitTasks(int count) {
        await().until(() -> look().tasks() == count);
    }

    private void let(String go) throws Exception {
        Files.createFile(folder.resolve(go));
    }

    @Test
    void service_thatDoesNotRun_isNotLookedAt() throws Exception {
        open("exec sleep 100");
        bench.stop();

        assertThat(bench.drivers.readings().look()).isEmpty();
    }

    @Test
    void service_usesWhatAllItsProcessesUse_thoseThatComeLaterToo() throws Exception {
        open("sleep 100 & while ! [ -e go ]; do sleep 0.02; done; sleep 100 & sleep 100 & wait");
        await().until(() -> look().tasks() >= 3);
        var before = look();
        assertThat(before.memory()).isPositive();
        assertThat(before.files()).isPositive();
        assertThat(before.filesOfOne()).isPositive().isLessThan(before.files());
        assertThat(before.limits().files()).isPositive();

        let("go");
        // The wrapper, the shell and what it has begun.
        awaitTasks(5);
    }

    @Test
    void processThatHasLeftTheSession_isCountedAllTheSame() throws Exception {
        open("setsid sleep 100 & while ! [ -e go ]; do sleep 0.02; done; (setsid sleep 100 &); exec sleep 100");
        let("go");
        awaitTasks(4);
    }

    @Test
    void processOfAnEarlierEnginesRun_isCountedByTheNextOne() throws Exception {
        open("setsid sleep 100 & sleep 100");
        awaitTasks(4);
        bench.leave();
        bench.enter();

        assertThat(look().tasks()).isEqualTo(4);
        assertThat(look().begin()).isEqualTo(bench.files().read().orElseThrow().at());
    }

    @Test
    void cpu_ofWhatCameAndWentBetweenLooks_isNotLost() throws Exception {
        open(
                "while ! [ -e go ]; do sleep 0.02; done; sh -c 'i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done';"
                        + " touch done; exec sleep 100",
                Members.BY_SCAN);
        look();
        look();
        let("go");
        await().until(() -> Files.exists(folder.resolve("done")));

        assertThat(look().cpuNanos()).isGreaterThanOrEqualTo(20_000_000);
        assertThat(look().cpuNanos()).isLessThanOrEqualTo(20_000_000);
    }

    @Test
    void ports_areThoseOnWhichAnyOfItsProcessesListens() throws Exception {
        assumeTrue(hasPython(), "python3 is not installed");
        open("python3 -c '"
                + "import socket,os,time\n"
                + "s=socket.create_server((\"127.0.0.1\",0))\n"
                + "open(\"port.tmp\",\"w\").write(str(s.getsockname()[1]))\n"
                + "os.rename(\"port.tmp\",\"port\")\n"
                + "time.sleep(100)'");
        await().until(() -> Files.exists(folder.resolve("port")));
        var port = Integer.valueOf(Files.readString(folder.resolve("port")));

        // Now and then only.
        await().until(() -> look().ports().equals(List.of(port)));
    }

    private static boolean hasPython() {
        try {
            return new ProcessBuilder("python3", "-c", "import socket").start().waitFor() == 0;
        } catch (IOException | InterruptedException e) {
            return false;
        }
    }
}
