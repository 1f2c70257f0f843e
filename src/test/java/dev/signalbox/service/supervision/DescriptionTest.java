package dev.signalbox.service.supervision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.service.DriverStatus.Exited;
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
}
