package dev.signalbox.console.inspector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.operation.QueueSettings;
import dev.signalbox.service.Probe;
import dev.signalbox.service.ServiceDefinition.Command;
import dev.signalbox.service.ServiceDefinition.EnvValue;
import dev.signalbox.service.ServiceDefinition.RestartPolicy;
import dev.signalbox.service.ServiceDefinition.StopSettings;
import dev.signalbox.service.TestDefinitions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DefinitionTextTest {

    @Test
    void of_saysWhatIsDefinedAndNoMore() {
        var definition = TestDefinitions.of(
                "backend",
                new Command.Argv(List.of("java", "-m", "jdk.httpserver")),
                Path.of("/srv"),
                List.of(8000, 8001),
                Map.of("B", new EnvValue("2", false), "A", new EnvValue("1", false)),
                new StopSettings("SIGINT", Duration.ofSeconds(5)));

        assertThat(lines(DefinitionText.of(definition))).isEqualTo("""
                        Command: java -m jdk.httpserver
                        Folder: /srv
                        Ports: 8000, 8001
                        Environment: A=1
                        B=2
                        Settles: has started when it has run for 0.2 s
                        Stop: SIGINT, after 5 s SIGKILL
                        Restart: never by itself
                        Log: rotated at 50 MB, 5 kept
                        Queue: keep: every request runs
                        Timeout: start 30 s, stop 30 s, then 10 s of grace""");
    }

    @Test
    void of_saysHowPatientProbesAre() {
        var check = new Probe.Check.Tcp("db.example", 5432);
        var second = Duration.ofSeconds(1);
        var definition = TestDefinitions.argv("backend", "x")
                .but()
                .ready(new Probe(check, second, Duration.ofSeconds(15), Duration.ofSeconds(9), 3, 2, second))
                .build();

        assertThat(lines(DefinitionText.of(definition)))
                .contains(
                        "Ready: port db.example:5432\n"
                                + "every 1 s, within 15 s, each try at most 9 s, well after 2 good answers in a row, first after 1 s");
    }

    @Test
    void of_saysWhichEndsAreGood_andThatAJobHasAllTheTime() {
        var restart = new RestartPolicy(
                RestartPolicy.On.FAILURE,
                Duration.ofSeconds(1),
                Duration.ofSeconds(60),
                0,
                Duration.ofMinutes(1),
                Duration.ofSeconds(10),
                List.of(143, 2));
        var queue = new QueueSettings(
                QueueSettings.Policy.KEEP, null, Duration.ofMinutes(2), QueueSettings.DEFAULT.grace(), true);
        var job = TestDefinitions.argv("job", "x")
                .but()
                .oneShot(true)
                .restart(restart)
                .queue(queue)
                .build();

        assertThat(lines(DefinitionText.of(job)))
                .contains("Restart: after a failure, in 1 s to 60 s; never gives up; a run is a proper one after 10 s;"
                        + " good exit codes 0, 2, 143")
                .contains("Timeout: start none, stop 2 m 0 s, then 10 s of grace")
                .doesNotContain("Settles");
    }

    @Test
    void of_saysThatALineIsForTheShell() {
        assertThat(lines(DefinitionText.of(TestDefinitions.shell("backend", "a | b"))))
                .startsWith("Shell line: a | b\n");
    }

    @Test
    void of_knowsNoSecret() {
        var definition = TestDefinitions.of(
                "backend",
                new Command.Shell("true"),
                Path.of("/srv"),
                List.of(),
                Map.of("PASSWORD", new EnvValue("hunter2", true)),
                StopSettings.DEFAULT);

        assertThat(lines(DefinitionText.of(definition)))
                .contains("PASSWORD=••••••")
                .doesNotContain("hunter2");
    }

    private static String lines(List<DefinitionText.Row> rows) {
        return rows.stream().map(row -> row.label() + ": " + row.value()).collect(Collectors.joining("\n"));
    }
}
