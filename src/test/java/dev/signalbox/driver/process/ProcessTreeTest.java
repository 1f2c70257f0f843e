package dev.signalbox.driver.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.signalbox.state.StateFolder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Whose processes are whose, in a table that is made up.
final class ProcessTreeTest {
    private static final ProcessId LEADER = new ProcessId(100, 1000);

    private final Table table = new Table();

    private ProcessTree tree(boolean watched) {
        return new ProcessTree(table, "key:service:", LEADER, watched);
    }

    private static final class Table implements ProcessTable {
        final List<ProcessInfo> processes = new ArrayList<>();
        final Map<Long, String> cookies = new HashMap<>();
        final List<Long> unreadable = new ArrayList<>();
        final List<Long> signalled = new ArrayList<>();
        boolean complete = true;
        boolean outOfHandles;
        boolean blind;
        boolean hidden;
        int looks;

        void add(long pid, long ticks, char state, long session) {
            processes.add(new ProcessInfo(new ProcessId(pid, ticks), state, session, session));
        }

        @Override
        public List<Seen> look() {
            looks++;
            if (blind) {
                throw new UnseenException("Too many open files");
            }
            return processes.stream()
                    .filter(_ -> !hidden)
                    .map(process -> new Seen(
                            process,
                            unreadable.contains(process.pid()) ? null : cookies.getOrDefault(process.pid(), "")))
                    .toList();
        }

        @Override
        public @Nullable ProcessInfo find(long pid) {
            return processes.stream()
                    .filter(process -> process.pid() == pid && !outOfHandles)
                    .findFirst()
                    .orElse(null);
        }

        @Override
        public String cookie(long pid) throws IOException {
            if (unreadable.contains(pid)) {
                throw new IOException("permission denied");
            }
            return cookies.getOrDefault(pid, "");
        }

        @Override
        public String stateFolder(long pid) {
            return "";
        }

        @Override
        public OptionalLong user(long pid) {
            return OptionalLong.empty();
        }

        @Override
        public StateFolder.Presence presence(long pid, String folder, String id) {
            return StateFolder.Presence.UNKNOWN;
        }

        @Override
        public boolean isComplete() {
            return complete;
        }

        @Override
        public String bootId() {
            return "boot";
        }

        @Override
        public String commandLine(long pid) {
            return "command " + pid;
        }

        @Override
        public boolean signal(long target, int signal) {
            if (signal != 0) {
                signalled.add(target);
            }
            if (blind && signal == 9 && signalled.size() > 1) {
                return !processes.isEmpty() && processes.removeIf(process -> process.group() == -target);
            }
            return processes.stream().anyMatch(process -> process.pid() == target || process.group() == -target);
        }
    }

    @Test
    void process_thatCannotBeLookedAt_isNotTakenForDead_andGetsItsSignal() {
        table.add(100, 1000, 'S', 100);
        var tree = tree(true);
        var census = tree.census();
        table.outOfHandles = true;
        assertThat(tree.hasLiving(census)).isTrue();
        assertThat(tree.signalGroup(15)).isTrue();
        assertThat(tree.signal(census.members().getFirst(), 9)).isTrue();
        assertThat(table.signalled).containsExactly(-100L, 100L);
        table.processes.clear();
        assertThat(tree.hasLiving(census)).isFalse();
        assertThat(tree.signalGroup(15)).isFalse();
    }

    @Test
    void nobodyCanBeLookedAt_itIsNotTakenForEnded_andItsGroupIsKilled() {
        table.add(100, 1000, 'S', 100);
        table.blind = true;
        table.outOfHandles = true;
        var tree = tree(true);
        assertThatExceptionOfType(UnseenException.class).isThrownBy(tree::census);
        assertThatExceptionOfType(UnseenException.class)
                .isThrownBy(() -> Killing.of(tree))
                .withMessage("its processes cannot be looked at: Too many open files");
        assertThat(table.signalled).containsExactly(-100L);
        Killing.once(tree);
        assertThat(table.signalled).containsExactly(-100L, -100L);
        assertThat(table.processes).isEmpty();
    }

    @Test
    void groupThatLives_butIsHidden_isNotTakenForEnded() {
        table.add(100, 1000, 'S', 100);
        table.hidden = true;
        assertThat(tree(true).census()).isEqualTo(new Census(List.of(), true));
        table.complete = false;
        assertThatExceptionOfType(UnseenException.class)
                .isThrownBy(() -> tree(true).census());
        table.processes.clear();
        assertThat(tree(true).census()).isEqualTo(new Census(List.of(), false));
    }

    @Test
    void process_thatCanBeLookedAt_isWhatItIs() {
        table.add(100, 1000, 'Z', 100);
        table.add(101, 2000, 'S', 100);
        assertThat(table.mayLive(LEADER)).as("a zombie").isFalse();
        assertThat(table.mayLive(new ProcessId(101, 1000)))
                .as("a number that was given again")
                .isFalse();
        assertThat(table.mayLive(new ProcessId(101, 2000))).isTrue();
    }

