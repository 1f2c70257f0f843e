package dev.signalbox.driver.process;

import static dev.signalbox.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.signalbox.operation.TestWork;
import dev.signalbox.service.DriverStatus.Exited;
import dev.signalbox.service.DriverStatus.Running;
import dev.signalbox.service.DriverStatus.Stopped;
import dev.signalbox.service.ServiceDefinition;
import dev.signalbox.service.ServiceDefinition.Command;
import dev.signalbox.service.ServiceDefinition.Hook;
import dev.signalbox.service.ServiceDefinition.Hooks;
import dev.signalbox.service.ServiceDefinition.ProcessSettings;
import dev.signalbox.service.ServiceDefinition.StopSettings;
import dev.signalbox.service.ServiceDefinition.StopSettings.To;
import dev.signalbox.service.TestDefinitions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Processes that have left the session of their service and cleared their environment, as `sudo -i` and jobs of
/// cron do. Only a control group knows them.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ControlGroupTest {
    /// Starts a helper that only the control group knows.
    private static final String HELPER = "setsid env -i sh -c 'echo $$ > helper; touch ready; exec sleep 100' & ";

    /// The same if it was not started before.
    private static final String ONCE = "test -e helper || { " + HELPER + "}; ";

    @TempDir
    private Path folder;

    @BeforeEach
    void requireGroups() {
        try (var groups = ControlGroups.find(Bench.KEY)) {
            assumeThat(groups.text())
                    .as("control groups can be made here: that takes root, or a group that is delegated")
                    .startsWith("by control group ");
        }
    }

    private ServiceDefinition shell(To to, String line) {
        return shell(to, Duration.ofSeconds(10), line);
    }

    private ServiceDefinition shell(To to, Duration timeout, String line) {
        var stop = new StopSettings("SIGTERM", timeout, List.of(), to);
        return TestDefinitions.of("service", new Command.Shell(line), folder, List.of(), Map.of(), stop);
    }

    private void awaitReady() {
        await().until(() -> Files.exists(folder.resolve("ready")));
    }

    private long pid(String file) throws IOException {
        return Long.parseLong(Files.readString(folder.resolve(file)).strip());
    }

    private static ControlGroup group(Bench bench) throws IOException {
        return Objects.requireNonNull(ControlGroup.of(bench.files().read().orElseThrow()));
    }

    private static List<ControlGroup> groups(Bench bench) {
        return bench.groups.of("service");
    }

    @Test
    void helperThatNobodyKnows_outlivesAStopOfTheGroup_andIsNamed() throws Exception {
        try (var bench = new Bench(folder, shell(To.GROUP, HELPER + "exec sleep 100"))) {
            bench.start();
            awaitReady();
            var helper = pid("helper");
            assertThat(group(bench).pids()).contains(helper, bench.pid());
            var work = bench.stop();

            assertThat(bench.isAlive(helper)).isTrue();
            assertThat(work.steps())
                    .contains("1 process lives on outside of its group: pid " + helper + " (sleep 100)")
                    .noneMatch(step -> step.contains("SIGKILL"));
            assertThat(bench.driver.status()).isEqualTo(new Stopped(true, 1));
        }
    }

    @Test
    void helperThatNobodyKnows_isAskedAndEndedByAStopOfAll() throws Exception {
        try (var bench = new Bench(folder, shell(To.ALL, HELPER + "exec sleep 100"))) {
            bench.start();
            awaitReady();
            var helper = pid("helper");
            var work = bench.stop();

            assertThat(bench.isAlive(helper)).isFalse();
            assertThat(work.steps())
                    .contains("SIGTERM sent to 1 process")
                    .noneMatch(step -> step.contains("SIGKILL") || step.contains("outside"));
            assertThat(bench.driver.status()).isEqualTo(new Stopped(true));
            assertThat(groups(bench)).isEmpty();
        }
    }

    @Test
    void helperThatOutlivedAStop_isEndedByAKill() throws Exception {
        try (var bench = new Bench(folder, shell(To.GROUP, HELPER + "exec sleep 100"))) {
            bench.start();
            awaitReady();
            bench.stop();
            bench.driver.kill(TestWork.kill().operation());

            await().until(() -> !bench.isAlive(pid("helper")));
            bench.driver.stop(TestWork.kill());
            assertThat(bench.driver.status()).isEqualTo(new Stopped(true));
            assertThat(groups(bench)).isEmpty();
        }
    }

    @Test
    void helperThatOutlivedAStop_isNamedByTheNextOneToo_andEndedByOneOfAll() throws Exception {
        var group = shell(To.GROUP, HELPER + "exec sleep 100");
        try (var bench = new Bench(folder, group)) {
            bench.start();
            awaitReady();
            var helper = pid("helper");
            bench.stop();

            assertThat(bench.stop().steps())
                    .contains("1 process lives on outside of its group: pid " + helper + " (sleep 100)");
            var all = group.but().stop(shell(To.ALL, "").stop()).build();
            bench.driver.close();
            bench.driver = bench.drivers.driver(all);
            bench.driver.open(bench.news::add);
            assertThat(bench.driver.status()).isEqualTo(new Stopped(true, 1));
            var work = bench.stop();

            assertThat(work.steps()).contains("found 1 process of an earlier run: pid " + helper + " (sleep 100)");
            assertThat(bench.isAlive(helper)).isFalse();
            assertThat(bench.driver.status()).isEqualTo(new Stopped(true));
        }
    }

    @Test
    void helperOfTheRunBefore_isNotMistakenForTheNewRun() throws Exception {
        try (var bench = new Bench(folder, shell(To.GROUP, ONCE + "exec sleep 100"))) {
            bench.start();
            awaitReady();
            var helper = pid("helper");
            bench.stop();
            bench.start();

            assertThat(group(bench).pids()).doesNotContain(helper).contains(bench.pid());
            assertThat(groups(bench)).hasSize(2);
            bench.driver.close();
            bench.driver = bench.drivers.driver(bench.definition);
            bench.driver.open(bench.news::add);
            assertThat(bench.driver.status()).isInstanceOf(Running.class);
            bench.stop();
            assertThat(bench.isAlive(helper)).isTrue();
            assertThat(bench.driver.status()).isEqualTo(new Stopped(true, 1));
        }
    }

    @Test
    void helperThatEndsByItself_isNoLongerCounted() throws Exception {
        try (var bench = new Bench(folder, shell(To.GROUP, HELPER + "exec sleep 100"))) {
            bench.start();
            awaitReady();
            bench.stop();
            bench.table.signal(pid("helper"), 9);

            await().until(() -> bench.driver.status().equals(new Stopped(true)));
            bench.stop();
            assertThat(groups(bench)).isEmpty();
            assertThat(folder.resolve("run/service.left")).doesNotExist();
        }
    }

    @Test
    void serviceThatForksWhenAskedToEnd_isGoneAfterAStopOfAll() throws Exception {
        // Each hop is in a session of its own, and ends as soon as it has begun the next; they end by themselves.
        Files.writeString(folder.resolve("hop"), """
                trap '' TERM
                [ "$1" -lt 3000 ] && setsid env -i sh hop $(($1 + 1)) &
                """);
        var line = "trap 'sh hop 0; exit' TERM; touch ready; while :; do sleep 0.02; done";
        try (var bench = new Bench(folder, shell(To.ALL, Duration.ofMillis(100), line))) {
            bench.start();
            awaitReady();
            var group = group(bench);
            var work = bench.stop();

            assertThat(work.steps()).anyMatch(step -> step.startsWith("SIGKILL sent to "));
            assertThat(group.pids()).isEmpty();
            assertThat(bench.driver.status()).isEqualTo(new Stopped(true));
        }
    }

    @Test
    void whatWasForkedAfterTheLook_isKilledWithTheOthers() throws Exception {
        var line = "touch ready; while ! test -e go; do sleep 0.01; done; "
                + "setsid env -i sh -c 'echo $$ > helper; touch forked; exec sleep 100' & wait";
        try (var bench = new Bench(folder, shell(To.ALL, line))) {
            bench.start();
            awaitReady();
            var record = bench.files().read().orElseThrow();
            var tree = new ProcessTree(bench.table, record.cookie(), null, false).within(ControlGroup.of(record));
            var look = tree.census(true);
            Files.createFile(folder.resolve("go"));
            await().until(() -> Files.exists(folder.resolve("forked")));
            tree.kill(look);

            await().until(() -> !bench.isAlive(pid("helper")));
            var group = Objects.requireNonNull(ControlGroup.of(record));
            await().until(() -> !group.isPopulated());
        }
    }

    @Test
    void stopOfTheLeader_asksTheServiceAlone_andWaitsForTheOthers() throws Exception {
        var child =
                "sh -c 'trap \"touch child-asked\" TERM; touch child-ready; while ! test -e asked; do sleep 0.02; done;"
                        + " touch child-done' & ";
        var line =
                child + "trap 'touch asked; exit' TERM; while ! test -e child-ready; do sleep 0.01; done; touch ready;"
                        + " while :; do sleep 0.02; done";
        try (var bench = new Bench(folder, shell(To.LEADER, line))) {
            bench.start();
            awaitReady();
            var pid = bench.pid();
            var work = bench.stop();

            assertThat(work.steps())
                    .contains("SIGTERM sent to pid " + pid + " alone")
                    .noneMatch(step -> step.contains("SIGKILL"));
            assertThat(folder.resolve("child-done")).exists();
            assertThat(folder.resolve("child-asked")).doesNotExist();
            assertThat(bench.census().members()).isEmpty();
        }
    }

    @Test
    void stopOfTheLeader_killsTheOthersWhenItsTimeIsUp() throws Exception {
        var line = "sleep 100 & touch ready; wait";
        try (var bench = new Bench(folder, shell(To.LEADER, Duration.ofMillis(200), line))) {
            bench.start();
            awaitReady();
            var work = bench.stop();

            assertThat(work.steps()).contains("SIGKILL sent to 1 process");
            assertThat(bench.census().members()).isEmpty();
        }
    }

    @Test
    void crash_countsTheHelperAmongWhatLivesOn() throws Exception {
        var line = ONCE + "while ! test -e crash; do sleep 0.01; done; test -e crashed || { touch crashed; exit 3; };"
                + " exec sleep 100";
        try (var bench = new Bench(folder, shell(To.GROUP, line))) {
            bench.start();
            awaitReady();
            Files.createFile(folder.resolve("crash"));
            await().until(() -> bench.driver.status() instanceof Exited);

            assertThat(((Exited) bench.driver.status()).leftovers()).isEqualTo(1);
            assertThat(bench.start().steps())
                    .contains("1 process lives on outside of its group: pid " + pid("helper") + " (sleep 100)");
        }
    }

    @Test
    void startThatFails_leavesNoHelper() throws Exception {
        var definition = shell(To.GROUP, HELPER + "while ! test -e ready; do sleep 0.01; done; exit 3")
                .but()
                .settle(Duration.ofSeconds(20))
                .build();
        try (var bench = new Bench(folder, definition)) {
            assertThat(catchThrowable(bench::start)).hasMessageContaining("exit code 3");

            assertThat(bench.isAlive(pid("helper"))).isFalse();
            assertThat(groups(bench)).isEmpty();
        }
    }

    @Test
    void hooks_areInTheGroup() throws Exception {
        var where = "grep '^0::' /proc/self/cgroup > ";
        var definition = shell(To.GROUP, where + "service; touch ready; exec sleep 100")
                .but()
                .hooks(new Hooks(
                        new Hook(List.of("sh", "-c", where + "pre; ls -l /proc/$$/fd > fds"), Duration.ofSeconds(10)),
                        new Hook(List.of("sh", "-c", where + "post"), Duration.ofSeconds(10))))
                .build();
        try (var bench = new Bench(folder, definition)) {
            bench.start();
            awaitReady();
            var name = group(bench).folder().getFileName().toString();
            bench.stop();

            assertThat(folder.resolve("pre")).content().endsWith("/" + name + "\n");
            assertThat(folder.resolve("service")).content().endsWith("/" + name + "\n");
            assertThat(folder.resolve("post")).content().endsWith("/" + name + "\n");
            assertThat(folder.resolve("fds")).content().doesNotContain("cgroup");
            assertThat(groups(bench)).isEmpty();
        }
    }

    @Test
    void service_seesNothingOfTheGroup_butWhereItIs() throws Exception {
        var line = "tr '\\0' '\\n' < /proc/$$/environ > environ; ls -l /proc/$$/fd > fds; touch ready; exec sleep 100";
        try (var bench = new Bench(folder, shell(To.GROUP, line))) {
            bench.start();
            awaitReady();

            assertThat(folder.resolve("environ")).content().doesNotContain("/signalbox-");
            assertThat(folder.resolve("fds")).content().doesNotContain("cgroup");
            assertThat(bench.table.commandLine(bench.pid())).isEqualTo("sleep 100");
        }
    }

    @Test
    void service_ofAnotherUser_cannotMoveItselfOutOfTheGroup() throws Exception {
        assumeThat(ProcessHandle.current().info().user())
                .as("only root starts services of others")
                .contains("root");
        // Where a test's folder is, no other user may go.
        var definition = TestDefinitions.of(
                        "service",
                        new Command.Shell("exec sleep 100"),
                        Path.of("/"),
                        List.of(),
                        Map.of(),
                        StopSettings.DEFAULT)
                .but()
                .process(new ProcessSettings("nobody", null, 0, 0))
                .build();
        try (var bench = new Bench(folder, definition)) {
            bench.start();
            var group = group(bench);
            assertThat(group.pids()).contains(bench.pid());

            var above = Objects.requireNonNull(group.folder().getParent());
            for (var door : List.of(
                    group.door(), new ControlGroup(above).door(), group.folder().resolve("cgroup.kill"))) {
                assertThat(asNobody("echo 0 > " + door))
                        .as("nobody writes to %s", door)
                        .isNotZero();
            }
            assertThat(asNobody("mkdir " + group.folder().resolve("sub"))).isNotZero();
        }
    }

    private static int asNobody(String line) throws Exception {
        return new ProcessBuilder("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "sh", "-c", line)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    @Test
    void engineThatWasKilled_itsServiceIsAdoptedWithWhatOnlyTheGroupKnows() throws Exception {
        try (var bench = new Bench(folder, shell(To.ALL, HELPER + "exec sleep 100"))) {
            bench.start();
            awaitReady();
            var helper = pid("helper");
            bench.leave();
            bench.enter();

            assertThat(bench.driver.status()).isInstanceOf(Running.class);
            bench.stop();
            assertThat(bench.isAlive(helper)).isFalse();
            assertThat(bench.driver.status()).isEqualTo(new Stopped(true));
        }
    }

    @Test
    void engineInAnotherGroup_knowsWhatTheOneBeforeHasLeft() throws Exception {
        try (var bench = new Bench(folder, shell(To.GROUP, HELPER + "exec sleep 100"))) {
            bench.start();
            awaitReady();
            var helper = pid("helper");
            bench.stop();
            bench.leave();
            var groups = bench.groups;
            bench.groups = ControlGroups.none("it is in a group that is not its own");
            bench.enter();

            assertThat(bench.driver.status()).isEqualTo(new Stopped(true, 1));
            bench.driver.kill(TestWork.kill().operation());
            assertThat(bench.isAlive(helper)).isFalse();
            bench.groups = groups;
        }
    }

    @Test
    void engineThatWasKilled_itsEmptyGroupsAreRemoved_alsoOfServicesThatAreGone() throws Exception {
        try (var bench = new Bench(folder, shell(To.GROUP, "exec sleep 100"))) {
            bench.start();
            var stale = Objects.requireNonNull(bench.groups.make(Bench.KEY + ":gone:0123456789abcdef"));
            Files.createDirectory(stale.folder().resolve("below"));
            var used = group(bench);
            bench.leave();
            bench.groups = ControlGroups.find(Bench.KEY);
            bench.enter();

            assertThat(stale.folder()).doesNotExist();
            assertThat(used.pids()).contains(bench.pid());
            bench.stop();
            assertThat(used.folder()).doesNotExist();
        }
    }

    @Test
    void engineThatWasKilledInItsTrial_keepsTheNextOneOfThisPidFromNothing() throws Exception {
        try (var bench = new Bench(folder, shell(To.GROUP, "exec sleep 100"))) {
            var base = Path.of(bench.groups.text().substring("by control group ".length()));
            Files.createDirectory(
                    base.resolve("trial." + ProcessHandle.current().pid()));

            assertThat(ControlGroups.find(Bench.KEY).text()).isEqualTo("by control group " + base);
            assertThat(base).isDirectoryNotContaining("glob:**/trial.*");
        }
    }

    @Test
    void runOfAnEarlierVersion_withoutAGroup_isAdoptedAndStoppedByTheScan() throws Exception {
        try (var bench = new Bench(folder, shell(To.ALL, "setsid sleep 100 & touch ready; wait"), Members.BY_SCAN)) {
            bench.start();
            awaitReady();
            assertThat(bench.files().read().orElseThrow().group()).isNull();
            bench.leave();
            bench.groups = ControlGroups.find(Bench.KEY);
            bench.enter();
            bench.stop();

            assertThat(bench.census().members()).isEmpty();
            assertThat(bench.driver.status()).isEqualTo(new Stopped(true));
        }
    }

    @Test
    void groupBelowTheOneOfTheService_isPartOfIt() throws Exception {
        try (var bench = new Bench(folder, shell(To.ALL, "exec sleep 100"))) {
            bench.start();
            var below = Files.createDirectory(group(bench).folder().resolve("below"));
            var pid = bench.pid();
            Files.writeString(below.resolve("cgroup.procs"), Long.toString(pid));

            assertThat(group(bench).pids()).contains(pid);
            bench.stop();
            assertThat(below).doesNotExist();
        }
    }
}
