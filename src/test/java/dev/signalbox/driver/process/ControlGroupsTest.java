package dev.signalbox.driver.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.signalbox.service.DriverStatus.Stopped;
import dev.signalbox.service.ServiceDefinition.Command;
import dev.signalbox.service.ServiceDefinition.StopSettings;
import dev.signalbox.service.TestDefinitions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Where the engine may make control groups, and what it says where it may not.
final class ControlGroupsTest {
    private static final String BY_GROUP = "by control group ";

    @TempDir
    private Path folder;

    private String mount(String root, Path point) {
        return "31 23 0:28 / /sys/fs/cgroup rw,relatime - tmpfs tmpfs rw,mode=755\n"
                + "35 31 0:32 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory\n"
                + "41 31 0:38 " + root + " " + point + " rw,relatime shared:9 - cgroup2 cgroup2 rw\n";
    }

    private Path group(String path) throws Exception {
        var group = Files.createDirectories(folder.resolve(path));
        Files.createFile(group.resolve("cgroup.procs"));
        return group;
    }

    @Test
    void own_besideGroupsOfVersion1_isFound() throws Exception {
        var own = group("system.slice/signalbox.service");

        assertThat(ControlGroups.own(mount("/", folder), "4:memory:/process/7\n0::/system.slice/signalbox.service\n"))
                .isEqualTo(own);
    }

    @Test
    void own_whereOnlyAPartIsMounted_isFoundInIt() throws Exception {
        var own = group("signalbox.service");

        assertThat(ControlGroups.own(mount("/system.slice", folder), "0::/system.slice/signalbox.service\n"))
                .isEqualTo(own);
    }

    @Test
    void own_whereAnotherPartIsMounted_isNotToBeSeen() throws Exception {
        group("signalbox.service");

        assertThat(ControlGroups.own(mount("/user.slice", folder), "0::/system.slice/signalbox.service\n"))
                .isNull();
    }

    @Test
    void own_inAFolderWithASpace_isFound() throws Exception {
        var own = group("two words");

        assertThat(ControlGroups.own(mount("/", own).replace("two words", "two\\040words"), "0::/\n"))
                .isEqualTo(own);
    }

    @Test
    void own_withoutVersion2_isNone() {
        assertThat(ControlGroups.own("35 31 0:32 / /sys rw - cgroup cgroup rw,memory\n", "4:memory:/x\n"))
                .isNull();
        assertThat(ControlGroups.own(mount("/", folder), "0::/gone\n")).isNull();
    }

    @Test
    void in_aGroupThatNobodyMayChange_saysSo() {
        assertThat(ControlGroups.in(Path.of("/proc/self"), Bench.KEY).text())
                .startsWith("by looking at /proc: no group can be made in /proc/self: ");
    }

    /// It can be made, but no process gets in: as where a user owns a group, but not the one that he comes from.
    @Test
    void in_aFolderThatTakesNoProcess_saysSo_andLeavesNothing() throws Exception {
        var groups = ControlGroups.in(folder.resolve("none"), Bench.KEY);
        assertThat(groups.text()).startsWith("by looking at /proc: no group can be made in ");
        try (var own = ControlGroups.find(Bench.KEY)) {
            assumeThat(own.text()).startsWith(BY_GROUP);
            var theirs = Path.of(own.text().substring(BY_GROUP.length())).resolve("theirs");
            Files.createDirectory(theirs);
            Files.writeString(theirs.resolve("cgroup.type"), "threaded");

            assertThat(ControlGroups.in(theirs, Bench.KEY).text())
                    .startsWith("by looking at /proc: no process can be moved into a group in " + theirs);
            assertThat(theirs).isDirectoryNotContaining(Files::isDirectory);
        }
    }

    @Test
    void noGroupCanBeMade_servicesStartAndStopByTheScan() throws Exception {
        var definition = TestDefinitions.of(
                "service",
                new Command.Shell("setsid sleep 100 & exec sleep 100"),
                folder,
                List.of(),
                Map.of(),
                StopSettings.DEFAULT);
        try (var bench = new Bench(folder, definition, Members.BY_SCAN)) {
            assertThat(bench.drivers.members()).isEqualTo("by looking at /proc: a test wants none");
            bench.start();
            assertThat(bench.files().read().orElseThrow().group()).isNull();
            bench.stop();

            assertThat(bench.driver.status()).isEqualTo(new Stopped(true));
            assertThat(bench.census().members()).isEmpty();
        }
    }
}
