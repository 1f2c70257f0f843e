package dev.signalbox.service.supervision;

import static dev.signalbox.service.supervision.World.service;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.Seed;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.Source;
import dev.signalbox.operation.Source.Road;
import dev.signalbox.service.ExitStatus;
import dev.signalbox.service.Intent.Value;
import dev.signalbox.service.ServiceDefinition.RestartPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Random lives of a small stack: requests, cancellations, crashes, holds, failing starts and stops, a journal that
/// comes and goes, kills of the engine. Once they end, every service has what is wanted of it, or says why not.
/// `-Dseed=…` repeats the choices of one, `-Dsignalbox.runs=…` says how many.
@DisplayName("Rules 25 and 26: whatever happens, what is wanted comes about or says why not")
final class RandomWorldTest {
    private static final int STEPS = 60;
    private static final RestartPolicy ALWAYS = new RestartPolicy(
            RestartPolicy.On.ALWAYS, Duration.ofSeconds(1), Duration.ofSeconds(2), 5, Duration.ofMinutes(1));
    private static final RestartPolicy ON_FAILURE = new RestartPolicy(
            RestartPolicy.On.FAILURE, Duration.ofSeconds(1), Duration.ofSeconds(2), 5, Duration.ofMinutes(1));

    @Test
    void randomLives_comeToRest_asIsWanted() {
        var first = Seed.of(RandomWorldTest.class);
        var runs = Integer.getInteger("signalbox.runs", 150);
        for (var seed = first; seed < first + runs; seed++) {
            assertThat(live(new Random(seed)))
                    .as("-Dsignalbox.runs=1 -Dseed=%d", seed)
                    .isEmpty();
        }
    }

    /// @return what is not as it should be
    private static List<String> live(Random random) {
        try (var world = new World()) {
            world.with(service("db").autostart(random.nextBoolean()).restart(ALWAYS))
                    .with(service("backend", "db")
                            .autostart(random.nextBoolean())
                            .restart(ON_FAILURE))
                    .with(service("web", "backend").autostart(random.nextBoolean()))
                    .open("boot");
            for (var i = 0; i < STEPS; i++) {
                step(world, random);
                if (random.nextInt(3) == 0) {
                    Thread.yield();
                }
            }
            world.journalDown(false);
            world.queue.resumeAll();
            world.ids().stream().filter(id -> world.queue.snapshot(id).held()).forEach(world.queue::resume);
            return wrongAtRest(world);
        }
    }

    private static void step(World world, Random random) {
        var id = world.ids().get(random.nextInt(3));
        switch (random.nextInt(16)) {
            case 0, 1, 2, 3 -> {
                var kind = OperationKind.values()[random.nextInt(3)];
                world.queue.submit(id, kind, Source.OPERATOR);
            }
            case 4 -> world.queue.submit(id, OperationKind.RESTART, new Source(Road.HEALTH, ""));
            case 5, 6 -> cancelSomething(world, id, random);
            case 7 -> world.driver(id).failNextStart("as planned");
            case 8 -> world.driver(id).failNextStop("as planned");
            case 9 -> {
                if (world.instances(id) == 1) {
                    world.driver(id).crash(new ExitStatus(random.nextInt(2)));
                }
            }
            case 10 -> {
                if (random.nextBoolean()) {
                    world.queue.hold(id);
                } else {
                    world.queue.resume(id);
                }
            }
            case 11 -> world.journalDown(random.nextBoolean());
            case 12 -> world.queue.stopNow(id, Source.OPERATOR);
            case 13 -> {
                if (random.nextInt(3) == 0) {
                    world.kill();
                    world.awaitNobodyAtWork();
                    world.open("boot");
                }
            }
            default -> world.time.advance(Duration.ofMillis(random.nextInt(2_000)));
        }
    }

    private static void cancelSomething(World world, String id, Random random) {
        var snapshot = world.queue.snapshot(id);
        var ids = new ArrayList<Long>();
        if (snapshot.active() != null) {
            ids.add(snapshot.active().operation().id());
        }
        snapshot.waiting().forEach(waiting -> ids.add(waiting.operation().id()));
        if (!ids.isEmpty()) {
            world.queue.cancel(ids.get(random.nextInt(ids.size())));
        }
    }

    /// What seems to rest may only not have had its turn yet, where the machine is busy: what is wrong stays so.
    private static List<String> wrongAtRest(World world) {
        var wrong = List.<String>of();
        for (var look = 0; look < 10; look++) {
            if (!comeToRest(world)) {
                return List.of("no rest: " + tell(world));
            }
            wrong = wrong(world);
            if (wrong.isEmpty()) {
                break;
            }
        }
        return wrong;
    }

    /// Lets time go on until nothing moves any more, for retries and refusals too.
    private static boolean comeToRest(World world) {
        var calm = 0;
        for (var patience = 0; patience < 4_000 && calm < 20; patience++) {
            world.time.advance(Duration.ofMillis(500));
            LockSupport.parkNanos(100_000);
            calm = world.isAtRest() ? calm + 1 : 0;
        }
        return calm >= 20;
    }

    private static List<String> wrong(World world) {
        var wrong = new ArrayList<String>();
        for (var id : world.ids()) {
            var code = world.supervisor(id).decision().reason().code();
            var up = world.instances(id) == 1;
            var desired = world.desired(id);
            var right = switch (code) {
                case RUNS -> up && desired != Value.STOPPED;
                case STOPPED -> !up && desired == Value.STOPPED;
                case UNSTOPPED -> up && desired == Value.STOPPED;
                case UNSET -> desired == Value.UNSET;
                case GAVE_UP, LEFT -> !up && desired != Value.STOPPED;
                case DEPENDENCY -> !up && world.instances(need(world, id)) == 0;
                default -> false;
            };
            if (!right) {
                wrong.add(id + " is wrong: " + tell(world));
            }
        }
        return wrong;
    }

    private static String need(World world, String id) {
        return world.definition(id).dependsOn().getFirst().service();
    }

    private static String tell(World world) {
        return world.ids().stream()
                .map(id -> id + " " + world.desired(id) + " " + world.instances(id) + " "
                        + world.supervisor(id).status().state() + " "
                        + world.supervisor(id).decision() + " "
                        + world.queue.snapshot(id).active()
                        + world.queue.snapshot(id).waiting())
                .toList()
                .toString();
    }
}
