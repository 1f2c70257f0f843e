package dev.signalbox.driver.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class MayHangTest {
    private static final String NAME = "may hang, in a test";

    private final AtomicInteger calls = new AtomicInteger();

    private static void start(Runnable task) {
        Thread.ofPlatform().start(task);
    }

    private static long threads(String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(name))
                .count();
    }

    @Test
    void call_thatHangs_costsOneThreadHoweverOftenItIsMade() {
        var mayHang = new MayHang("hangs, in a test", Duration.ofMillis(20));
        var released = new CompletableFuture<String>();
        for (int i = 0; i < 10; i++) {
            assertThat(mayHang.call(() -> called(released), "nothing")).isEqualTo("nothing");
        }
        assertThat(calls).hasValue(1);
        assertThat(threads("hangs, in a test")).isOne();

        released.complete("something");
        var patient = new MayHang(NAME, Duration.ofMinutes(1));
        assertThat(patient.call(() -> called(released), "nothing")).isEqualTo("something");
    }

    private String called(CompletableFuture<String> released) {
        calls.incrementAndGet();
        return released.join();
    }

    @Test
    void call_oneAfterAnother_eachIsMade() {
        var mayHang = new MayHang(NAME, Duration.ofMinutes(1));
        for (int i = 0; i < 100; i++) {
            assertThat(mayHang.call(calls::incrementAndGet, -1)).isEqualTo(i + 1);
        }
    }

    @Test
    void call_onAnInterruptedThread_isMadeAndLeavesItInterrupted() {
        var mayHang = new MayHang(NAME, Duration.ofMinutes(1));
        Thread.currentThread().interrupt();

        assertThat(mayHang.call(calls::incrementAndGet, -1)).isOne();
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void call_thatThrows_throwsAndTheNextIsMade() {
        var mayHang = new MayHang(NAME, Duration.ofMinutes(1));

        assertThatIllegalStateException()
                .isThrownBy(() -> mayHang.call(
                        () -> {
                            throw new IllegalArgumentException("on purpose");
                        },
                        ""))
                .withRootCauseInstanceOf(IllegalArgumentException.class);
        assertThat(mayHang.call(calls::incrementAndGet, -1)).isOne();
    }

    @Test
    void call_atTheSameTime_waitsForItsTurn() throws Exception {
        var mayHang = new MayHang(NAME, Duration.ofMinutes(1));
        var begun = new CountDownLatch(1);
        var released = new CompletableFuture<String>();
        var first = CompletableFuture.supplyAsync(
                () -> mayHang.call(
                        () -> {
                            begun.countDown();
                            return called(released);
                        },
                        "nothing"),
                MayHangTest::start);
        begun.await();
        var second = CompletableFuture.supplyAsync(() -> mayHang.call(calls::incrementAndGet, -1), MayHangTest::start);
        released.complete("something");

        assertThat(first.get()).isEqualTo("something");
        assertThat(second.get()).isEqualTo(2);
    }
}
