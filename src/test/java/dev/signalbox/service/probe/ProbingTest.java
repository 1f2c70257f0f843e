package dev.signalbox.service.probe;

import static dev.signalbox.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.service.Answer;
import dev.signalbox.service.Answer.Kind;
import dev.signalbox.time.FakeTime;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// When a probing asks, and whom it tells.
@Timeout(60)
class ProbingTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Schedule SCHEDULE =
            new Schedule(SECOND, Duration.ofSeconds(5), Duration.ofMillis(300), Duration.ofMillis(2_500));

    private static final ThreadFactory THREADS = Thread.ofVirtual().factory();

    private final FakeTime time = new FakeTime();
    private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
    private final List<Probing> ended = new CopyOnWriteArrayList<>();
    private final AtomicInteger asked = new AtomicInteger();

    private Probing probing(Question question) {
        return probing(question, answers::add);
    }

    private Probing probing(Question question, Consumer<Answer> listener) {
        Question counted = () -> {
            asked.incrementAndGet();
            return question.ask();
        };
        return new Probing("backend", THREADS, counted, time, SCHEDULE, listener, ended::add);
    }

    /// Lets time pass when nobody asks.
    private void advance(Probing probing, Duration by) {
        await().until(() -> !probing.isBusy());
        time.advance(by);
        await().until(() -> !probing.isBusy());
    }

    private Answer answer() throws InterruptedException {
        return answers.poll(30, TimeUnit.SECONDS);
    }

    private static Finding hang() throws InterruptedException {
        new CountDownLatch(1).await();
        throw new AssertionError("nobody counts this down");
    }

    @Test
    void begin_asksAfterTheInitialDelayAndThenEachRound() throws Exception {
        var probing = probing(() -> Finding.yes("fine"));
        advance(probing, Duration.ofMinutes(1));
        assertThat(asked).hasValue(0);
        probing.begin(false);
        advance(probing, Duration.ofMillis(4_999));
        assertThat(asked).hasValue(0);
        advance(probing, Duration.ofMillis(1));
        assertThat(answer()).isEqualTo(new Answer(Kind.GOOD, "fine", 1));
        advance(probing, Duration.ofMillis(999));
        assertThat(asked).hasValue(1);
        advance(probing, Duration.ofMillis(1));
        assertThat(answer()).isEqualTo(new Answer(Kind.GOOD, "fine", 2));
    }

    @Test
    void begin_staggered_movesAllTries() {
        var probing = probing(() -> Finding.yes("fine"));
        probing.begin(true);
        advance(probing, Duration.ofMillis(5_299));
        assertThat(asked).hasValue(0);
        // A tick is 50 ms.
        advance(probing, Duration.ofMillis(51));
        assertThat(asked).hasValue(1);
        advance(probing, SECOND);
        assertThat(asked).hasValue(2);
    }

    @Test
    void begin_twice_isAMistake() {
        var probing = probing(() -> Finding.yes("fine"));
        probing.begin(false);
        assertThatThrownBy(() -> probing.begin(false))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the probe of backend has begun already");
    }

    @Test
    void due_whileStillAsking_isSkipped() throws Exception {
        var gate = new CountDownLatch(1);
        var probing = probing(() -> {
            gate.await();
            return Finding.yes("at last");
        });
        probing.begin(false);
        time.advance(Duration.ofMillis(5_000));
        await().until(() -> asked.get() == 1);
        time.advance(Duration.ofMillis(2_100));
        gate.countDown();
        assertThat(answer()).isEqualTo(new Answer(Kind.GOOD, "at last", 1));
        advance(probing, Duration.ofMillis(899));
        assertThat(asked).hasValue(1);
        advance(probing, Duration.ofMillis(1));
        assertThat(answer()).isEqualTo(new Answer(Kind.GOOD, "at last", 2));
    }

    @Test
    void due_whileTheListenerIsTold_isSkipped() throws Exception {
        var gate = new CountDownLatch(1);
        var probing = probing(() -> Finding.yes("fine"), answer -> {
            answers.add(answer);
            awaitQuietly(gate);
        });
        probing.begin(false);
        time.advance(Duration.ofSeconds(5));
        assertThat(answer()).isNotNull();
        time.advance(Duration.ofSeconds(10));
        assertThat(asked).hasValue(1);
        gate.countDown();
        advance(probing, SECOND);
        assertThat(answer()).isEqualTo(new Answer(Kind.GOOD, "fine", 2));
    }

    @Test
    void timeout_breaksTheTryOffAndTheNextOneFollows() throws Exception {
        var probing = probing(ProbingTest::hang);
        probing.begin(false);
        time.advance(Duration.ofSeconds(5));
        time.advance(Duration.ofMillis(2_499));
        assertThat(probing.isBusy()).isTrue();
        time.advance(Duration.ofMillis(1));
        assertThat(answer()).isEqualTo(new Answer(Kind.BAD, "no answer within 2500 ms", 1));
        await().until(() -> !probing.isBusy());
        time.advance(SECOND);
        time.advance(Duration.ofMillis(2_500));
        assertThat(answer()).isEqualTo(new Answer(Kind.BAD, "no answer within 2500 ms", 2));
    }

    @Test
    void timeout_ofATryThatHasEnded_doesNotReachTheNext() throws Exception {
        var probing = probing(() -> asked.get() < 3 ? Finding.yes("fine") : hang());
        probing.begin(false);
        advance(probing, Duration.ofSeconds(5));
        advance(probing, SECOND);
        time.advance(SECOND);
        time.advance(Duration.ofMillis(2_499));
        assertThat(probing.isBusy()).isTrue();
        assertThat(answers).extracting(Answer::attempt).containsExactly(1, 2);
        probing.close();
    }

    @Test
    void timeout_duringTheListener_doesNotInterruptIt() throws Exception {
        var gate = new CountDownLatch(1);
        var interrupted = new LinkedBlockingQueue<Boolean>();
        var probing = probing(() -> Finding.yes("fine"), answer -> {
            answers.add(answer);
            interrupted.add(awaitQuietly(gate));
        });
        probing.begin(false);
        time.advance(Duration.ofSeconds(5));
        assertThat(answer()).isNotNull();
        time.advance(Duration.ofSeconds(5));
        probing.close();
        gate.countDown();
        assertThat(interrupted.poll(30, TimeUnit.SECONDS)).isFalse();
    }

    @Test
    void ask_cannotAsk_isNotOkWithItsReason() throws Exception {
        var probing = probing(() -> {
            throw new IOException("no such folder");
        });
        probing.begin(false);
        advance(probing, Duration.ofSeconds(5));
        assertThat(answer()).isEqualTo(new Answer(Kind.BAD, "no such folder", 1));
    }

    @Test
    void close_whileAsking_breaksOffAndDropsTheAnswer() {
        var probing = probing(ProbingTest::hang);
        probing.begin(false);
        time.advance(Duration.ofSeconds(5));
        probing.close();
        await().until(() -> !probing.isBusy());
        advance(probing, Duration.ofMinutes(1));
        assertThat(answers).isEmpty();
        assertThat(asked.get()).isLessThanOrEqualTo(1);
        await().until(() -> ended.contains(probing));
    }

    @Test
    void close_beforeTheFirstTry_asksNothing() {
        var probing = probing(() -> Finding.yes("fine"));
        probing.begin(false);
        probing.close();
        advance(probing, Duration.ofMinutes(1));
        assertThat(asked).hasValue(0);
        await().until(() -> ended.contains(probing));
    }

    @Test
    void close_keepsNoTimer_andNeitherDoesAnotherPace() {
        var probing = probing(() -> Finding.yes("fine"));
        probing.begin(false);
        assertThat(time.timers()).isOne();
        advance(probing, Duration.ofSeconds(5));
        for (int i = 1; i < 10; i++) {
            probing.pace(Duration.ofHours(i));
        }
        assertThat(time.timers()).isOne();
        probing.close();
        assertThat(time.timers()).isZero();
    }

    @Test
    void close_byTheListener_isTheEnd() {
        var self = new ArrayList<Probing>();
        var probing = probing(() -> Finding.yes("fine"), answer -> {
            answers.add(answer);
            self.getFirst().close();
        });
        self.add(probing);
        probing.begin(false);
        advance(probing, Duration.ofSeconds(5));
        advance(probing, Duration.ofMinutes(1));
        assertThat(answers).hasSize(1);
    }

    @Test
    void listener_thatFails_isToldAgain() throws Exception {
        var probing = probing(() -> Finding.yes("fine"), answer -> {
            answers.add(answer);
            Thread.currentThread().setUncaughtExceptionHandler((_, _) -> {});
            throw new IllegalStateException("planted");
        });
        probing.begin(false);
        advance(probing, Duration.ofSeconds(5));
        advance(probing, SECOND);
        assertThat(answers).extracting(Answer::attempt).containsExactly(1, 2);
    }

    @Test
    void pace_quicker_countsFromTheLastTry() {
        var probing = probing(() -> Finding.yes("fine"));
        probing.begin(false);
        advance(probing, Duration.ofSeconds(5));
        advance(probing, Duration.ofMillis(400));
        probing.pace(Duration.ofMillis(500));
        advance(probing, Duration.ofMillis(99));
        assertThat(asked).hasValue(1);
        advance(probing, Duration.ofMillis(1));
        assertThat(asked).hasValue(2);
        advance(probing, Duration.ofMillis(500));
        assertThat(asked).hasValue(3);
    }

    @Test
    void pace_quickerThanTheTimeSince_asksAtOnce() {
        var probing = probing(() -> Finding.yes("fine"));
        probing.begin(false);
        advance(probing, Duration.ofSeconds(5));
        advance(probing, Duration.ofMillis(800));
        probing.pace(Duration.ofMillis(500));
        advance(probing, Duration.ZERO);
        assertThat(asked).hasValue(2);
    }

    @Test
    void pace_slower_replacesTheTryThatWasDue() {
        var probing = probing(() -> Finding.yes("fine"));
        probing.begin(false);
        advance(probing, Duration.ofSeconds(5));
        probing.pace(Duration.ofSeconds(3));
        advance(probing, Duration.ofMillis(2_999));
        assertThat(asked).hasValue(1);
        advance(probing, Duration.ofMillis(1));
        assertThat(asked).hasValue(2);
    }

    @Test
    void pace_beforeTheFirstTry_leavesItsTime() {
        var probing = probing(() -> Finding.yes("fine"));
        probing.begin(false);
        probing.pace(Duration.ofMillis(100));
        advance(probing, Duration.ofMillis(4_999));
        assertThat(asked).hasValue(0);
        advance(probing, Duration.ofMillis(1));
        assertThat(asked).hasValue(1);
        advance(probing, Duration.ofMillis(100));
        assertThat(asked).hasValue(2);
    }

    private static boolean awaitQuietly(CountDownLatch gate) {
        try {
            gate.await();
            return false;
        } catch (InterruptedException e) {
            return true;
        }
    }

    @Test
    void question_thatBreaks_saysNothingOfTheService() throws Exception {
        var probing = probing(() -> {
            throw new IllegalStateException("broken");
        });
        probing.begin(false);
        advance(probing, Duration.ofSeconds(5));
        assertThat(answer()).isEqualTo(new Answer(Kind.UNKNOWN, "broken", 1));
        advance(probing, SECOND);
        assertThat(answer()).isEqualTo(new Answer(Kind.UNKNOWN, "broken", 2));
    }

    @Test
    void question_withoutMemory_saysNothingOfTheService_andIsAskedAgain() throws Exception {
        var probing = probing(() -> {
            if (asked.get() == 1) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            return Finding.yes("fine");
        });
        probing.begin(false);
        advance(probing, Duration.ofSeconds(5));
        assertThat(answer()).isEqualTo(new Answer(Kind.UNKNOWN, "unable to create native thread", 1));
        advance(probing, SECOND);
        assertThat(answer()).isEqualTo(new Answer(Kind.GOOD, "fine", 2));
    }

    @Test
    void timeout_ofATryThatCouldNotBeAsked_tellsWhy() throws Exception {
        var probing = probing(() -> {
            try {
                return hang();
            } catch (InterruptedException _) {
                throw new UnaskableException("hangs in /srv/shop");
            }
        });
        probing.begin(false);
        time.advance(Duration.ofSeconds(5));
        time.advance(Duration.ofMillis(2_500));
        assertThat(answer()).isEqualTo(new Answer(Kind.UNKNOWN, "hangs in /srv/shop", 1));
    }

    @Test
    void try_thatGetsNoThread_isNotTheLast() throws Exception {
        var first = new AtomicBoolean(true);
        ThreadFactory threads = task -> {
            if (first.getAndSet(false)) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            return THREADS.newThread(task);
        };
        var probing =
                new Probing("backend", threads, () -> Finding.yes("fine"), time, SCHEDULE, answers::add, ended::add);
        probing.begin(false);
        assertThatThrownBy(() -> advance(probing, Duration.ofSeconds(5))).isInstanceOf(OutOfMemoryError.class);
        advance(probing, SECOND);
        assertThat(answer().text()).isEqualTo("fine");
    }
}