    @Test
    void census_leaderAlive_countsItsSession() {
        table.add(100, 1000, 'S', 100);
        table.add(101, 1001, 'S', 100);
        table.add(102, 1001, 'Z', 100);
        table.add(103, 1001, 'S', 103);

        assertThat(tree(true).census().members()).extracting(ProcessInfo::pid).containsExactly(100L, 101L);
    }

    @Test
    void census_leaderGoneNow_countsItsSession() {
        table.add(101, 1001, 'S', 100);
        var tree = tree(true);

        assertThat(tree.census().size()).isOne();
        table.add(102, 1002, 'S', 100);
        assertThat(tree.census().size()).isEqualTo(2);
    }

    @Test
    void census_sessionNumberGivenAgain_countsNobody() {
        var tree = tree(true);
        assertThat(tree.census().isEmpty()).isTrue();
        table.add(101, 2001, 'S', 100);

        assertThat(tree.census().isEmpty()).isTrue();
        assertThat(tree.signalGroup(15)).isFalse();
        assertThat(table.signalled).isEmpty();
    }

    @Test
    void census_anotherLeaderWithItsNumber_countsNobody() {
        table.add(100, 2000, 'S', 100);
        table.add(101, 2001, 'S', 100);

        assertThat(tree(true).census().isEmpty()).isTrue();
        assertThat(tree(true).signalGroup(15)).isFalse();
        assertThat(table.signalled).isEmpty();
    }

    @Test
    void census_leaderGoneWhileAway_countsCookiesOnly() {
        table.add(101, 1001, 'S', 100);
        table.add(102, 1001, 'S', 100);
        table.cookies.put(102L, "key:service:1");
        table.add(103, 1001, 'S', 103);
        table.cookies.put(103L, "key:service2:1");

        assertThat(tree(false).census().members()).extracting(ProcessInfo::pid).containsExactly(102L);
    }

    @Test
    void census_unreadableInTheSession_isNotVerified() {
        table.add(101, 1001, 'S', 100);
        table.unreadable.add(101L);

        assertThat(tree(false).census()).isEqualTo(new Census(List.of(), false));
    }

    @Test
    void census_unreadableElsewhere_isVerified() {
        table.add(101, 1001, 'S', 101);
        table.unreadable.add(101L);

        assertThat(tree(false).census()).isEqualTo(new Census(List.of(), true));
    }

    @Test
    void census_othersAreHidden_isNotVerified() {
        table.complete = false;

        assertThat(tree(false).census()).isEqualTo(new Census(List.of(), false));
    }

    @Test
    void kill_membersInAndOutOfTheGroup_sendsOneToTheGroup() {
        table.add(101, 1001, 'S', 100);
        table.add(102, 1001, 'S', 100);
        table.add(103, 1001, 'S', 103);
        table.cookies.put(103L, "key:service:1");
        var tree = tree(true);
        tree.kill(tree.census());

        assertThat(table.signalled).containsExactly(-100L, 103L);
    }

    @Test
    void signal_memberHasEnded_sendsNothing() {
        table.add(101, 1001, 'S', 100);
        var tree = tree(true);
        var member = tree.census().members().getFirst();
        table.processes.clear();
        table.add(101, 5000, 'S', 101);

        assertThat(tree.signal(member, 15)).isFalse();
        assertThat(table.signalled).isEmpty();
    }

    @Test
    void firstLook_manyServices_areServedByOneLook() {
        table.add(101, 1001, 'S', 101);
        table.cookies.put(101L, "key:a:1");
        var first = new FirstLook(table);
        for (var prefix : List.of("key:a:", "key:b:", "key:c:")) {
            first.of(prefix, one -> one.carries(prefix));
        }
        assertThat(table.looks).isOne();

        first.of("key:b:", one -> one.carries("key:b:"));
        assertThat(table.looks).isEqualTo(2);
    }

    @Test
    void firstLook_consoleIsOpen_looksAgainForEachServiceThatComes() {
        table.add(101, 1001, 'S', 101);
        var first = new FirstLook(table);
        first.of("key:a:", one -> one.carries("key:a:"));
        first.over();
        table.processes.clear();

        assertThat(first.of("key:b:", one -> one.carries("key:b:"))).isEmpty();
        assertThat(first.of("key:c:", one -> one.carries("key:c:"))).isEmpty();
        assertThat(table.looks).isEqualTo(3);
    }

    @Test
    void firstLook_processHasEndedSince_looksAgain() {
        table.add(101, 1001, 'S', 101);
        table.cookies.put(101L, "key:a:1");
        var first = new FirstLook(table);
        first.of("key:b:", one -> one.carries("key:b:"));
        table.processes.clear();

        assertThat(first.of("key:a:", one -> one.carries("key:a:"))).isEmpty();
        assertThat(table.looks).isEqualTo(2);
    }
}
