package dev.signalbox.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.Main;
import dev.signalbox.code.Code;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/// Whether all ways to a command know the same ones.
final class LauncherTest {
    private static final Set<String> NOT_OF_THE_CLIENT = Set.of("serve", "check", "moved", "completion", "help");

    @TempDir
    private Path folder;

    private static CommandLine all() throws Exception {
        var constructor = Main.class.getDeclaredConstructor();
        constructor.setAccessible(true);
        return new CommandLine(constructor.newInstance());
    }

    @Test
    void launcher_client_andHelp_knowTheSameCommands() throws Exception {
        var named = Files.readAllLines(Path.of("src/launcher/signalbox")).stream()
                .filter(line -> line.matches("\\s+ps \\|.*\\)"))
                .findFirst()
                .orElseThrow();
        var launched =
                new TreeSet<>(Arrays.asList(named.strip().replace(")", "").split(" \\| ", -1)));

        var known = new TreeSet<>(all().getSubcommands().keySet());
        known.removeAll(NOT_OF_THE_CLIENT);
        assertThat(launched).isEqualTo(known);
        assertThat(launched)
                .allSatisfy(name -> assertThat(Client.command(name))
                        .hasSameClassAs(all().getSubcommands().get(name).getCommand()));
    }

    /// What cannot be written is told by the program, with 1; an engine has nothing to say there, and runs on.
    @ParameterizedTest
    @CsvSource({"check, closed", "ps, closed", "serve, open"})
    void standardOutputThatIsClosed_staysSoForCommands_butNotForAnEngine(String command, String output)
            throws Exception {
        var java = Files.createDirectories(folder.resolve("jdk/bin")).resolve("java");
        Files.writeString(folder.resolve("jdk/release"), "JAVA_VERSION=\"25\"\n");
        var seen = folder.resolve("seen");
        Files.writeString(java, """
                #!/bin/sh
                output=closed
                true 2>/dev/null 3>&1 && output=open
                echo $output > %s
                """.formatted(seen));
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));

        var begun = new ProcessBuilder("sh", "-c", "exec sh src/launcher/signalbox " + command + " >&-");
        begun.environment().put("JAVA_HOME", folder.resolve("jdk").toString());
        var launcher = begun.redirectErrorStream(true).start();

        assertThat(launcher.waitFor()).isZero();
        assertThat(seen).hasContent(output);
    }

    @Test
    void version_isThatOfTheBuild_andToldByEveryCommand() throws Exception {
        assertThat(Files.readString(Path.of("pom.xml")))
                .contains("<artifactId>signalbox</artifactId>\n  <version>"
                        + Version.TEXT.split(" ", 2)[1] + "<");
        var line = Version.in(all());
        for (var command : List.of("", "ps", "serve", "token", "token create")) {
            var out = new StringWriter();
            var words = new ArrayList<>(List.of((command + " --version").strip().split(" ")));
            line.setOut(new PrintWriter(out));
            assertThat(line.execute(words.toArray(String[]::new))).as(command).isZero();
            assertThat(out.toString()).isEqualToIgnoringNewLines(Version.TEXT);
        }
    }

    @Test
    void completion_isAScriptThatBashUnderstands() throws Exception {
        var out = new StringWriter();
        all().setOut(new PrintWriter(out)).execute("completion");

        var bash = new ProcessBuilder("bash", "-n").redirectErrorStream(true).start();
        try (var in = bash.getOutputStream()) {
            in.write(out.toString().getBytes(StandardCharsets.UTF_8));
        }
        assertThat(new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEmpty();
        assertThat(bash.waitFor()).isZero();
        assertThat(out.toString()).contains("restart").contains("suspend").contains("--token-file");
    }

    @Test
    void training_understandsItsOwnAnswers() throws Exception {
        Training.main();
    }

    @Test
    void whatACodeSaysToDo_namesCommandsThatThereAre() throws Exception {
        var commands = all().getSubcommands().keySet();
        for (var code : Code.values()) {
            assertThat(Pattern.compile("signalbox ([a-z]+)")
                            .matcher(code.cure())
                            .results())
                    .allSatisfy(found -> assertThat(commands).contains(found.group(1)));
        }
    }
}
