package dev.signalbox.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.time.FakeTime;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class ControllingTerminalTest {
    private final FakeTime time = new FakeTime();
    private final AtomicLong number = new AtomicLong(34_816);
    private final AtomicInteger told = new AtomicInteger();

    private ControllingTerminal terminal() {
        var terminal = new ControllingTerminal(time, number::get, told::incrementAndGet);
        terminal.watch();
        return terminal;
    }

    @Test
    void hangUpOfATerminalThatIsOpen_isAWish() {
        assertThat(terminal().hangsUp()).isFalse();
        assertThat(told).hasValue(0);
    }

    @Test
    void hangUpsOfTheKernelAndTheShell_areItsClosing_andToldOnce() {
        var terminal = terminal();
        number.set(0);

        assertThat(terminal.hangsUp()).isTrue();
        assertThat(terminal.hangsUp()).isTrue();

        assertThat(told).hasValue(1);
        time.advance(ControllingTerminal.LOOK);
        assertThat(terminal.hangsUp()).as("a wish").isFalse();
        assertThat(told).hasValue(1);
    }

    @Test
    void terminalThatIsClosedWithoutASignal_isToldOf_andTheNextOneIsAWish() {
        var terminal = terminal();
        number.set(0);
        time.advance(ControllingTerminal.LOOK);
        assertThat(told).hasValue(1);
        assertThat(time.timers()).isZero();

        time.advance(ControllingTerminal.LOOK);

        assertThat(terminal.hangsUp()).isFalse();
    }

    @Test
    void processWithoutTerminal_isNotWatched() {
        number.set(0);

        assertThat(terminal().hangsUp()).isFalse();
        assertThat(time.timers()).isZero();
        assertThat(told).hasValue(0);
    }

    @Test
    void number_standsBehindAnyName() {
        assertThat(ControllingTerminal.parse("7 (a) b (c) S 1 7 7 34816 7 4194304 0"))
                .isEqualTo(34_816);
    }
}
