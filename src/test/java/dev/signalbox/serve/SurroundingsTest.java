package dev.signalbox.serve;

import static dev.signalbox.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The program as the first process of a container. See [EnvironmentsTest] for other surroundings.
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class SurroundingsTest {
    private static final String WORKSPACE = """
            name: surroundings
            on_exit: stop
            services:
              app:
                shell: "for i in 1 2 3 4 5; do (sleep 0.01 &); done; exec sleep 1000"
            """;

    @TempDir
    private static Path shared;

    private static ProgramFolder program;

    @TempDir
    private Path folder;

    @BeforeAll
    static void makeProgram() throws IOException {
        assumeThat(Path.of("target/classes/module-info.class"))
                .as("the classes of a build")
                .exists();
        Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxr-xr-x"));
        program = ProgramFolder.make(shared.resolve("program"));
    }

    /// @param before what a shell does before
    private ProcessBuilder call(String before, String... words) {
        var builder = new ProcessBuilder(
                Stream.concat(program.command(before), Stream.of(words)).toList());
        builder.environment().clear();
        builder.environment()
                .putAll(Map.of(
                        "PATH",
                        "/usr/bin:/bin",
                        "JAVA_HOME",
                        System.getProperty("java.home"),
                        "XDG_STATE_HOME",
                        folder.resolve("state").toString()));
        return builder.redirectError(Redirect.appendTo(folder.resolve("errors").toFile()));
    }

    private String errors() throws IOException {
        return Files.readString(folder.resolve("errors"), StandardCharsets.ISO_8859_1);
    }

    private String output(ProcessBuilder command) throws Exception {
        var process = command.start();
        var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(errors()).isZero();
        return text;
    }

    @Test
    void firstProcessOfAContainer_reapsOrphans_andHandsSignalsOn() throws Exception {
        var file = Files.writeString(folder.resolve("signalbox.yaml"), WORKSPACE);
        var hidden = List.of("unshare", "--fork", "--pid", "--mount-proc", "--kill-child");
        assumeThat(new ProcessBuilder(Stream.concat(hidden.stream(), Stream.of("true"))
                                .toList())
                        .redirectErrorStream(true)
                        .start()
                        .waitFor())
                .as("the code of unshare")
                .isZero();
        // The first process is the launcher; what it says of itself is of its own namespace.
        var before = "set -- " + String.join(" ", hidden) + " \"$@\"";
        var engine = call(before, "serve", "--workspace", file.toString(), "--port", "0")
                .start();
        try {
            assertThat(engine.inputReader().readLine())
                    .as(errors())
                    .contains("\"pid\"")
                    .doesNotContain("\"pid\":1}");
            assertThat(output(call("", "start", "app", "--wait", "-w", file.toString())))
                    .contains("succeeded");
            var launcher = engine.children().findFirst().orElseThrow();
            await().until(() -> launcher.children().count() == 1);
            new ProcessBuilder("kill", "-TERM", Long.toString(launcher.pid()))
                    .start()
                    .waitFor();
            assertThat(engine.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(engine.exitValue()).as(errors()).isZero();
        } finally {
            engine.descendants().forEach(ProcessHandle::destroyForcibly);
            engine.destroyForcibly();
        }
    }
}
