package dev.signalbox.service.supervision;

import static dev.signalbox.Waiting.await;
import static dev.signalbox.operation.OperationKind.START;
import static dev.signalbox.service.supervision.World.service;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.operation.QueueSettings;
import dev.signalbox.service.ExitStatus;
import dev.signalbox.service.Intent;
import dev.signalbox.service.Schedule;
import java.time.Duration;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Starts by a schedule that come due while no engine runs, or while the last run goes on.
class MissedTest {
    private static final ExitStatus GOOD = new ExitStatus(0);

    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    private void with(String cron, Schedule.Missed missed, Schedule.Overlap overlap) {
        var standard = QueueSettings.DEFAULT;
        world.with(service("job")
                .oneShot(true)
                .queue(new QueueSettings(standard.policy(), null, standard.stopTimeout(), standard.grace(), true))
                .schedule(Schedule.parse(cron, ZoneOffset.UTC, missed, overlap)));
    }

    private void away(Duration time) {
        world.awaitRest();
        world.kill();
        world.time.advance(time);
    }

    @Test
    void missed_isSkipped_andTold() {
        with("0 3 * * *", Schedule.Missed.SKIP, Schedule.Overlap.SKIP);
        world.open("boot");
        away(Duration.ofDays(2));
        world.open("boot");
        await().until(() -> !world.skipped.isEmpty());
        assertThat(world.skipped).containsExactly("skipped 2 starts by its schedule 0 3 * * * Z, as no engine ran");
        assertThat(world.accepted("job")).isEmpty();
    }

    @Test
    void missed_isRunOnce_alsoAfterABoot_andNotByTheEngineAfterThat() {
        with("0 3 * * *", Schedule.Missed.RUN_ONCE, Schedule.Overlap.SKIP);
        world.open("boot");
        away(Duration.ofDays(3));
        world.driver("job").endNextStart(GOOD);
        world.open("boot 2");
        await().until(() -> world.accepted("job").size() == 1);
        world.awaitRest();
        away(Duration.ofHours(1));
        world.open("boot 2");
        world.awaitRest();
        assertThat(world.accepted("job")).containsExactly("start schedule");
        assertThat(world.skipped).isEmpty();
    }

    @Test
    void nothingIsMissed_byAnEngineThatComesInTime_orRanAtThatTime() {
        with("0 3 * * *", Schedule.Missed.RUN_ONCE, Schedule.Overlap.SKIP);
        world.open("boot");
        world.driver("job").endNextStart(GOOD);
        world.time.advance(Duration.ofHours(4));
        await().until(() -> world.accepted("job").size() == 1);
        away(Duration.ofHours(20));
        world.open("boot");
        world.awaitRest();
        assertThat(world.accepted("job")).hasSize(1);
        assertThat(world.skipped).isEmpty();
    }

    @Test
    void nothingIsMissed_ofAScheduleThatIsNew_orIsAnotherOneNow() {
        with("0 3 * * *", Schedule.Missed.RUN_ONCE, Schedule.Overlap.SKIP);
        world.open("boot");
        away(Duration.ofDays(2));
        with("0 4 * * *", Schedule.Missed.RUN_ONCE, Schedule.Overlap.SKIP);
        world.open("boot");
        world.awaitRest();
        assertThat(world.accepted("job")).isEmpty();
        assertThat(world.skipped).isEmpty();
    }

    @Test
    void missed_ofASuspendedSchedule_isNothing() {
        with("0 3 * * *", Schedule.Missed.RUN_ONCE, Schedule.Overlap.SKIP);
        world.open("boot");
        Supervised.soon(world.supervisor("job").suspendSchedule("operator"));
        away(Duration.ofDays(2));
        world.open("boot");
        Supervised.soon(world.supervisor("job").resumeSchedule());
        world.awaitRest();
        assertThat(world.accepted("job")).isEmpty();
        assertThat(world.skipped).isEmpty();
    }

    @Test
    void moreThanAnybodyCounts_isOneStart() {
        with("* * * * *", Schedule.Missed.SKIP, Schedule.Overlap.SKIP);
        world.open("boot");
        away(Duration.ofDays(30));
        world.open("boot");
        await().until(() -> !world.skipped.isEmpty());
        assertThat(world.skipped)
                .containsExactly("skipped 100 or more starts by its schedule * * * * * Z, as no engine ran");
    }

    @Test
    void followed_isKept_soThatTheNextEngineKnows() {
        with("0 3 * * *", Schedule.Missed.SKIP, Schedule.Overlap.SKIP);
        world.open("boot");
        assertThat(world.intents.of("job").followed()).isEqualTo(new Intent.Followed("0 3 * * * Z", world.time.now()));
    }

    @Test
    void overlap_waitsForTheLastRun_butOneOnly() {
        with("0 * * * *", Schedule.Missed.SKIP, Schedule.Overlap.QUEUE);
        world.open("boot");
        world.submit("job", START);
        await().until(() -> world.instances("job") == 1);
        world.time.advance(Duration.ofHours(1));
        await().until(() -> world.queue.snapshot("job").waiting().size() == 1);
        world.time.advance(Duration.ofHours(1));
        assertThat(world.skipped).containsExactly("skipped a start by its schedule 0 * * * * Z, as one waits already");
        world.driver("job").crash(GOOD);
        await().until(() -> world.queue.snapshot("job").waiting().isEmpty() && world.instances("job") == 1);
        world.driver("job").crash(GOOD);
        world.awaitRest();
        assertThat(world.accepted("job")).containsExactly("start operator", "start schedule");
    }

    @Test
    void startThatWaitedWhenTheEngineEnded_isRunOnceByTheNext() {
        with("0 * * * *", Schedule.Missed.RUN_ONCE, Schedule.Overlap.QUEUE);
        world.open("boot");
        world.submit("job", START);
        await().until(() -> world.instances("job") == 1);
        world.time.advance(Duration.ofHours(1));
        await().until(() -> world.queue.snapshot("job").waiting().size() == 1);
        world.kill();
        world.driver("job").crash(GOOD);
        world.time.advance(Duration.ofMinutes(1));
        world.driver("job").endNextStart(GOOD);
        world.open("boot");
        await().until(() -> world.accepted("job").size() == 3);
        away(Duration.ofMinutes(1));
        world.open("boot");
        world.awaitRest();
        assertThat(world.skipped).isEmpty();
        assertThat(world.accepted("job")).containsExactly("start operator", "start schedule", "start schedule");
    }

    @Test
    void startThatWaited_andWasCalledOff_isNotForTheNextEngine() {
        with("0 * * * *", Schedule.Missed.RUN_ONCE, Schedule.Overlap.QUEUE);
        world.open("boot");
        world.submit("job", START);
        await().until(() -> world.instances("job") == 1);
        world.time.advance(Duration.ofHours(1));
        await().until(() -> world.queue.snapshot("job").waiting().size() == 1);
        world.queue.cancel(
                world.queue.snapshot("job").waiting().getFirst().operation().id());
        await().until(() ->
                world.intents.of("job").followed().equals(new Intent.Followed("0 * * * * Z", world.time.now())));
    }
}
