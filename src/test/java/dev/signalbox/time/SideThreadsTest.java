package dev.signalbox.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// What hangs together.
class SideThreadsTest {
    private final SideThreads sides = new SideThreads();

    @Test
    void pathsOfOneFileSystem_hangTogether_othersDoNot() {
        var proc = sides.at(Path.of("/proc/self/stat"));
        assertThat(sides.at(Path.of("/proc/1/stat"))).isSameAs(proc);
        assertThat(sides.at(Path.of("/proc-of-another-name"))).isNotSameAs(proc);
    }

    @Test
    void pathsOfTheWholeMachine_hangEachForItself() {
        var one = sides.at(Path.of("/no-such-folder/x"));
        assertThat(sides.at(Path.of("/no-such-folder/x"))).isSameAs(one);
        assertThat(sides.at(Path.of("/no-such-folder/y"))).isNotSameAs(one);
    }
}
