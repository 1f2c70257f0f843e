package dev.signalbox.driver.process;

import static dev.signalbox.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Signals by the kernel's handles on processes, of this machine's.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class PidfdTest {
    private static final int SIGKILL = 9;

    private final LinuxProcessTable table = new LinuxProcessTable(text -> text);
    private final List<Process> processes = new ArrayList<>();

    PidfdTest() throws Exception {}

    @AfterEach
    void kill() {
        processes.forEach(Process::destroyForcibly);
    }

    private ProcessInfo begin(String... command) throws IOException {
        var process = new ProcessBuilder(command).start();
        processes.add(process);
        return Objects.requireNonNull(table.find(process.pid()));
    }

    @Test
    void signal_toWhoHasTheNumberNow_isNotSent() throws Exception {
        var process = begin("sleep", "100").id();
        var earlier = new ProcessId(process.pid(), process.startTicks() - 1);

        assertThat(table.signal(earlier, SIGKILL)).isFalse();
        assertThat(table.signalGroup(earlier, process.pid(), SIGKILL)).isFalse();
        assertThat(table.signal(process, 0)).isTrue();
    }

    /// Its number may have been given again since it was looked at; the handle goes with it all the same.
    @Test
    void signal_toOneThatEndedSinceItWasLookedAt_reachesNobody() throws Exception {
        var process = begin("sleep", "100").id();
        var handle = Pidfd.open(process.pid());
        assertThat(table.isAlive(process)).isTrue();
        processes.getFirst().destroyForcibly().waitFor();
        await().until(() -> table.find(process.pid()) == null);

        assertThat(Pidfd.signal(handle, SIGKILL)).isEqualTo(-Pidfd.ESRCH);
        Pidfd.close(handle);
    }

    @Test
    void signalGroup_byItsLeader_reachesAllOfIt() throws Exception {
        var leader = begin("setsid", "sh", "-c", "sleep 100 & sleep 100");
        await().until(() -> members(leader.pid()).size() == 3);
        var group = members(leader.pid());

        assertThat(table.signalGroup(leader.id(), leader.pid(), SIGKILL)).isTrue();
        await().until(() -> group.stream().noneMatch(one -> table.isAlive(one.id())));
    }

    @Test
    void signalGroup_byAMemberOfIt_reachesAllOfIt() throws Exception {
        var leader = begin("setsid", "sh", "-c", "sleep 100 & sleep 100");
        await().until(() -> members(leader.pid()).size() == 3);
        var group = members(leader.pid());
        var member = group.stream()
                .filter(one -> one.pid() != leader.pid())
                .findAny()
                .orElseThrow();

        assertThat(table.signalGroup(member.id(), leader.pid(), SIGKILL)).isTrue();
        await().until(() -> group.stream().noneMatch(one -> table.isAlive(one.id())));
    }

    @Test
    void signalGroup_byOneThatHasLeftIt_isNotSent() throws Exception {
        var leader = begin("setsid", "sleep", "100");
        await().until(() -> members(leader.pid()).size() == 1);
        var other = begin("sleep", "100");

        assertThat(table.signalGroup(other.id(), leader.pid(), SIGKILL)).isFalse();
        assertThat(table.isAlive(leader.id())).isTrue();
    }

    private List<ProcessInfo> members(long group) {
        return table.look().stream()
                .map(Seen::info)
                .filter(one -> one.group() == group && one.isAlive())
                .toList();
    }
}
