package dev.signalbox.service.probe;

import static dev.signalbox.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Calls that may hang.
@Timeout(60)
class AsideTest {
    private final Aside aside = new Aside("aside");
    private final AtomicInteger calls = new AtomicInteger();
    private final BlockingQueue<String> late = new LinkedBlockingQueue<>();

    /// Calls on a virtual thread, gives up, and waits until that thread has ended.
    private void callAndGiveUp(CountDownLatch gate) throws InterruptedException {
        var interrupted = new CompletableFuture<Boolean>();
        var caller = Thread.startVirtualThread(() -> {
            try {
                aside.call(
                        () -> {
                            calls.incrementAndGet();
                            gate.await();
                            return "late";
                        },
                        late::add);
                interrupted.complete(false);
            } catch (IOException | InterruptedException e) {
                interrupted.complete(e instanceof InterruptedException);
            }
        });
        await().until(() -> caller.getState() == Thread.State.WAITING);
        caller.interrupt();
        assertThat(interrupted.join()).isTrue();
    }

    @Test
    void call_isMadeOnAPlatformThread_andGivesItsResult() throws Exception {
        assertThat(aside.call(() -> Thread.currentThread().isVirtual(), _ -> {}))
                .isFalse();
    }

    @Test
    void call_thatFails_failsWithTheSame() {
        for (var problem : List.of(new IOException("x"), new IllegalStateException("x"), new OutOfMemoryError("x"))) {
            assertThatThrownBy(() -> aside.call(
                            () -> {
                                if (problem instanceof Error error) {
                                    throw error;
                                }
                                throw (Exception) problem;
                            },
                            _ -> {}))
                    .isSameAs(problem);
        }
    }

    @Test
    void whileOneHangs_noOtherIsMade_andItsLateResultIsTakenCareOf() throws Exception {
        var gate = new CountDownLatch(1);
        callAndGiveUp(gate);
        callAndGiveUp(gate);
        callAndGiveUp(gate);
        assertThat(calls).hasValue(1);
        assertThat(late).isEmpty();
        gate.countDown();
        assertThat(late.take()).isEqualTo("late");
        assertThat(aside.call(() -> "the next", late::add)).isEqualTo("the next");
        assertThat(late).isEmpty();
    }

    @Test
    void hangingCall_thatFailsAfterAll_makesWayForTheNext() throws Exception {
        var gate = new CountDownLatch(1);
        var caller = Thread.startVirtualThread(() -> {
            try {
                aside.call(
                        () -> {
                            gate.await();
                            throw new IOException("stale file handle");
                        },
                        _ -> late.add("late"));
            } catch (IOException | InterruptedException e) {
                late.add(e.getClass().getSimpleName());
            }
        });
        await().until(() -> caller.getState() == Thread.State.WAITING);
        caller.interrupt();
        assertThat(late.take()).isEqualTo("InterruptedException");
        gate.countDown();
        assertThat(aside.call(() -> "the next", _ -> {})).isEqualTo("the next");
        assertThat(late).isEmpty();
    }
}
