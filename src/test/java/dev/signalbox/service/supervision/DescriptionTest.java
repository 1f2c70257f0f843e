package dev.signalbox.service.supervision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.service.DriverStatus.Exited;
import dev.signalbox.service.DriverStatus.Stopped;
import dev.signalbox.service.ExitStatus;
import dev.signalbox.service.ServiceDefinition;
import dev.signalbox.service.ServiceState;
import dev.signalbox.service.ServiceStatus;
import dev.signalbox.service.TestDefinitions;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DescriptionTest {
    private static final ServiceDefinition JOB =
            TestDefinitions.argv("job", "x").but().oneShot(true).build();

    private static final ServiceDefinition SERVICE = TestDefinitions.argv("service", "x");

    private static ServiceStatus ofJob(int leftovers) {
        var end = new Exited(new ExitStatus(0), Instant.EPOCH, List.of(), leftovers);
        return new Description(JOB, Ending.GOOD, null, null).of(end);
    }

    @Test
    void job_thatHasCompleted_saysWhen() {
        assertThat(ofJob(0).state()).isEqualTo(ServiceState.STOPPED);
        assertThat(ofJob(0).reason()).matches("completed [0-9-]+ [0-9:]+");
    }

    @ParameterizedTest // rule 26b
    @CsvSource({"1, 1 process lives on", "2, 2 processes live on"})
    void job_thatHasLeftProcesses_saysSo(int leftovers, String text) {
        assertThat(ofJob(leftovers).state()).isEqualTo(ServiceState.STOPPED);
        assertThat(ofJob(leftovers).reason()).matches("completed [0-9-]+ [0-9:]+, " + text);
    }

    @ParameterizedTest
    @CsvSource({
        "true, 0, ''",
        "true, 1, 1 of its processes lives on",
        "true, 2, 2 of its processes live on",
        "false, 1, 'not fully verified, 1 process lives on'"
    })
    void serviceThatWasStopped_saysWhatAStopHasNotTaken(boolean verified, int leftovers, String reason) {
        var status = new Description(JOB, Ending.GOOD, null, null).of(new Stopped(verified, leftovers));

        assertThat(status.state()).isEqualTo(ServiceState.STOPPED);
        assertThat(status.reason()).isEqualTo(reason);
    }

    /// What was killed said nothing of that in `ps`.
    @ParameterizedTest
    @CsvSource({
        "137, 1, 'exit code 137 (or SIGKILL), 1 of its processes lives on'",
        "3, 2, 'exit code 3, 2 of its processes live on'",
        "-1, 1, 'exit unknown, 1 of its processes lives on'",
        "3, 0, ''"
    })
    void serviceThatHasLeftProcesses_saysHowItEndedToo(int code, int leftovers, String reason) {
        var end = new Exited(new ExitStatus(code), Instant.EPOCH, List.of(), leftovers);
        var status = new Description(SERVICE, Ending.GOOD, null, null).of(end);

        assertThat(status.state()).isEqualTo(ServiceState.FAILED);
        assertThat(status.reason()).isEqualTo(reason);
    }
}
