package dev.signalbox.driver.process;

import static dev.signalbox.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.signalbox.service.DriverException;
import dev.signalbox.service.DriverStatus.Running;
import dev.signalbox.service.DriverStatus.Stopped;
import dev.signalbox.service.ServiceDefinition;
import dev.signalbox.service.ServiceDefinition.ProcessSettings;
import dev.signalbox.service.TestDefinitions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The user, the priority and the limits of a service.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ExecutionTest {
    private static final String NOBODY = "nobody";
    private static final Account ACCOUNT = new Account("db", 70, 71, "/var/lib/db", "/bin/sh");
    private static final OwnRights ROOT = new OwnRights(0, 0, -20, Long.MAX_VALUE, Long.MAX_VALUE);
    private static final OwnRights USER = new OwnRights(1000, 5, 5, 4096, Long.MAX_VALUE);

    @TempDir
    private Path folder;

    private static ServiceDefinition service(String line, ProcessSettings settings) {
        return TestDefinitions.shell("service", line).but().process(settings).build();
    }

    private static void assertRefused(ProcessSettings settings, @Nullable Account account, String message) {
        assertThatExceptionOfType(DriverException.class)
                .isThrownBy(() -> Execution.of(settings, account, USER))
                .withMessage(message);
    }

    @Test
    void of_everything_losesTheRightsLast() throws Exception {
        var execution = Execution.of(new ProcessSettings("db", -5, 1 << 20, 512), ACCOUNT, ROOT);

        assertThat(execution.prefix().stream().map(word -> word.replaceFirst("^/.*/", "")))
                .containsExactly(
                        "nice",
                        "-n",
                        "-5",
                        "prlimit",
                        "--as=1048576",
                        "--nofile=512",
                        "--",
                        "setpriv",
                        "--reuid=70",
                        "--regid=71",
                        "--init-groups",
                        "--");
        assertThat(execution.environment())
                .isEqualTo(Map.of("HOME", "/var/lib/db", "SHELL", "/bin/sh", "USER", "db", "LOGNAME", "db"));
    }

    @Test
    void of_whatIsSoAnyway_needsNothing() throws Exception {
        var self = new Account("me", 1000, 1000, "/home/me", "/bin/sh");

        assertThat(Execution.of(new ProcessSettings("me", 5, 0, 0), self, USER))
                .isEqualTo(new Execution(List.of(), Map.of()));
    }

    @Test
    void of_nice_isToldFromTheConsolesOwn() throws Exception {
        assertThat(Execution.of(new ProcessSettings("", 15, 0, 0), null, USER).prefix())
                .endsWith("-n", "10");
    }

    @Test
    void of_whatTheConsoleMayNotGive_isRefused() {
        assertRefused(
                new ProcessSettings("db", null, 0, 0),
                ACCOUNT,
                "it shall run as user db, but the engine is no root: it has user id 1000 and cannot become another");
        assertRefused(
                new ProcessSettings("", 4, 0, 0),
                null,
                "it shall run at nice 4, but the engine may give 5 at the lowest; for less it must run as root");
        assertRefused(
                new ProcessSettings("", null, 0, 5000),
                null,
                "its limit open_files is 5000, but the engine's own is 4096");
    }

    @Test
    void parse_whatTheKernelTells_isUnderstood() {
        var status = "Name:\tx\nUid:\t1000\t1001\t1000\t1000\nCapEff:\t0000000000000000\n";
        var stat = "1 (a b) S 1 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 7 1 0 55";
        var limits = "Max address space         unlimited            unlimited            bytes\n"
                + "Max open files            1024                 4096                 files\n"
                + "Max nice priority         0                    23\n";

        assertThat(OwnRights.parse(status, stat, limits)).isEqualTo(new OwnRights(1001, 7, -3, 4096, Long.MAX_VALUE));
        var capable = "Uid:\t0\t0\t0\t0\nCapEff:\t000001ffffffffff\n";
        assertThat(OwnRights.parse(capable, stat, limits))
                .isEqualTo(new OwnRights(0, 7, -20, Long.MAX_VALUE, Long.MAX_VALUE));
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
        var account = Account.find(NOBODY);
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
        var line =
                "exec 3>/dev/null 4>/dev/null 5>/dev/null 6>/dev/null 7>/dev/null 8>/dev/null 9>/dev/null; sleep 100";
        try (var bench = new Bench(folder, service(line, new ProcessSettings("", null, 0, 6)))) {
            assertThatExceptionOfType(DriverException.class)
                    .isThrownBy(bench::start)
                    .withMessageStartingWith("exited at once with exit code 2: ");
        }
    }

    @Test
    void parse_noLimitOfPriorities_mayGiveAny() throws Exception {
        var status = "Uid:\t1000\t1000\t1000\t1000\nCapEff:\t0000000000000000\n";
        var stat = "1 (x) S 1 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 55";
        var limits = "Max address space         unlimited            unlimited            bytes\n"
                + "Max open files            1024                 4096                 files\n"
                + "Max nice priority         unlimited            unlimited\n";

        assertThat(OwnRights.parse(status, stat, limits).lowestNice()).isEqualTo(-20);
    }
}
