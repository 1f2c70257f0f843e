package dev.signalbox.driver.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A line of the kernel's about what a process uses.
final class ProcessStatTest {
    private static final String REST =
            " 12 4711 4711 -1 -1 4194304 1 2 3 4 150 50 30 20 20 0 17 0 987654 123456789 2048 18446744073709551615 1 1\n";

    @ParameterizedTest
    @ValueSource(strings = {"web", "a b", "a) R 1 1 1", "((", "", "\u00e9\u00ff"})
    void process_whateverItIsCalled_usesWhatTheKernelSays(String name) {
        assertThat(ProcessStat.parse("4711 (" + name + ") S" + REST))
                .isEqualTo(new ProcessStat(new ProcessId(4711, 987654), true, 12, 4711, 200, 50, 17, 2048));
    }

    @Test
    void zombie_usesNothingAnyMore() {
        assertThat(Objects.requireNonNull(ProcessStat.parse("4711 (web) Z" + REST))
                        .isAlive())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "4711", "4711 (web", "4711 (web) S 1 2", "x (web) S 1 2 3 4", ")"})
    void whatIsNoLine_isNoProcess(String line) {
        assertThat(ProcessStat.parse(line)).isNull();
    }

    @Test
    void thisProcess_isSeen() {
        var self = Objects.requireNonNull(
                new ProcFiles().use(ProcessHandle.current().pid(), new byte[ProcFiles.MAX_STAT]));

        assertThat(self.ticks()).isPositive();
        assertThat(self.threads()).isGreaterThan(1);
        assertThat(self.pages()).isPositive();
    }
}
