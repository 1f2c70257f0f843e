package dev.signalbox.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which processes count for a service, on a `/proc` made by hand.
final class ProcessUsageTest {
    @TempDir
    Path proc;

    @BeforeEach
    void others() throws IOException {
        process(1, "init", 0, 1, 900, 90);
        Files.createDirectory(proc.resolve("sys"));
        // It has ended between the two looks.
        Files.createDirectory(proc.resolve("77"));
    }

    /// @param ticks of its user time; as many were spent by children that it has waited for
    private void process(long pid, String name, long parent, long session, long ticks, long pages) throws IOException {
        var stat = pid + " (" + name + ") S " + parent + " " + pid + " " + session + " 0 -1 0 0 0 0 0 " + ticks + " 1 "
                + ticks + " 2 20 0 1 0 4711 1000000 " + pages + " 0 0\n";
        Files.writeString(
                Files.createDirectory(proc.resolve(Long.toString(pid))).resolve("stat"), stat);
    }

    private static ProcessUsage usage(long ticks, long pages) {
        return new ProcessUsage(Duration.ofMillis(ticks * 10), pages * 4096);
    }

    @Test
    void session_andAllThatDescendFromIt_countTogether() throws IOException {
        process(100, "sh", 1, 100, 1, 1);
        process(101, "service", 100, 100, 10, 10);
        process(102, "worker) S 1 1 (", 101, 100, 20, 20);
        process(103, "daemon of its own session", 102, 103, 40, 40);
        process(104, "orphan of the session", 1, 100, 80, 80);
        process(200, "other service", 1, 200, 5, 7);
        process(201, "nobody's", 1, 201, 5, 5);

        var usages = ProcessUsage.read(proc, List.of(101L, 200L, 999L, -1L));

        assertThat(usages).containsOnlyKeys(101L, 200L);
        assertThat(usages.get(101L)).isEqualTo(usage(2 * (1 + 10 + 20 + 40 + 80) + 5 * 3, 1 + 10 + 20 + 40 + 80));
        assertThat(usages.get(200L)).isEqualTo(usage(2 * 5 + 3, 7));
    }

    @Test
    void sessionOfTheEngineItself_isNobodys() throws IOException {
        var engine = ProcessHandle.current().pid();
        process(engine, "java", 1, 100, 50, 50);
        process(engine + 1, "service", engine, 100, 10, 10);
        process(engine + 2, "child", engine + 1, 100, 20, 20);

        assertThat(ProcessUsage.read(proc, List.of(engine + 1))).containsOnlyKeys(engine + 1);
        assertThat(ProcessUsage.read(proc, List.of(engine + 1)).get(engine + 1)).isEqualTo(usage(2 * 30 + 6, 30));
    }

    @Test
    void parentsInACircle_endTheSearch() throws IOException {
        process(300, "a", 301, 300, 1, 1);
        process(301, "b", 300, 301, 1, 1);
        assertThat(ProcessUsage.read(proc, List.of(4711L))).isEmpty();
    }

    @Test
    void thisProcess_isReadFromTheWorld() {
        var pid = ProcessHandle.current().pid();
        var usage = ProcessUsage.read(Path.of("/proc"), List.of(pid)).get(pid);
        assertThat(usage.residentBytes()).isGreaterThan(10_000_000);
        assertThat(usage.cpu()).isPositive();
    }
}
