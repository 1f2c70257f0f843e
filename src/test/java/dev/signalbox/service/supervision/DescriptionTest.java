package dev.signalbox.service.supervision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.code.Code;
import dev.signalbox.service.DriverStatus.Exited;
import dev.signalbox.service.DriverStatus.Running;
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
        assertThat(ofJob(0).reason()).isEqualTo("completed");
        assertThat(ofJob(0).endedAt()).isEqualTo(Instant.EPOCH);
    }

    @ParameterizedTest // rule 26b
    @CsvSource({"1, 1 process lives on", "2, 2 processes live on"})
    void job_thatHasLeftProcesses_saysSo(int leftovers, String text) {
        assertThat(ofJob(leftovers).state()).isEqualTo(ServiceState.STOPPED);
        assertThat(ofJob(leftovers).reason()).isEqualTo("completed, " + text);
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
        "137, 1, 'killed by SIGKILL (exit code 137); 1 of its processes lives on'",
        "3, 2, 'exit code 3; 2 of its processes live on'",
        "-1, 1, 'exit unknown; 1 of its processes lives on'",
        "3, 0, exit code 3"
    })
    void serviceThatHasLeftProcesses_saysHowItEndedToo(int code, int leftovers, String account) {
        var end = new Exited(new ExitStatus(code), Instant.EPOCH, List.of(), leftovers);
        var status = new Description(SERVICE, Ending.GOOD, null, null).of(end);

        assertThat(status.state()).isEqualTo(ServiceState.FAILED);
        assertThat(status.account()).isEqualTo(account);
    }

    @Test
    void serviceThatRunsWellAgain_isInNoCrashLoop() {
        var outlook = new ServiceStatus.Recovery(3, null, true);

        var status = new Description(SERVICE, Ending.GOOD, null, outlook).of(new Running(7, Instant.EPOCH, false));

        assertThat(status.state()).isEqualTo(ServiceState.RUNNING);
        assertThat(status.account()).isEqualTo("well again after 3 ends in 1 m");
        assertThat(status.cause()).isEqualTo(Code.RECOVERING);
    }

    @ParameterizedTest
    @CsvSource({
        "3, disk full, exit code 3: disk full, EXITED",
        "3, '', exit code 3, EXITED",
        "137, '', killed by SIGKILL (exit code 137), KILLED",
        "139, oops, killed by SIGSEGV (exit code 139): oops, KILLED",
        "-1, '', exit unknown, EXITED"
    })
    void serviceThatEnded_saysHow_andWhatItSaidLast(int exit, String line, String account, Code cause) {
        var lines = line.isEmpty() ? List.<String>of() : List.of("before", line);
        var end = new Exited(new ExitStatus(exit), Instant.EPOCH, lines, 0);

        var status = new Description(SERVICE, Ending.GOOD, null, null).of(end);

        assertThat(status.account()).isEqualTo(account);
        assertThat(status.cause()).isEqualTo(cause);
    }

    @Test
    void serviceThatCouldNotBeStarted_saysWhy_once() {
        var exit = new Exited(new ExitStatus(7), Instant.EPOCH, List.of("no disk"), 0);
        var problem = "exited at once with exit code 7: no disk";
        var ending = new Ending(false, problem, Code.EXITED, "", null).with(exit);

        var status = new Description(SERVICE, ending, null, null).of(new Stopped(true));

        assertThat(status.account()).isEqualTo(problem);
        assertThat(status.cause()).isEqualTo(Code.EXITED);
    }

    @Test
    void whatAServiceSaidLast_steersNothing_andIsNoLongerThanALine() {
        var end = new Exited(new ExitStatus(1), Instant.EPOCH, List.of("\u001b[2J" + "x".repeat(5_000)), 0);

        assertThat(new Description(SERVICE, Ending.GOOD, null, null).of(end).account())
                .startsWith("exit code 1: \\u001b[2Jxxx")
                .endsWith("…")
                .hasSizeLessThan(230);
    }
}
