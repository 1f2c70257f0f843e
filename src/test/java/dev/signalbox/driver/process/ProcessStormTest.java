package dev.signalbox.driver.process;

import static dev.signalbox.Waiting.await;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.Seed;
import dev.signalbox.engine.local.EngineParts;
import dev.signalbox.engine.local.LocalEngine;
import dev.signalbox.log.LogFolder;
import dev.signalbox.log.LogNotes;
import dev.signalbox.operation.Operation;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.Outcome;
import dev.signalbox.operation.QueueEvent;
import dev.signalbox.operation.QueueListener;
import dev.signalbox.operation.Source;
import dev.signalbox.operation.Source.Road;
import dev.signalbox.operation.Submission;
import dev.signalbox.operation.Ticket;
import dev.signalbox.scenario.Lives;
import dev.signalbox.service.Secrets;
import dev.signalbox.service.ServiceDrivers;
import dev.signalbox.service.ServiceState;
import dev.signalbox.state.EngineLock;
import dev.signalbox.state.StateFolder;
import dev.signalbox.workspace.WorkspaceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Many requests for real processes at the same moment, through the whole engine, by each of the kernel's means.
/// `-Dseed=…` repeats what is asked for.
@ParameterizedClass
@EnumSource(Way.class)
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ProcessStormTest {
    private static final List<String> SERVICES = List.of(
            "backend",
            "incentive_system",
            "network_coordinator",
            "blockchain_node_1",
            "blockchain_node_2",
            "network_dashboard",
            "frontend");

    /// Those of persons, whose requests all run.
    private static final List<Road> ROADS = List.of(Road.OPERATOR, Road.HTTP_API, Road.COMMAND_LINE);

    /// From each road, beside its restart of the backend.
    private static final int OTHERS = 8;

    /// Holds a lock of the kernel's in all its processes, so that two runs which live at the same time are found out
    /// whatever clocks and records say. It has a child, and takes a moment to end.
    private static final String SERVICE = """
            exec 9>>"$1.lock"
            if flock -n 9; then echo "begin $$" >>"$1"; else echo "overlap $$" >>"$1"; fi
            trap 'sleep 0.02; exit 0' TERM
            while :; do sleep "$2" & wait $!; done
            """;

    private final Way way;
    private final long seed = Seed.of(ProcessStormTest.class);
    /// In every command line, and a time that `sleep` understands.
    private final String mark = "1000000." + ProcessHandle.current().pid() + (System.nanoTime() & 0xffff);

    private final Queue<QueueEvent> events = new ConcurrentLinkedQueue<>();
    private ControlGroups groups;
    private LocalEngine engine;

    @TempDir
    private Path folder;

    ProcessStormTest(Way way) {
        this.way = way;
    }

    @BeforeEach
    void open() throws Exception {
        Files.writeString(folder.resolve("service.sh"), SERVICE);
        var text = new StringBuilder("name: storm\nservices:\n");
        SERVICES.forEach(id -> text.append("  ID: { command: [sh, service.sh, ID.lives, '%s'], settle: 0s }\n"
                .formatted(mark)
                .replace("ID", id)));
        var file = Files.writeString(folder.resolve("signalbox.yaml"), text.toString());
        var environment = Map.of("XDG_STATE_HOME", folder.resolve("state").toString());
        engine = LocalEngine.open(WorkspaceFile.load(file, environment), environment, new EngineParts() {
            @Override
            public ServiceDrivers drivers(StateFolder state, LogNotes notes) throws IOException {
                groups = way.members.groups();
                return new ProcessDrivers(
                        state.identity(),
                        notes,
                        clock(),
                        new Secrets(),
                        way.means.table(),
                        EngineLock::engineOf,
                        LogFolder::hasHoles,
                        way.means.opening,
                        new StrangerScan(),
                        groups);
            }
        });
        engine.autostart();
        var _ = engine.queue().subscribe(10_000, new QueueListener() {
            @Override
            public void onEvent(QueueEvent event) {
                events.add(event);
            }
        });
    }

    @AfterEach
    void endEverything() {
        engine.close();
        await().until(() -> {
            var left = processes().toList();
            left.forEach(ProcessHandle::destroyForcibly);
            return left.isEmpty();
        });
    }

    /// Of all services, children and wrappers among them.
    private Stream<ProcessHandle> processes() {
        return ProcessHandle.allProcesses().filter(process -> words(process).contains(mark));
    }

    private static List<String> words(ProcessHandle process) {
        return process.info().arguments().map(List::of).orElse(List.of());
    }

    private Ticket submit(Road road, String service, OperationKind kind) throws Exception {
        var answer = engine.as(new Source(road, ""), null).submit(service, kind, Map.of());
        return ((Submission.Accepted) get(answer.toCompletableFuture())).ticket();
    }

    private List<Ticket> submit(OperationKind kind) throws Exception {
        var tickets = new ArrayList<Ticket>();
        for (var id : SERVICES) {
            tickets.add(submit(Road.OPERATOR, id, kind));
        }
        return tickets;
    }

    private static <T> T get(Future<T> future) throws Exception {
        return future.get(60, TimeUnit.SECONDS);
    }

    private static void assertAllSucceed(Collection<Ticket> tickets) throws Exception {
        for (var ticket : tickets) {
            assertThat(get(ticket.outcome().toCompletableFuture()))
                    .as("%s", ticket.operation())
                    .isInstanceOf(Outcome.Succeeded.class);
        }
    }

    /// What one road asks for: its restart of the backend, and others around it.
    private List<Ticket> ask(Road road, CyclicBarrier together) throws Exception {
        var random = new Random(seed + road.ordinal());
        var kinds = OperationKind.values();
        var tickets = new ArrayList<Ticket>();
        var mine = random.nextInt(OTHERS);
        together.await();
        for (int i = 0; i < OTHERS; i++) {
            if (i == mine) {
                tickets.add(submit(road, "backend", OperationKind.RESTART));
            }
            var service = SERVICES.get(random.nextInt(SERVICES.size()));
            tickets.add(submit(road, service, kinds[random.nextInt(kinds.length)]));
        }
        return tickets;
    }

    /// Each began when the one before had ended, in the order in which they were accepted.
    private void assertOneAfterAnother() {
        var all = events.stream()
                .filter(event -> event instanceof QueueEvent.Started || event instanceof QueueEvent.Freed)
                .collect(groupingBy(event -> event.operation().service()));
        assertThat(all).containsOnlyKeys(SERVICES);
        all.forEach((service, its) -> {
            var begun = its.stream()
                    .filter(QueueEvent.Started.class::isInstance)
                    .map(event -> event.operation().id())
                    .toList();
            assertThat(begun).as(service).isSorted();
            assertThat(its)
                    .as(service)
                    .extracting(event -> event.operation().id())
                    .containsExactlyElementsOf(
                            begun.stream().flatMap(id -> Stream.of(id, id)).toList());
        });
    }

    private Lives lives(String service) throws IOException {
        return Lives.read(folder.resolve(service + ".lives"));
    }

    private void assertRunsOnce(String service) throws IOException {
        var lives = lives(service);
        lives.assertOneAtATime();
        var status = Objects.requireNonNull(engine.find(service)).status();
        assertThat(status.state()).as(service).isEqualTo(ServiceState.RUNNING);
        assertThat(lives.begun().stream()
                        .filter(pid -> ProcessHandle.of(pid)
                                .filter(ProcessHandle::isAlive)
                                .isPresent()))
                .as(service)
                .containsExactly(status.pid());
    }

    private long freed() {
        return events.stream().filter(QueueEvent.Freed.class::isInstance).count();
    }

    @Test
    void storm_fromAllRoads_runsInOrderOneAtATime_andLeavesNothing() throws Exception {
        var tickets = new ArrayList<>(submit(OperationKind.START));
        var together = new CyclicBarrier(ROADS.size());
        try (var threads = Executors.newFixedThreadPool(ROADS.size())) {
            var asked = ROADS.stream()
                    .map(road -> threads.submit(() -> ask(road, together)))
                    .toList();
            for (var one : asked) {
                tickets.addAll(get(one));
            }
        }
        tickets.addAll(submit(OperationKind.START));
        assertAllSucceed(tickets);
        assertThat(tickets.stream()
                        .map(Ticket::operation)
                        .filter(one -> one.service().equals("backend") && one.kind() == OperationKind.RESTART)
                        .map(Operation::source)
                        .map(Source::road))
                .containsAll(ROADS);
        for (var service : SERVICES) {
            // Its first line may come after its start has succeeded.
            await().until(() -> {
                var lives = lives(service);
                return lives.begun().contains(pid(service)) || !lives.overlaps().isEmpty();
            });
            assertRunsOnce(service);
        }

        tickets.addAll(submit(OperationKind.STOP));
        assertAllSucceed(tickets);
        await().until(() -> freed() == tickets.size());
        assertOneAfterAnother();
        assertThat(processes()).isEmpty();
        for (var service : SERVICES) {
            lives(service).assertOneAtATime();
            assertThat(groups.of(service)).as(service).isEmpty();
        }
        assertThat(RunFiles.services(engine.state().run())).isEmpty();
    }

    private long pid(String service) {
        return Objects.requireNonNull(engine.find(service)).status().pid();
    }
}
