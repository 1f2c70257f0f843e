package dev.signalbox.serve;

import static dev.signalbox.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
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

/// What services see of the surroundings that the program was called in, through its launcher. Each has several
/// peculiarities at once, and all programs of a service have to see the same.
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class SurroundingsTest {
    private static final String LETTERS = "gr\u00fcn \u65e5\u672c \ud83d\ude80";
    private static final String LATIN = "gr\u00fcn"; // one byte for each letter
    private static final int USER = 65_533;

    /// Writes what it sees into a file of its own. Signals above 31 are the C library's affair.
    private static final String SAY = """
            #!/bin/sh
            {
                printf '%s\\n' "$2" "$LATIN" "$OWN" "LC_ALL=${LC_ALL-none}" "$(umask)" "$PWD" "$(pwd -P)"
                ignored=$(sed -n 's/^SigIgn:.//p' /proc/$$/status)
                echo "ignores $((0x$ignored & 0x7fffffff))"
            } > "$1.tmp"
            mv "$1.tmp" "$1.seen"
            """;

    private static final String WORKSPACE = """
            name: surroundings
            on_exit: stop
            services:
              app:
                command: [sh, -c, './say.sh app "$1"; printf "%%s\\n" "$1"; exec sleep 1000', sh, "%1$s"]
                cwd: ../current/../gr\u00f6\u00dfe
                env: { OWN: "${env:LATIN}" }
                pre_start: [./say.sh, hook, "%1$s"]
                ready: { exec: [./say.sh, probe, "%1$s"], every: 1s }
            """.formatted(LETTERS);

    @TempDir
    private static Path shared;

    private static ProgramFolder program;

    @TempDir
    private Path folder;

    private Path root;
    private Path file;

    @BeforeAll
    static void makeProgram() throws IOException {
        assumeThat(Path.of("target/classes/module-info.class"))
                .as("the classes of a build")
                .exists();
        Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxr-xr-x"));
        program = ProgramFolder.make(shared.resolve("program"));
    }

    /// `current` leads into another folder, above which is the one that the services are in.
    private void makeWorkspace() throws IOException {
        root = folder.resolve("Gr\u00f6\u00dfe");
        var services = Files.createDirectories(root.resolve("releases/gr\u00f6\u00dfe"));
        Files.createDirectories(root.resolve("releases/1"));
        Files.createSymbolicLink(root.resolve("current"), Path.of("releases/1"));
        Files.createDirectories(root.resolve("shop"));
        Files.createDirectories(root.resolve("state"));
        file = Files.writeString(root.resolve("shop/signalbox.yaml"), WORKSPACE);
        Files.writeString(services.resolve("say.sh"), SAY);
        Files.setPosixFilePermissions(services.resolve("say.sh"), PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /// @param before what a shell does before
    /// @param variables beside those that are always there
    private ProcessBuilder call(String before, Map<String, String> variables, String... words) {
        var prepared = "LATIN=$(printf 'gr\\374n'); export LATIN\n" + before;
        var builder = new ProcessBuilder(
                Stream.concat(program.command(prepared), Stream.of(words)).toList());
        builder.environment().clear();
        builder.environment()
                .putAll(Map.of(
                        "PATH",
                        "/usr/bin:/bin",
                        "JAVA_HOME",
                        System.getProperty("java.home"),
                        "XDG_STATE_HOME",
                        root.resolve("state").toString()));
        builder.environment().putAll(variables);
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

    /// @param locale `LC_ALL` as services see it
    private void everythingArrives(String before, Map<String, String> variables, String locale) throws Exception {
        var at = file.toString();
        var engine = call(before, variables, "serve", "--workspace", at, "--port", "0")
                .start();
        try {
            assertThat(engine.inputReader().readLine()).as(errors()).contains("\"pid\"");
            assertThat(output(call(before, variables, "start", "app", "--wait", "-w", at)))
                    .contains("succeeded");

            var cwd = root.resolve("releases/gr\u00f6\u00dfe");
            var seen = bytes(LETTERS) + "\n" + LATIN + "\n" + LATIN + "\nLC_ALL=" + locale + "\n0022\n";
            for (var name : List.of("app", "hook", "probe")) {
                assertThat(Files.readString(cwd.resolve(name + ".seen"), StandardCharsets.ISO_8859_1))
                        .as(name)
                        .isEqualTo(seen
                                + bytes(root.resolve("current/../gr\u00f6\u00dfe") + "\n" + cwd.toRealPath() + "\n")
                                + "ignores 0\n");
            }
            assertThat(output(call(before, variables, "logs", "app", "-w", at))).endsWith("\n" + LETTERS + "\n");
        } finally {
            engine.destroy(); // SIGTERM
            assertThat(engine.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(engine.exitValue()).as(errors()).isZero();
    }

    /// As [StandardCharsets#ISO_8859_1] shows them.
    private static String bytes(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    @Test
    void cronOrUnit_withoutHomeAndLanguage_withItsUmaskAndSignalsIgnored() throws Exception {
        makeWorkspace();

        everythingArrives("umask 077; trap '' HUP INT QUIT", Map.of(), "none");
    }

    @Test
    void shellInADeletedFolder_withALanguageThatIsNotInstalled_andFewFiles() throws Exception {
        makeWorkspace();
        var gone = folder.resolve("gone");

        everythingArrives(
                "mkdir -p '" + gone + "'; cd '" + gone + "'; rmdir '" + gone + "'; ulimit -n 128",
                Map.of("LC_ALL", "de_XX.UTF-8", "LANG", "C"),
                "de_XX.UTF-8");
        assertThat(errors()).contains("the engine may have 128 files open");
    }

    @Test
    void anotherUser_whomNoListKnows_withTheLanguageC() throws Exception {
        assumeThat(Files.getAttribute(Path.of("/proc/self"), "unix:uid"))
                .as("the user that the tests run as")
                .isEqualTo(0);
        makeWorkspace();
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (var files = Files.walk(root)) {
            for (var each : (Iterable<Path>) files::iterator) {
                Files.setAttribute(each, "unix:uid", USER, LinkOption.NOFOLLOW_LINKS);
            }
        }

        everythingArrives(
                "set -- setpriv --reuid=" + USER + " --regid=" + USER + " --clear-groups \"$@\"",
                Map.of("LANG", "C", "HOME", "/nonexistent"),
                "none");
    }

    @Test
    void firstProcessOfAContainer_reapsOrphans_andHandsSignalsOn() throws Exception {
        makeWorkspace();
        Files.writeString(file, """
                name: surroundings
                on_exit: stop
                services:
                  app:
                    shell: "for i in 1 2 3 4 5; do (sleep 0.01 &); done; exec sleep 1000"
                """);
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
        var engine = call(before, Map.of(), "serve", "--workspace", file.toString(), "--port", "0")
                .start();
        try {
            assertThat(engine.inputReader().readLine())
                    .as(errors())
                    .contains("\"pid\"")
                    .doesNotContain("\"pid\":1}");
            assertThat(output(call("", Map.of(), "start", "app", "--wait", "-w", file.toString())))
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
