package dev.signalbox.driver.process;

import static dev.signalbox.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class SharedCallTest {
    private final AtomicInteger calls = new AtomicInteger();
    private final CountDownLatch held = new CountDownLatch(1);

    private int heldCall() {
        var number = calls.incrementAndGet();
        if (number == 1) {
            try {
                held.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return number;
    }

    @Test
    void get_manyWhileOneCallRuns_shareTheNext() throws Exception {
        var shared = new SharedCall<>(this::heldCall);
        var results = new ConcurrentLinkedQueue<Integer>();
        var threads = new ArrayList<Thread>();
        threads.add(Thread.ofVirtual().start(() -> results.add(shared.get())));
        await().until(() -> calls.get() == 1);
        for (int i = 0; i < 20; i++) {
            threads.add(Thread.ofVirtual().start(() -> results.add(shared.get())));
        }
        await().until(() -> threads.stream().allMatch(thread -> thread.getState() == Thread.State.WAITING));
        held.countDown();
        for (var thread : threads) {
            thread.join();
        }

        assertThat(calls).hasValue(2);
        assertThat(results).hasSize(21).containsOnly(1, 2);
        assertThat(results).filteredOn(number -> number == 1).hasSize(1);
    }

    @Test
    void get_always_beganAfterItWasAskedFor() throws Exception {
        var clock = new AtomicLong();
        var running = new AtomicInteger();
        var shared = new SharedCall<>(() -> {
            var begin = clock.incrementAndGet();
            var alone = running.incrementAndGet() == 1;
            Thread.yield();
            running.decrementAndGet();
            return alone ? begin : Long.MIN_VALUE;
        });
        Queue<Long> tooEarly = new ConcurrentLinkedQueue<>();
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < 16; i++) {
            threads.add(Thread.ofVirtual().start(() -> {
                for (int j = 0; j < 2000; j++) {
                    var asked = clock.incrementAndGet();
                    var begun = shared.get();
                    if (begun <= asked) {
                        tooEarly.add(begun);
                    }
                }
            }));
        }
        for (var thread : threads) {
            thread.join();
        }

        assertThat(tooEarly).isEmpty();
    }

    @Test
    void get_callFails_throwsTheSameAndCallsAgain() {
        var shared = new SharedCall<>(() -> {
            if (calls.incrementAndGet() == 1) {
                throw new IllegalStateException("no luck");
            }
            return calls.get();
        });

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(shared::get)
                .withMessage("no luck");
        assertThat(shared.get()).isEqualTo(2);
    }
}
