package dev.signalbox.driver.process;

import static dev.signalbox.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.HungFolder;
import dev.signalbox.service.ServiceDefinition;
import dev.signalbox.service.ServiceDefinition.Command;
import dev.signalbox.service.ServiceDefinition.EnvValue;
import dev.signalbox.service.ServiceDefinition.Hook;
import dev.signalbox.service.ServiceDefinition.Hooks;
import dev.signalbox.service.ServiceDefinition.StopSettings;
import dev.signalbox.service.ServiceDefinitionBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Services that open their output by name: which of them are known before they lose a byte.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class NamedOutputTest {
    private static final String BY_NAME = "echo first\necho by name > /dev/stdout\nexec sleep 100\n";
    private static final Hook HARMLESS = new Hook(List.of("true"), Duration.ofSeconds(10));

    @TempDir
    private Path folder;

    private ServiceDefinitionBuilder service(String... words) {
        return ServiceDefinition.builder("service", new Command.Argv(List.of(words)), folder);
    }

    private ServiceDefinition line(String line) {
        return ServiceDefinition.builder("service", new Command.Shell(line), folder)
                .build();
    }

    private boolean isOpened(ServiceDefinition definition) {
        return new NamedOutput(definition).isOpened("/usr/bin:/bin:" + folder.resolve("bin"));
    }

    private Path script(String name, String text) throws IOException {
        var file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return file;
    }

    @Test
    void start_ofAScriptThatWritesToItsOutputByName_losesNothingTheFirstTime() throws Exception {
        script("run.sh", "#!/bin/sh\n" + BY_NAME);
        try (var bench = new Bench(folder.resolve("state"), service("./run.sh").build())) {
            bench.start();

            await().untilAsserted(() -> assertThat(bench.log().out()).hasContent("first\nby name"));
            assertThat(bench.log().piped()).doesNotExist();
        }
    }

    @Test
    void start_ofWhoWritesToAFileThatAVariableNames_losesNothingTheFirstTime() throws Exception {
        var definition = ServiceDefinition.builder(
                        "service",
                        new Command.Shell("echo first >&2; echo by name > \"$ERROR_LOG\"; exec sleep 100"),
                        folder)
                .env(Map.of("ERROR_LOG", new EnvValue("/dev/stderr", false)))
                .build();
        try (var bench = new Bench(folder.resolve("state"), definition)) {
            bench.start();

            await().untilAsserted(() -> assertThat(bench.log().err()).hasContent("first\nby name"));
        }
    }

    /// The stop has the name that its service does not: what stops it would empty the service's log.
    @Test
    void stop_byACommandThatWritesToItsOutputByName_losesNothing() throws Exception {
        var stop = List.of("/bin/sh", "-c", "echo stopping > /dev/stdout; kill $SIGNALBOX_PID");
        var definition = line("echo first; exec sleep 100")
                .but()
                .stop(new StopSettings("SIGTERM", Duration.ofSeconds(10), stop))
                .build();
        try (var bench = new Bench(folder.resolve("state"), definition)) {
            bench.start();
            await().untilAsserted(() -> assertThat(bench.log().out()).hasContent("first"));

            bench.stop();

            await().untilAsserted(() -> assertThat(bench.log().out()).hasContent("first\nstopping"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "echo x > /dev/stderr",
                "app --log=/dev/stdout",
                "app 2>/dev/null >/dev/fd/1",
                "app --log /proc/self/fd/2",
                "echo x > /proc/$$/fd/1; y"
            })
    void commandThatNamesItsOutput(String text) {
        assertThat(isOpened(line(text))).isTrue();
        assertThat(isOpened(service("app", text).build())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "echo x >&2",
                "app > /dev/null",
                "app /dev/stdout.d /dev/stdin",
                "app /dev/fd/12 /proc/self/fd/0",
                "\0",
                "größe"
            })
    void commandThatNamesOtherFiles(String text) {
        assertThat(isOpened(line(text))).isFalse();
        assertThat(isOpened(service("app", text).build())).isFalse();
    }

    @Test
    void hookThatNamesItsOutput() {
        var hook = new Hook(List.of("sh", "-c", "echo x > /dev/stderr"), Duration.ofSeconds(10));
        assertThat(isOpened(service("app").hooks(new Hooks(hook, HARMLESS)).build()))
                .isTrue();
        assertThat(isOpened(service("app").hooks(new Hooks(HARMLESS, hook)).build()))
                .isTrue();
        assertThat(isOpened(service("app").hooks(new Hooks(HARMLESS, HARMLESS)).build()))
                .isFalse();
    }

    @Test
    void scriptThatNamesItsOutput_whereverTheCommandSaysIt() throws Exception {
        var script = script("bin/entry", "#!/bin/sh\n" + BY_NAME);
        script("plain.sh", BY_NAME);

        assertThat(isOpened(service(script.toString(), "app").build())).isTrue();
        assertThat(isOpened(service("bin/entry").build())).isTrue();
        assertThat(isOpened(service("entry").build())).isTrue();
        assertThat(isOpened(service("env", "A=1", "bin/entry").build())).isTrue();
        assertThat(isOpened(service("sh", "plain.sh").build())).isTrue();
        assertThat(isOpened(service("sh", "-c", "exec ./plain.sh").build())).isTrue();
        assertThat(isOpened(line("cd / && exec entry --fast"))).isTrue();
        assertThat(isOpened(line("(sh \"plain.sh\";)"))).isTrue();
        assertThat(isOpened(service("app")
                        .stop(new StopSettings("SIGTERM", Duration.ofSeconds(10), List.of("sh", "plain.sh")))
                        .build()))
                .isTrue();
        assertThat(isOpened(service("app", "other.sh").build())).isFalse();
    }

    @Test
    void scriptThatWasChanged_countsAsItIsNow() throws Exception {
        script("run.sh", "#!/bin/sh\nexec sleep 100\n");
        var named = new NamedOutput(service("./run.sh").build());
        assertThat(named.isOpened("")).isFalse();
        script("run.sh", "#!/bin/sh\n" + BY_NAME);
        assertThat(named.isOpened("")).isTrue();
    }

    /// A program holds the name of each file that it may ever open.
    @Test
    void compiledProgram_isNotLookedInto_norMoreThanTheBeginOfAScript() throws Exception {
        script("program", "\177ELF\0" + BY_NAME);
        script("long.sh", "#".repeat(64 * 1024) + "\n" + BY_NAME);

        assertThat(isOpened(service("./program").build())).isFalse();
        assertThat(isOpened(service("./long.sh").build())).isFalse();
    }

    @Test
    void whatIsNoFileWithALength_isNeitherWaitedForNorRead() throws Exception {
        var pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();

        assertThat(isOpened(service("cat", "pipe", "/dev/zero", "/proc/kmsg", ".", "/proc/self/environ")
                        .env(Map.of())
                        .build()))
                .isFalse();
    }

    @Test
    void fileThatHangs_keepsNoServiceFromItsStart() throws Exception {
        var share = Files.createDirectory(folder.resolve("share"));
        var definition = service("/bin/sh", "-c", "echo begun; exec sleep 100", "share/data")
                .build();
        try (var bench = new Bench(folder.resolve("state"), definition);
                var _ = HungFolder.over(share)) {
            bench.start();

            await().untilAsserted(() -> assertThat(bench.log().out()).hasContent("begun"));
        }
    }

    @Test
    void logEmptiedByName_whileNoEngineRan_isTold_andNextTimeThereIsAPipe() throws Exception {
        var line = "echo what is lost; n=/dev/std; until [ -e go ]; do sleep 0.02; done; echo by name > ${n}out;"
                + " touch gone; exec sleep 100";
        try (var bench = new Bench(folder.resolve("state"), line(line))) {
            bench.start();
            await().untilAsserted(() -> assertThat(bench.log().out()).hasContent("what is lost"));
            bench.leave();
            Files.createFile(folder.resolve("go"));
            await().until(() -> Files.exists(folder.resolve("gone")));

            bench.enter();

            await().until(() -> Files.exists(bench.log().piped()));
            await().until(() -> Files.readString(bench.log().notes()).contains("was emptied: at least "));
            bench.leave();
            bench.enter();
            bench.stop();
            bench.start();
            await().untilAsserted(() -> assertThat(bench.log().out()).hasContent("by name\nwhat is lost\nby name"));
            assertThat(Files.readString(bench.log().notes(), StandardCharsets.UTF_8)
                            .split("was emptied", -1))
                    .as("told once")
                    .hasSize(2);
        }
    }
}
