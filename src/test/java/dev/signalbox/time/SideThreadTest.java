package dev.signalbox.time;

import static dev.signalbox.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Calls that may hang.
@Timeout(60)
class SideThreadTest {
    private final SideThread side = new SideThread();
    private final AtomicInteger calls = new AtomicInteger();
    private final BlockingQueue<String> late = new LinkedBlockingQueue<>();

    /// Calls on a virtual thread, gives up, and waits until that thread has ended.
    private void callAndGiveUp(CountDownLatch gate) throws InterruptedException {
        var interrupted = new CompletableFuture<Boolean>();
        var caller = Thread.startVirtualThread(() -> {
            try {
                side.untilInterrupted(
                        "call",
                        () -> {
                            calls.incrementAndGet();
                            hang(gate);
                            return "late";
                        },
                        late::add);
                interrupted.complete(false);
            } catch (InterruptedException e) {
                interrupted.complete(true);
            }
        });
        await().until(() -> caller.getState() == Thread.State.WAITING);
        caller.interrupt();
        assertThat(interrupted.join()).isTrue();
    }

    @Test
    void call_isMadeOnAPlatformThread_andGivesItsResult() throws Exception {
        assertThat(side.untilInterrupted("call", () -> Thread.currentThread().isVirtual(), _ -> {}))
                .isFalse();
    }

