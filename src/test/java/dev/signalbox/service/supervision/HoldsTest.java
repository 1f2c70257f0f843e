package dev.signalbox.service.supervision;

import static dev.signalbox.operation.OperationKind.START;
import static dev.signalbox.operation.OperationKind.STOP;
import static dev.signalbox.service.supervision.World.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.operation.WaitReason;
import dev.signalbox.service.Intent.Hold;
import dev.signalbox.service.Reason;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Rule 16: holds outlive the engine, say by whom and why, and end by themselves")
final class HoldsTest {
    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    private Hold hold(String why, @Nullable Duration length) {
        var now = world.time.now();
        return new Hold(now, "operator", why, length == null ? null : now.plus(length));
    }

    private void openWithDb() {
        world.with(service("db").autostart(true)).open("boot");
        world.awaitUp("db");
    }

    @Test // 46
    void heldQueue_theEngineIsKilled_isHeldInTheNextOne_andSaysByWhomAndWhy() {
        openWithDb();
        Supervised.soon(world.holds.hold("db", hold("disk is being swapped", null)));
        world.kill();
        world.driver("db").vanish();
        world.open("boot");
        world.awaitReason("db", reason -> reason.code() == Reason.Code.HELD);
        assertThat(world.supervisor("db").decision().reason().text())
                .isEqualTo("its queue is held by operator: disk is being swapped");
        assertThat(world.supervisor("db").intent().hold()).isEqualTo(world.intents.hold("db"));
        assertThat(world.queue.snapshot("db").held()).isTrue();
    }

    @Test
    void holdOfAll_theEngineIsKilled_holdsServicesInTheNextOne_thatWereAddedSince() {
        openWithDb();
        Supervised.soon(world.holds.holdAll(hold("", null)));
        world.kill();
        world.with(service("web").autostart(true)).open("boot");
        world.awaitReason("web", reason -> reason.code() == Reason.Code.HELD);
        assertThat(world.queue.snapshot("web").allHeld()).isTrue();
        Supervised.soon(world.holds.resumeAll());
        world.awaitUp("web");
    }

    @Test
    void resumedQueue_theEngineIsKilled_isNotHeldInTheNextOne() {
        openWithDb();
        Supervised.soon(world.holds.hold("db", hold("", null)));
        Supervised.soon(world.holds.resume("db"));
        world.kill();
        world.open("boot");
        assertThat(world.queue.snapshot("db").isHeld()).isFalse();
        assertThat(world.supervisor("db").intent().hold()).isNull();
    }

    @Test
    void holdWithAnEnd_itsTimeComes_whatWaitsBegins() {
        openWithDb();
        Supervised.soon(world.holds.hold("db", hold("deploy", Duration.ofHours(2))));
        var stop = world.submit("db", STOP);
        world.time.advance(Duration.ofMinutes(119));
        assertThat(world.queue.snapshot("db").waiting().getFirst().reason()).isEqualTo(new WaitReason.Held());
        world.time.advance(Duration.ofMinutes(1));
        Supervised.soon(stop.outcome());
        assertThat(world.intents.hold("db")).isNull();
    }

    @Test
    void holdWithAnEnd_thatCameWhileNoEngineRan_holdsNothing() {
        openWithDb();
        Supervised.soon(world.holds.hold("db", hold("deploy", Duration.ofHours(1))));
        world.kill();
        world.time.advance(Duration.ofHours(1));
        world.open("boot");
        assertThat(world.queue.snapshot("db").isHeld()).isFalse();
        assertThat(world.intents.hold("db")).isNull();
    }

    @Test
    void holdWithAnEnd_isReplacedByOneWithout_doesNotEndThen() {
        openWithDb();
        Supervised.soon(world.holds.hold("db", hold("deploy", Duration.ofHours(1))));
        Supervised.soon(world.holds.hold("db", hold("it is broken", null)));
        world.time.advance(Duration.ofHours(2));
        assertThat(world.queue.snapshot("db").isHeld()).isTrue();
    }

    @Test
    void heldQueue_isHeldAgainWithoutAWord_keepsWhoHeldItAndWhy() {
        openWithDb();
        var first = hold("deploy", Duration.ofHours(1));
        Supervised.soon(world.holds.hold("db", first));
        Supervised.soon(world.holds.hold("db", new Hold(Instant.EPOCH, "a script", "", null)));
        assertThat(world.intents.hold("db")).isEqualTo(first);
    }

    @Test
    void queueHeldByItselfAndWithAll_saysItsOwnReason_andStaysHeldAfterAllAreResumed() {
        openWithDb();
        Supervised.soon(world.holds.holdAll(hold("night", null)));
        var own = hold("deploy", null);
        Supervised.soon(world.holds.hold("db", own));
        assertThat(world.supervisor("db").intent().hold()).isEqualTo(own);
        Supervised.soon(world.holds.resumeAll());
        assertThat(world.queue.snapshot("db").isHeld()).isTrue();
    }

    @Test
    void heldQueue_isDefinedAnew_staysHeld() {
        openWithDb();
        Supervised.soon(world.holds.hold("db", hold("deploy", null)));
        world.kill();
        world.with(service("db").autostart(false)).open("next boot");
        assertThat(world.queue.snapshot("db").held()).isTrue();
    }

    @Test
    void diskThatCannotBeWritten_holdsAllTheSame_andIsTold() {
        openWithDb();
        world.store.breakDown(true);
        var durable = world.holds.hold("db", hold("deploy", null)).toCompletableFuture();
        assertThatThrownBy(durable::join).hasMessageContaining("disk full");
        assertThat(world.queue.snapshot("db").held()).isTrue();
        assertThat(world.submit("db", START).outcome().toCompletableFuture()).isNotDone();
    }

    @Test
    void serviceThatThereIsNot_cannotBeHeld() {
        openWithDb();
        assertThatThrownBy(() -> world.holds.hold("nobody", hold("", null)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no service nobody");
    }
}
