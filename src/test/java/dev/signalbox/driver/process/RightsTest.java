package dev.signalbox.driver.process;

import static dev.signalbox.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.signalbox.service.DriverException;
import dev.signalbox.service.DriverStatus.Running;
import dev.signalbox.service.DriverStatus.Stopped;
import dev.signalbox.service.ServiceDefinition;
import dev.signalbox.service.ServiceDefinition.Command;
import dev.signalbox.service.ServiceDefinition.EnvValue;
import dev.signalbox.service.ServiceDefinition.Hook;
import dev.signalbox.service.ServiceDefinition.Hooks;
import dev.signalbox.service.ServiceDefinition.LogSettings;
import dev.signalbox.service.ServiceDefinition.ProcessSettings;
import dev.signalbox.service.TestDefinitions;
import dev.signalbox.service.launch.Account;
import dev.signalbox.service.launch.OwnRights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The user, the priority and the limits of what runs for a service.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class RightsTest {
    private static final String NOBODY = "nobody";

    @TempDir
    private Path folder;

    private static ServiceDefinition service(String line, ProcessSettings settings) {
        return TestDefinitions.shell("service", line).but().process(settings).build();
    }

    @Test
    void start_unknownUser_startsNothing() throws Exception {
        try (var bench =
                new Bench(folder, service("exec sleep 100", new ProcessSettings("no-such-user", null, 0, 0)))) {
            assertThatExceptionOfType(DriverException.class)
                    .isThrownBy(bench::start)
                    .withMessage("this machine has no user no-such-user");
            assertThat(bench.driver.status()).isEqualTo(new Stopped(true));
            assertThat(bench.files().record()).doesNotExist();
        }
    }

    @Test
    void start_niceAndLimits_areThoseOfTheService() throws Exception {
        var nice = OwnRights.read().nice() + 3;
        var settings = new ProcessSettings("", nice, 1L << 30, 100);
        var line = "ulimit -n; ulimit -v; cut -d ' ' -f 19 /proc/self/stat; exec sleep 100";
        try (var bench = new Bench(folder, service(line, settings))) {
            bench.start();

            await().untilAsserted(() -> assertThat(Files.readString(bench.log().out()))
                    .isEqualTo("100\n" + (1 << 20) + "\n" + nice + "\n"));
            assertIsKnown(bench);
        }
    }

    @Test
    void start_anotherUser_runsAsThatUser() throws Exception {
        assumeTrue(OwnRights.read().isRoot(), "skipped: only root can give a service another user");
        var account = Account.find(NOBODY, "");
        var line = "id -u; id -g; id -un; echo \"$HOME $USER\"; echo err >&2; trap 'exit 3' TERM;"
                + " while :; do sleep 0.02; done";
        try (var bench = new Bench(folder, service(line, new ProcessSettings(NOBODY, 4, 0, 0)))) {
            bench.start();

            await().untilAsserted(() ->
                    assertThat(Files.readString(bench.log().err())).isEqualTo("err\n"));
            assertThat(Files.readString(bench.log().out()))
                    .isEqualTo(account.id() + "\n" + account.group() + "\n" + NOBODY + "\n" + account.home() + " "
                            + NOBODY + "\n");
            assertIsKnown(bench);
            assertThat(bench.stop().steps().getLast()).endsWith(" ms with exit code 3");
            assertThat(bench.driver.status()).isEqualTo(new Stopped(true));
        }
    }

    /// The identity of the process is that of the service itself, not of a program before it, also for a later
    /// console.
    private void assertIsKnown(Bench bench) throws IOException {
        var pid = bench.pid();
        assertThat(bench.table.cookie(pid)).startsWith(Bench.KEY + ":service:");
        assertThat(bench.table.commandLine(pid)).doesNotContain("setpriv", "prlimit", "nice");
        bench.leave();
        bench.enter();
        assertThat(bench.driver.status())
                .isInstanceOfSatisfying(
                        Running.class, running -> assertThat(running.pid()).isEqualTo(pid));
    }

    @Test
    void start_moreThanTheLimit_failsInTheService() throws Exception {
        var line = "cd \"$HOME\" && exec tee $(seq 1 20) < /dev/null";
        var definition = service(line, new ProcessSettings("", null, 0, 16))
                .but()
                .env(Map.of("HOME", new EnvValue(folder.toString(), false)))
                .build();
        try (var bench = new Bench(folder.resolve("state"), definition)) {
            assertThatExceptionOfType(DriverException.class)
                    .isThrownBy(bench::start)
                    .withMessageStartingWith("exited at once with exit code 1: ")
                    .withMessageEndingWith("Too many open files");
        }
    }

    /// What the loader says of it tells who was given the variable.
    @Test
    void start_variableThatAnyProgramObeys_isGivenToNoneWithTheEnginesRights() throws Exception {
        assumeTrue(OwnRights.read().isRoot(), "skipped: only root can give a service another user");
        var definition = TestDefinitions.shell("service", "exec sleep 100")
                .but()
                .process(new ProcessSettings(NOBODY, 3, 1L << 40, 100))
                .env(Map.of("LD_PRELOAD", new EnvValue("/no/such/library.so", false)))
                .hooks(new Hooks(new Hook(List.of("/bin/true"), Duration.ofSeconds(10)), null))
                .build();
        try (var bench = new Bench(folder, definition)) {
            bench.start();

            var said = "object '/no/such/library.so' from LD_PRELOAD cannot be preloaded";
            // By the hook, by the shell that the service asked for, and by what that becomes.
            await().untilAsserted(
                            () -> assertThat(Files.readString(bench.log().err()).lines())
                                    .hasSize(3)
                                    .allMatch(line -> line.contains(said)));
        }
    }

    /// He has put a link in the place of his folder, to one that is open to all within one that is open to none.
    @Test
    void start_anotherUser_comesIntoNoFolderThatIsClosedToHim() throws Exception {
        assumeTrue(OwnRights.read().isRoot(), "skipped: only root can give a service another user");
        var closed = Files.createDirectory(folder.resolve("closed"));
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
        var open = Files.createDirectory(closed.resolve("open"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
        var link = Files.createSymbolicLink(folder.resolve("link"), open);
        var definition = ServiceDefinition.builder("service", new Command.Shell("exec sleep 100"), link)
                .process(new ProcessSettings(NOBODY, null, 0, 0))
                .build();
        try (var bench = new Bench(folder.resolve("state"), definition)) {
            assertThatExceptionOfType(DriverException.class)
                    .isThrownBy(bench::start)
                    .withMessageStartingWith("exited at once with exit code 126: ")
                    .withMessageContaining("cd: ")
                    .withMessageContaining(link.toString());
            assertThat(bench.driver.status()).isEqualTo(new Stopped(true));
        }
    }

    @Test
    void start_anotherUser_isInItsFolder_andKnowsOfNoOther() throws Exception {
        assumeTrue(OwnRights.read().isRoot(), "skipped: only root can give a service another user");
        try (var bench = new Bench(
                folder,
                service(
                        "/bin/pwd; echo \"$PWD\" \"${OLDPWD-none}\"; exec sleep 100",
                        new ProcessSettings(NOBODY, null, 0, 0)))) {
            bench.start();

            var cwd = TestDefinitions.shell("service", "").cwd();
            await().untilAsserted(
                            () -> assertThat(bench.log().out()).hasContent(cwd.toRealPath() + "\n" + cwd + " none"));
        }
    }

    @Test
    void start_anotherUser_writesToItsStandardErrorByName_withoutEmptyingItsLog() throws Exception {
        assumeTrue(OwnRights.read().isRoot(), "skipped: only root can give a service another user");
        var line = "echo first >&2; echo by name > /dev/stderr; echo first; echo by name > /dev/stdout; exec sleep 100";
        var settings = new ProcessSettings(NOBODY, null, 0, 0);
        var definition = service(line, settings)
                .but()
                .hooks(new Hooks(
                        new Hook(List.of("/bin/sh", "-c", "echo hook > /dev/stderr"), Duration.ofSeconds(10)), null))
                .build();
        try (var bench = new Bench(folder, definition)) {
            bench.start();

            await().untilAsserted(() -> {
                assertThat(bench.log().err()).hasContent("hook\nfirst\nby name");
                assertThat(bench.log().out()).hasContent("first\nby name");
            });
        }
    }

    @Test
    void start_pipeAskedFor_keepsTheLogOfWhoOpensItAnew() throws Exception {
        var line = "echo first; n=/dev/std; echo by name > ${n}out; exec sleep 100";
        var definition = TestDefinitions.shell("service", line)
                .but()
                .log(new LogSettings(1_000_000, 1, null, true))
                .build();
        try (var bench = new Bench(folder, definition)) {
            bench.start();

            await().untilAsserted(() -> assertThat(bench.log().out()).hasContent("first\nby name"));
        }
    }

    @Test
    void start_ofWhoEmptiedItsLogByName_isByAPipe_andSaysSo() throws Exception {
        var line =
                "echo first; until [ -e go ]; do sleep 0.02; done; n=/dev/std; echo by name > ${n}out; exec sleep 100";
        var definition = ServiceDefinition.builder("service", new Command.Shell(line), folder)
                .build();
        try (var bench = new Bench(Files.createDirectory(folder.resolve("a state")), definition)) {
            bench.start();
            await().until(() -> Files.readString(bench.log().notes()).contains(" 6 0\n"));
            Files.createFile(folder.resolve("go"));
            await().until(() -> Files.readString(bench.log().notes())
                    .contains("service.out.log was emptied: at least 6 bytes are lost; "));
            assertThat(bench.log().out()).hasContent("by name");
            bench.stop();

            bench.start();

            await().untilAsserted(() -> assertThat(bench.log().out()).hasContent("by name\nfirst\nby name"));
            assertThat(bench.log().piped())
                    .content()
                    .contains("rm '" + bench.log().piped() + "'");
        }
    }

    @Test
    void start_ofWhoEmptiesItsErrorsByNameAtOnce_isNoticedTheFirstTime() throws Exception {
        var line = "echo what is lost >&2; n=/dev/std; echo by name > ${n}err; exec sleep 100";
        try (var bench = new Bench(folder, TestDefinitions.shell("service", line))) {
            bench.start();

            await().until(() -> Files.readString(bench.log().notes())
                    .contains("service.err.log was emptied: at least 13 bytes are lost; "));
            assertThat(bench.log().piped()).exists();
        }
    }

    @Test
    void start_ofWhoEmptiedItsLog_isByAPipe_alsoOfAServiceWhoseNameIsNoFileName() throws Exception {
        var line = "echo what is lost; n=/dev/std; echo by name > ${n}out; exec sleep 100";
        try (var bench = new Bench(folder, TestDefinitions.shell("Worker/my queue", line))) {
            bench.start();
            await().until(() -> Files.readString(bench.log().notes()).contains("so from the next start on a pipe"));
            bench.stop();

            bench.start();

            await().untilAsserted(() -> assertThat(bench.log().out()).hasContent("by name\nwhat is lost\nby name"));
        }
    }

    @Test
    void start_umask_isItsOwn() throws Exception {
        var settings = new ProcessSettings("", "", null, 0, 0, 0027, false);
        try (var bench = new Bench(folder, service("umask; exec sleep 100", settings))) {
            bench.start();

            await().untilAsserted(() -> assertThat(bench.log().out()).hasContent("0027"));
        }
        try (var bench =
                new Bench(folder.resolve("other"), service("umask; exec sleep 100", ProcessSettings.DEFAULT))) {
            bench.start();

            await().untilAsserted(() -> assertThat(bench.log().out()).hasContent("0022"));
        }
    }

    @Test
    void start_noNewPrivileges_isTold() throws Exception {
        var settings = new ProcessSettings("", "", null, 0, 0, 0022, true);
        try (var bench = new Bench(folder, service("grep NoNewPrivs /proc/self/status; exec sleep 100", settings))) {
            bench.start();

            await().untilAsserted(() -> assertThat(bench.log().out()).hasContent("NoNewPrivs:\t1"));
        }
    }
}