    @Test
    void call_thatFails_failsWithTheSame() {
        for (var problem : List.of(new IOException("x"), new IllegalStateException("x"), new OutOfMemoryError("x"))) {
            assertThatThrownBy(() -> side.untilInterrupted(
                            "call",
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
        assertThat(side.untilInterrupted("call", () -> "the next", late::add)).isEqualTo("the next");
        assertThat(late).isEmpty();
    }

    @Test
    void hangingCall_thatFailsAfterAll_makesWayForTheNext() throws Exception {
        var gate = new CountDownLatch(1);
        var caller = Thread.startVirtualThread(() -> {
            try {
                side.untilInterrupted(
                        "call",
                        () -> {
                            hang(gate);
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
        assertThat(side.untilInterrupted("call", () -> "the next", _ -> {})).isEqualTo("the next");
        assertThat(late).isEmpty();
    }

    private static String hang(CountDownLatch gate) {
        try {
            gate.await();
            return "the end";
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whole_thatHangs_isToldOnce_andIsWaitedFor_alsoWhenInterrupted() throws Exception {
        var gate = new CountDownLatch(1);
        var slow = new LinkedBlockingQueue<String>();
        var answer = new CompletableFuture<String>();
        var caller = Thread.startVirtualThread(() -> {
            try {
                var given = side.whole("counting", this, () -> hang(gate), () -> slow.add("slow"));
                answer.complete(
                        given + ", interrupted: " + Thread.currentThread().isInterrupted());
            } catch (Exception e) {
                answer.completeExceptionally(e);
            }
        });
        assertThat(slow.take()).isEqualTo("slow");
        caller.interrupt();
        assertThatThrownBy(() -> side.whole("another", this, () -> "x", () -> {}))
                .isInstanceOf(SideThread.HangsException.class)
                .hasMessageMatching("counting hangs, since \\d+ s");
        gate.countDown();
        assertThat(answer.get()).isEqualTo("the end, interrupted: true");
        assertThat(slow).isEmpty();
        assertThat(side.<String, RuntimeException>whole("another", this, () -> "x", () -> {}))
                .isEqualTo("x");
    }

    @Test
    void within_thatHangs_isGivenUp_andRestWaitsForItsEnd() throws Exception {
        var gate = new CountDownLatch(1);
        assertThatThrownBy(() -> side.within(Duration.ofMillis(10), "counting", this, () -> hang(gate), late::add))
                .isInstanceOf(SideThread.HangsException.class)
                .hasMessage("counting hangs: no answer within 10 ms");
        side.rest("somebody else", late::add);

        var hangs = new LinkedBlockingQueue<String>();
        var rested = new CompletableFuture<Boolean>();
        Thread.startVirtualThread(() -> {
            side.rest(this, hangs::add);
            rested.complete(true);
        });
        assertThat(hangs.take()).isEqualTo("counting");
        assertThat(rested).isNotDone();
        gate.countDown();
        assertThat(rested.get()).isTrue();
        assertThat(late.take()).isEqualTo("the end");
    }

    @Test
    void withinEnough_givesItsResult_orItsFailure() throws Exception {
        var longTime = Duration.ofMinutes(1);
        assertThat(side.<String, RuntimeException>within(longTime, "call", this, () -> "x", late::add))
                .isEqualTo("x");
        var problem = new IOException("no such folder");
        assertThatThrownBy(() -> side.within(
                        longTime,
                        "call",
                        this,
                        () -> {
                            throw problem;
                        },
                        _ -> late.add("late")))
                .isSameAs(problem);
        assertThat(late).isEmpty();
    }

    private String counted(CountDownLatch gate) {
        calls.incrementAndGet();
        return hang(gate);
    }

    @Test
    void orElse_thatHangs_costsOneThreadHoweverOftenItIsMade() {
        var gate = new CountDownLatch(1);
        for (var i = 0; i < 10; i++) {
            assertThat(side.orElse(Duration.ofMillis(20), "hangs, in a test", () -> counted(gate), "nothing"))
                    .isEqualTo("nothing");
        }
        assertThat(calls).hasValue(1);
        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(thread -> thread.getName().equals("hangs, in a test"))
                .hasSize(1);
        gate.countDown();
        await().until(() -> side.orElse(Duration.ofMinutes(1), "call", () -> counted(gate), "nothing")
                .equals("the end"));
    }

    @Test
    void orElse_onAnInterruptedThread_isMade_andLeavesItInterrupted() {
        Thread.currentThread().interrupt();
        assertThat(side.orElse(Duration.ofMinutes(1), "call", calls::incrementAndGet, -1))
                .isOne();
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void callsThatDoNotHang_shareThreads_whosever() {
        var threads = new HashSet<Thread>();
        await().until(() ->
                !threads.add(new SideThread().orElse(Duration.ofMinutes(1), "call", Thread::currentThread, null)));
    }

    /// As where a service has taken all threads that its user may have.
    @Test
    void noThreadCanBeHad_eachCallSaysSo_andTheNextIsMade() throws Exception {
        var none = new AtomicBoolean(true);
        var starved = new SideThread(task -> {
            if (none.get()) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            new Thread(task).start();
        });
        var longTime = Duration.ofMinutes(1);
        for (var i = 0; i < 2; i++) {
            assertThat(starved.orElse(longTime, "call", calls::incrementAndGet, -1))
                    .isEqualTo(-1);
            assertThatThrownBy(() -> starved.whole("a start", this, calls::incrementAndGet, () -> {}))
                    .isInstanceOf(SideThread.HangsException.class)
                    .hasMessage("no thread can be had for a start");
            assertThatThrownBy(() -> starved.within(longTime, "a start", this, calls::incrementAndGet, _ -> {}))
                    .isInstanceOf(SideThread.HangsException.class)
                    .hasMessage("no thread can be had for a start");
            assertThatThrownBy(() -> starved.untilInterrupted("a start", calls::incrementAndGet, _ -> {}))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("no thread can be had for a start");
        }
        assertThat(calls).hasValue(0);
        assertThat(starved.orHere(longTime, "call", Thread::currentThread, null, () -> true))
                .isSameAs(Thread.currentThread());
        none.set(false);
        assertThat(starved.orElse(longTime, "call", calls::incrementAndGet, -1)).isOne();
    }

    @Test
    void orHere_thatGetsOn_isWaitedForHoweverLongItTakes() {
        var gate = new CountDownLatch(1);
        var asked = new AtomicInteger();
        assertThat(side.orHere(Duration.ofMillis(1), "call", () -> counted(gate), "nothing", () -> {
                    if (asked.incrementAndGet() == 3) {
                        gate.countDown();
                    }
                    return false;
                }))
                .isEqualTo("the end");
        assertThat(calls).hasValue(1);
        assertThat(asked).hasValueGreaterThanOrEqualTo(3);
        assertThat(side.orHere(Duration.ofMillis(1), "call", () -> hang(new CountDownLatch(1)), "nothing", () -> true))
                .isEqualTo("nothing");
    }

    @Test
    void orElse_thatThrows_throws_andTheNextIsMade() {
        assertThatThrownBy(() -> side.orElse(
                        Duration.ofMinutes(1),
                        "call",
                        () -> {
                            throw new IllegalArgumentException("on purpose");
                        },
                        ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("on purpose");
        assertThat(side.orElse(Duration.ofMinutes(1), "call", calls::incrementAndGet, -1))
                .isOne();
    }
}
