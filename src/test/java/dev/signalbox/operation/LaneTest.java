package dev.signalbox.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Rule 31: the lane of a service")
class LaneTest {
    /// The threads that were started and have not run yet.
    private final Deque<Runnable> threads = new ArrayDeque<>();
    private final List<String> names = new ArrayList<>();
    private final List<String> seen = new ArrayList<>();
    private final List<Throwable> reported = new ArrayList<>();
    private final CompletableFuture<String> source = new CompletableFuture<>();
    private boolean full;

    private final Lane lane = new Lane("api", (name, task) -> {
        if (full) {
            throw new RejectedExecutionException("no thread to be had");
        }
        names.add(name);
        threads.add(task);
    });

    private Thread.UncaughtExceptionHandler before;

    @BeforeEach
    void listen() {
        before = Thread.currentThread().getUncaughtExceptionHandler();
        Thread.currentThread().setUncaughtExceptionHandler((_, thrown) -> reported.add(thrown));
    }

    @AfterEach
    void listenNoMore() {
        Thread.currentThread().setUncaughtExceptionHandler(before);
    }

    private void runThreads() {
        while (!threads.isEmpty()) {
            threads.remove().run();
        }
    }

    @Test
    void nothingDue_noThread_andOneForAllThatIsDueTogether() {
        assertThat(names).isEmpty();
        lane.add(() -> seen.add("first"));
        lane.add(() -> {
            seen.add("second");
            lane.add(() -> seen.add("third"));
        });
        assertThat(seen).isEmpty();
        assertThat(names).containsExactly("api followers");

        runThreads();
        assertThat(seen).containsExactly("first", "second", "third");
        assertThat(names).containsExactly("api followers");

        lane.add(() -> seen.add("later"));
        runThreads();
        assertThat(seen).endsWith("later");
        assertThat(names).containsExactly("api followers", "api followers");
    }

    @Test
    void noThreadToBeHad_whatIsDueRunsWithWhatComesNext() {
        full = true;
        assertThatThrownBy(() -> lane.add(() -> seen.add("first"))).hasMessage("no thread to be had");
        full = false;
        lane.add(() -> seen.add("second"));
        runThreads();
        assertThat(seen).containsExactly("first", "second");
    }

    @Test
    void pieceThatThrows_isReported_andLosesNoneBehindIt() {
        lane.add(() -> {
            throw new AssertionError("broken");
        });
        lane.add(() -> seen.add("behind"));
        runThreads();
        assertThat(seen).containsExactly("behind");
        assertThat(reported).extracting(Throwable::getMessage).containsExactly("broken");
    }

    @Test
    void stageThatIsDone_isKnownAtOnce_withoutAThread() {
        source.complete("done");
        lane.follow(source).thenAccept(seen::add);
        assertThat(seen).containsExactly("done");
        assertThat(names).isEmpty();
    }

    @Test
    void stageOnWhichNothingHangs_needsNoThread() {
        source.complete("done");
        assertThat(names).isEmpty();
    }

    @Test
    void whatHangsOnAStage_runsOnTheLaneOnly() {
        lane.follow(source).thenAccept(seen::add);
        source.complete("done");
        assertThat(seen).isEmpty();
        runThreads();
        assertThat(seen).containsExactly("done");
    }

    @Test
    void stageThatItsHolderLetsFail_isHisOnly_andNothingIsReported() {
        var mine = lane.follow(source).toCompletableFuture();
        mine.thenAccept(seen::add);
        mine.completeExceptionally(new TimeoutException());
        var called = lane.follow(source).thenAccept(seen::add).toCompletableFuture();
        called.cancel(false);
        var other = lane.follow(source);
        source.complete("done");
        runThreads();
        assertThat(other).isCompletedWithValue("done");
        assertThat(mine).isCompletedExceptionally();
        assertThatThrownBy(called::join).isInstanceOf(CancellationException.class);
        assertThat(seen).isEmpty();
        assertThat(reported).isEmpty();
    }

    @Test
    void stageIsWaitedForOnItsLane_thatDoesNotWaitForTheLane() {
        var stage = lane.follow(source).toCompletableFuture();
        lane.add(() -> {
            source.complete("done"); // what completes the stage is due behind this
            assertThat(stage).isNotDone();
            seen.add(stage.join());
            try {
                seen.add(stage.get());
                seen.add(stage.get(0, TimeUnit.SECONDS));
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        runThreads();
        assertThat(seen).containsExactly("done", "done", "done");
        assertThat(stage).isCompletedWithValue("done");
    }

    @Test
    void whatHangsOnAStageIsWaitedForOnItsLane_isRefused() {
        var behind = lane.follow(source).thenApply(text -> text + " and more").toCompletableFuture();
        lane.add(() -> {
            source.complete("done");
            assertThatThrownBy(behind::join).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(behind::get).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> behind.get(1, TimeUnit.DAYS)).isInstanceOf(IllegalStateException.class);
            seen.add("refused");
        });
        runThreads();
        assertThat(reported).isEmpty();
        assertThat(seen).containsExactly("refused");
        assertThat(behind.join()).isEqualTo("done and more");
    }
}
