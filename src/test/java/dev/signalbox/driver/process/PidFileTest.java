package dev.signalbox.driver.process;

import static dev.signalbox.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.signalbox.service.DriverStatus;
import dev.signalbox.service.DriverStatus.Exited;
import dev.signalbox.service.DriverStatus.Running;
import dev.signalbox.service.DriverStatus.Stopped;
import dev.signalbox.service.ExitStatus;
import dev.signalbox.service.ServiceDefinition.MainProcess;
import dev.signalbox.service.TestDefinitions;
import dev.signalbox.trust.Trust;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What pid files say, and upgrades in place that are followed by them.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class PidFileTest {
    private static final String FOLLOWS = "setsid sleep 100 & echo $! > pid; exit 0";

    @TempDir
    private Path folder;

    private PidFile file() throws IOException {
        return new PidFile(folder.resolve("pid"), "", Trust.ownUser());
    }

    private void make(String... command) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .start()
                        .waitFor())
                .isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "'12', 12",
        "'12\n', 12",
        "' 12 \nmore', 12",
        "'', has no number in its first line",
        "'\n12', has no number in its first line",
        "'pid 12', has no number in its first line",
        "'99999999999999999999', has no number in its first line"
    })
    void read_firstLine(String text, String expected) throws Exception {
        Files.writeString(folder.resolve("pid"), text);
        var said = file().read();
        assertThat(said.problem().isEmpty() ? Long.toString(said.pid()) : said.problem())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "mkfifo pid, is no regular file",
        "ln -s /dev/zero pid, is no regular file",
        "mkdir pid, is no regular file",
        "ln -s pid pid, Too many levels of symbolic links",
        "true, does not exist"
    })
    void read_whatIsNoFile_isNotWaitedFor(String command, String problem) throws Exception {
        make(command.split(" "));
        assertThat(file().read().problem()).isEqualTo(problem);
    }

    @Test
    void read_linkOfTheServicesUser_toWhatIsRootsAlone_isNotRead() throws Exception {
        assumeTrue(Trust.ownUser() == 0, "only root reads with the rights of others");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        var secret = Files.writeString(folder.resolve("secret"), "12");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
        make("ln", "-s", "secret", "pid");
        assertThat(new PidFile(folder.resolve("pid"), "65533:65533", 0).read().pid())
                .isNegative();
        assertThat(file().read().pid()).as("root itself").isEqualTo(12);
    }

    // --- upgrades in place ---

    /// A service that becomes its next version at USR2, as nginx and gunicorn do.
    private Bench upgradable(String upgrade) throws IOException {
        var line = "trap '" + upgrade + "' USR2; echo > ready; while :; do sleep 0.02; done";
        var definition = TestDefinitions.shell("service", line)
                .but()
                .cwd(folder)
                .mainProcess(new MainProcess(false, folder.resolve("pid")))
                .build();
        return new Bench(folder, definition);
    }

    private long upgrade(Bench bench) throws Exception {
        bench.start();
        await().until(() -> Files.exists(folder.resolve("ready")));
        var before = bench.pid();
        make("kill", "-USR2", Long.toString(before));
        await().until(() -> !bench.isAlive(before));
        return before;
    }

    private static long pid(DriverStatus status) {
        return status instanceof Running running ? running.pid() : -1;
    }

    @Test
    void upgrade_inPlace_isFollowed_andNothingIsKilled() throws Exception {
        try (var bench = upgradable(FOLLOWS)) {
            var before = upgrade(bench);
            await().until(() -> !bench.news.isEmpty());
            var after = Long.parseLong(Files.readString(folder.resolve("pid")).strip());
            assertThat(bench.news).extracting(PidFileTest::pid).containsExactly(after);
            assertThat(after).isNotEqualTo(before);
            assertThat(bench.pid()).isEqualTo(after);
            assertThat(Files.readString(bench.log().out().resolveSibling("service.notes")))
                    .contains("went over to pid " + after);
            bench.stop();
            assertThat(bench.driver.status()).isEqualTo(new Stopped(true));
            assertThat(bench.census().members()).isEmpty();
        }
    }

    /// As gunicorn does, which renames its file when it finds the one before gone.
    @Test
    void upgrade_thatIsWrittenLate_isFollowed_andLooksAreNoEnd() throws Exception {
        try (var bench = upgradable("setsid sh -c \"sleep 0.4; echo \\$\\$ > pid; exec sleep 100\" & exit 0")) {
            upgrade(bench);
            assertThat(bench.driver.status()).as("nobody knows yet").isInstanceOf(Running.class);
            await().until(() -> !bench.news.isEmpty());
            assertThat(bench.news).singleElement().isInstanceOf(Running.class);
        }
    }

    @Test
    void upgrade_twice_isFollowedTwice() throws Exception {
        var next = "setsid sh -c \"echo \\$\\$ > pid; while test ! -e go; do sleep 0.02; done;"
                + " setsid sleep 100 & echo \\$! > pid\" & exit 0";
        try (var bench = upgradable(next)) {
            upgrade(bench);
            await().until(() -> bench.news.size() == 1);
            Files.createFile(folder.resolve("go"));
            await().until(() -> bench.news.size() == 2);
            assertThat(pid(bench.news.get(1))).isPositive().isNotEqualTo(pid(bench.news.get(0)));
        }
    }

    @Test
    void upgrade_whileNoEngineRuns_isFollowedByTheNext() throws Exception {
        try (var bench = upgradable(FOLLOWS)) {
            bench.start();
            await().until(() -> Files.exists(folder.resolve("ready")));
            var before = bench.pid();
            bench.leave();
            make("kill", "-USR2", Long.toString(before));
            await().until(() -> !bench.isAlive(before) && bench.census().size() == 1);
            bench.enter();
            assertThat(bench.pid())
                    .isEqualTo(Long.parseLong(
                            Files.readString(folder.resolve("pid")).strip()));
        }
    }

    @Test
    void upgrade_thatAnOperationMeets_isWhatItStops() throws Exception {
        try (var bench = upgradable("setsid sh -c \"sleep 0.4; echo \\$\\$ > pid; exec sleep 100\" & exit 0")) {
            upgrade(bench);
            bench.stop();
            assertThat(bench.driver.status()).isEqualTo(new Stopped(true));
            assertThat(bench.census().members()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1  | setsid sleep 100 & echo $! > pid; exit 3  | 3
            1  | setsid sleep 100 & echo $$ > pid; exit 0  | 0
            0  | echo 1 > pid; exit 0                      | 0
            """)
    void endThatIsNoUpgrade_isAnEnd(int leftovers, String upgrade, int code) throws Exception {
        try (var bench = upgradable(upgrade)) {
            upgrade(bench);
            await().until(() -> !bench.news.isEmpty());
            assertThat(bench.news).singleElement().isInstanceOfSatisfying(Exited.class, end -> {
                assertThat(end.exit()).isEqualTo(new ExitStatus(code));
                assertThat(end.leftovers()).isEqualTo(leftovers);
            });
        }
    }

    /// A file that names somebody else's process would have that stopped.
    @Test
    void pidOfAStranger_isNeverTheService() throws Exception {
        var stranger = new ProcessBuilder("sleep", "100").start();
        try (var bench = upgradable("echo " + stranger.pid() + " > pid; setsid sh -c \"sleep 0.3\" & exit 0")) {
            upgrade(bench);
            await().until(() -> !bench.news.isEmpty());
            assertThat(bench.news.getFirst()).isInstanceOf(Exited.class);
            bench.stop();
            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.destroyForcibly();
        }
    }
}
