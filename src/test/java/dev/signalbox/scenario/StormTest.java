package dev.signalbox.scenario;

import static dev.signalbox.Waiting.await;
import static dev.signalbox.operation.OperationKind.RESTART;
import static dev.signalbox.operation.OperationKind.START;
import static dev.signalbox.operation.OperationKind.STOP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.Outcome;
import dev.signalbox.operation.Ticket;
import dev.signalbox.service.ServiceState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The story that this program exists for, with real processes: many requests for one service at the same moment.
class StormTest {
    private static final Outcome SUCCEEDED = new Outcome.Succeeded();
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

    @TempDir
    Path folder;

    private record Request(String service, OperationKind kind) {}

    @Test
    void storm_fiveRestartsThreeStopsThreeStarts_allSucceedOneAtATime() throws Exception {
        try (var scenario = new Scenario(folder)) {
            scenario.with(scenario.recording("backend", 20, STOP_TIMEOUT))
                    .with(scenario.recording("frontend", 20, STOP_TIMEOUT));
            assertThat(scenario.run("backend", START)).isEqualTo(SUCCEEDED);
            assertThat(scenario.run("frontend", START)).isEqualTo(SUCCEEDED);
            var before = scenario.pid("backend");

            var requests = new ArrayList<>(Collections.nCopies(5, new Request("backend", RESTART)));
            requests.addAll(Collections.nCopies(3, new Request("frontend", STOP)));
            requests.addAll(Collections.nCopies(3, new Request("frontend", START)));
            var tickets = atOnce(scenario, requests);

            assertThat(tickets)
                    .hasSize(11)
                    .allSatisfy(ticket -> assertThat(scenario.outcome(ticket)).isEqualTo(SUCCEEDED));
            scenario.assertBodiesDisjoint();
            scenario.lives("backend").assertOneAtATime();
            scenario.lives("frontend").assertOneAtATime();
            assertThat(scenario.startedPids("backend"))
                    .hasSize(6)
                    .doesNotHaveDuplicates()
                    .startsWith(before)
                    .endsWith(scenario.pid("backend"));
            assertThat(scenario.lives("backend").begun()).isEqualTo(scenario.startedPids("backend"));
            assertThat(scenario.state("backend")).isEqualTo(ServiceState.RUNNING);
            assertThat(scenario.state("frontend")).isEqualTo(stateAfter(lastAccepted(tickets, "frontend")));
        }
    }

    @Test
    void storm_backendHangs_frontendsSixFinish() throws Exception {
        try (var scenario = new Scenario(folder)) {
            scenario.with(scenario.recording("backend", -1, Duration.ofHours(1)))
                    .with(scenario.recording("frontend", 20, STOP_TIMEOUT));
            scenario.run("backend", START);
            await().until(() -> !scenario.lives("backend").ready().isEmpty());
            var hung = scenario.submit("backend", RESTART);
            await().until(() -> scenario.activeSteps("backend").contains("SIGTERM sent"));

            var requests = new ArrayList<>(Collections.nCopies(3, new Request("frontend", STOP)));
            requests.addAll(Collections.nCopies(3, new Request("frontend", START)));
            var tickets = atOnce(scenario, requests);

            assertThat(tickets)
                    .allSatisfy(ticket -> assertThat(scenario.outcome(ticket)).isEqualTo(SUCCEEDED));
            assertThat(hung.state()).isEqualTo(Ticket.State.RUNNING);
            scenario.assertBodiesDisjoint();
        }
    }

    @Test
    void stop_duringRestart_endsStopped() throws Exception {
        try (var scenario = new Scenario(folder)) {
            scenario.with(scenario.recording("backend", 1_000, STOP_TIMEOUT));
            scenario.run("backend", START);
            await().until(() -> !scenario.lives("backend").ready().isEmpty());
            var restart = scenario.submit("backend", RESTART);
            await().until(() -> scenario.activeSteps("backend").contains("SIGTERM sent"));

            var stop = scenario.submit("backend", STOP);

            assertThat(scenario.outcome(restart)).isEqualTo(SUCCEEDED);
            assertThat(scenario.outcome(stop)).isEqualTo(SUCCEEDED);
            assertThat(scenario.state("backend")).isEqualTo(ServiceState.STOPPED);
            scenario.lives("backend").assertOneAtATime();
        }
    }

    @Test
    void start_twiceAtOnce_makesOneProcess() throws Exception {
        try (var scenario = new Scenario(folder)) {
            scenario.with(scenario.recording("backend", 20, STOP_TIMEOUT));

            var tickets = atOnce(scenario, Collections.nCopies(2, new Request("backend", START)));

            assertThat(tickets)
                    .allSatisfy(ticket -> assertThat(scenario.outcome(ticket)).isEqualTo(SUCCEEDED));
            await().until(() -> scenario.lives("backend").ready().size() == 1);
            assertThat(scenario.lives("backend").begun()).containsExactly(scenario.pid("backend"));
            scenario.lives("backend").assertOneAtATime();
        }
    }

    /// Submits all requests at the same moment, each from a thread of its own.
    private static List<Ticket> atOnce(Scenario scenario, List<Request> requests) {
        var barrier = new CyclicBarrier(requests.size());
        try (ExecutorService threads = Executors.newFixedThreadPool(requests.size())) {
            return requests.stream()
                    .map(request -> threads.submit(() -> {
                        barrier.await();
                        return scenario.submit(request.service(), request.kind());
                    }))
                    .toList()
                    .stream()
                    .map(Scenario::get)
                    .toList();
        }
    }

    private static OperationKind lastAccepted(List<Ticket> tickets, String service) {
        return tickets.stream()
                .map(Ticket::operation)
                .filter(operation -> operation.service().equals(service))
                .max((one, two) -> Long.compare(one.id(), two.id()))
                .orElseThrow()
                .kind();
    }

    private static ServiceState stateAfter(OperationKind kind) {
        return kind == STOP ? ServiceState.STOPPED : ServiceState.RUNNING;
    }
}
