package dev.signalbox.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.signalbox.operation.TestWork;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a supervisor keeps of what was wanted.
final class SupervisorTest {
    private final FakeDriver driver = new FakeDriver();

    @TempDir
    private Path folder;

    private Supervisor supervisor;

    @BeforeEach
    void open() {
        supervisor = new Supervisor(
                TestDefinitions.argv("service", "sleep", "100"), driver, new Intentions(folder.resolve("run")));
        supervisor.open();
    }

    @Test
    void stop_wishCannotBeKept_stopsAllTheSame() throws Exception {
        driver.start(TestWork.start());
        var work = TestWork.stop();
        supervisor.run(work);

        assertThat(driver.instances()).isZero();
        assertThat(work.steps()).anyMatch(step -> step.startsWith("the next console will not know"));
    }

    @Test
    void start_wishCannotBeKept_startsNothing() {
        assertThatExceptionOfType(DriverException.class).isThrownBy(() -> supervisor.run(TestWork.start()));
        assertThat(driver.instances()).isZero();
    }

    @Test
    void start_wish_isForItsOwnerAlone() throws Exception {
        Files.createDirectory(folder.resolve("run"));
        supervisor.run(TestWork.start());

        assertThat(Files.getPosixFilePermissions(folder.resolve("run/service.wanted")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }
}
