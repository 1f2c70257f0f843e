package dev.signalbox.service;

import static dev.signalbox.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.signalbox.operation.OperationContext.AbandonedException;
import dev.signalbox.operation.TestWork;
import dev.signalbox.service.DriverStatus.Exited;
import dev.signalbox.service.DriverStatus.Running;
import dev.signalbox.service.DriverStatus.Stopped;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What the supervisor relies on, for every driver. A subclass brings a service and the means to spoil it.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class ServiceDriverContract {
    /// What the watcher was told.
    protected final List<DriverStatus> news = new CopyOnWriteArrayList<>();

    private @Nullable ServiceDriver driver;

    /// A driver of the one service, not yet opened. Each one after the first stands for a console that was
    /// started later, when the earlier ones are closed.
    protected abstract ServiceDriver newDriver() throws Exception;

    /// Changes the service's definition. Called before there is a driver.
    protected abstract void change(UnaryOperator<ServiceDefinitionBuilder> change) throws Exception;

    /// Lets the service end at once with exit code 3 when it is started next; by default that fails its start.
    protected abstract void failNextStart() throws Exception;

    /// Lets the service, when it is started next, not end when it is asked to.
    protected abstract void ignoreStop() throws Exception;

    /// Lets a running service end by itself, with this exit code.
    protected abstract void crash(int code) throws Exception;

    /// How many instances of the service are alive.
    protected abstract int instances() throws Exception;

    /// The opened driver.
    protected final ServiceDriver driver() throws Exception {
        var opened = driver;
        if (opened == null) {
            opened = newDriver();
            opened.open(news::add);
            driver = opened;
        }
        return opened;
    }

    /// Ends the engine and starts another one.
    protected final ServiceDriver reopen() throws Exception {
        driver().close();
        driver = null;
        news.clear();
        return driver();
    }

    @AfterEach
    void closeDriver() {
        if (driver != null) {
            driver.close();
        }
    }

    @Test
    void open_nothingRan_stopped() throws Exception {
        assertThat(driver().status()).isEqualTo(new Stopped(true));
    }

    @Test
    void start_stopped_runs() throws Exception {
        driver().start(TestWork.start());

        assertThat(driver().status())
                .isInstanceOfSatisfying(
                        Running.class, running -> assertThat(running.adopted()).isFalse());
        await().untilAsserted(() -> assertThat(instances()).isOne()); // it tells when it has begun
        assertThat(news).isEmpty();
    }

    @Test
    void start_running_isNothingToDo() throws Exception {
        driver().start(TestWork.start());
        var before = driver().status();
        var work = TestWork.start();
        driver().start(work);

        assertThat(driver().status()).isEqualTo(before);
        await().untilAsserted(() -> assertThat(instances()).isOne()); // it tells when it has begun
        assertThat(work.steps()).singleElement().asString().contains("already running");
    }

    @Test
    void stop_running_allIsGone() throws Exception {
        driver().start(TestWork.start());
        driver().stop(TestWork.stop());

        assertThat(driver().status()).isEqualTo(new Stopped(true));
        assertThat(instances()).isZero();
        assertThat(news).isEmpty();
    }

    @Test
    void stop_stopped_succeeds() throws Exception {
        driver().stop(TestWork.stop());
        driver().stop(TestWork.stop());

        assertThat(driver().status()).isEqualTo(new Stopped(true));
    }

    @Test
    void start_afterStop_isAnotherInstance() throws Exception {
        driver().start(TestWork.start());
        var first = (Running) driver().status();
        driver().stop(TestWork.stop());
        driver().start(TestWork.start());

        assertThat(((Running) driver().status()).pid()).isNotEqualTo(first.pid());
        await().untilAsserted(() -> assertThat(instances()).isOne()); // it tells when it has begun
    }

    @Test
    void crash_running_isTold() throws Exception {
        driver().start(TestWork.start());
        crash(7);

        await().until(() -> !news.isEmpty());
        assertThat(news)
                .singleElement()
                .isInstanceOfSatisfying(
                        Exited.class, exited -> assertThat(exited.exit()).isEqualTo(new ExitStatus(7)));
        assertThat(driver().status()).isEqualTo(news.getFirst());
        assertThat(instances()).isZero();
    }

    @Test
    void stop_afterCrash_forgetsIt() throws Exception {
        driver().start(TestWork.start());
        crash(7);
        await().until(() -> !news.isEmpty());
        driver().stop(TestWork.stop());

        assertThat(driver().status()).isEqualTo(new Stopped(true));
        assertThat(reopen().status()).isEqualTo(new Stopped(true));
    }

    @Test
    void start_afterCrash_runs() throws Exception {
        driver().start(TestWork.start());
        crash(7);
        await().until(() -> !news.isEmpty());
        driver().start(TestWork.start());

        assertThat(driver().status()).isInstanceOf(Running.class);
        await().untilAsserted(() -> assertThat(instances()).isOne()); // it tells when it has begun
    }

    @Test
    void start_fails_leavesNothing() throws Exception {
        failNextStart();

        assertThatExceptionOfType(DriverException.class)
                .isThrownBy(() -> driver().start(TestWork.start()))
                .satisfies(e -> assertThat(e.getMessage()).isNotBlank());
        assertThat(driver().status()).isEqualTo(new Stopped(true));
        assertThat(instances()).isZero();
        assertThat(news).isEmpty();
    }

    @Test
    void start_jobEndsAtOnce_isNoFailureAndIsTold() throws Exception {
        change(definition -> definition.oneShot(true));
        failNextStart();
        driver().start(TestWork.start());

        await().until(() -> !news.isEmpty());
        assertThat(news)
                .singleElement()
                .isInstanceOfSatisfying(
                        Exited.class, exited -> assertThat(exited.exit()).isEqualTo(new ExitStatus(3)));
        assertThat(driver().status()).isEqualTo(news.getFirst());
        assertThat(instances()).isZero();
    }

    @Test
    void start_jobHasEndedWith0_runsAgain() throws Exception {
        change(definition -> definition.oneShot(true));
        driver().start(TestWork.start());
        crash(0);
        await().until(() -> !news.isEmpty());
        assertThat(driver().status())
                .isInstanceOfSatisfying(
                        Exited.class, exited -> assertThat(exited.exit()).isEqualTo(new ExitStatus(0)));
        driver().start(TestWork.start());

        await().until(() -> instances() == 1);
        assertThat(driver().status()).isInstanceOf(Running.class);
    }

    @Test
    void start_askedToStop_leavesNothing() throws Exception {
        var work = TestWork.start();
        work.askToStop(Thread.currentThread());

        assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> driver().start(work));
        assertThat(driver().status()).isEqualTo(new Stopped(true));
        assertThat(instances()).isZero();
    }

    @Test
    void stop_askedToStopWhileItHangs_ends() throws Exception {
        ignoreStop();
        driver().start(TestWork.start());
        var work = TestWork.stop();
        var failure = new CompletableFuture<@Nullable Exception>();
        var body = Thread.ofVirtual().start(() -> {
            try {
                driver().stop(work);
                failure.complete(null);
            } catch (Exception e) {
                failure.complete(e);
            }
        });
        await().until(() -> !work.steps().isEmpty());
        work.askToStop(body);

        assertThat(failure.get(10, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
        driver().stop(TestWork.stop());
        assertThat(driver().status()).isEqualTo(new Stopped(true));
        assertThat(instances()).isZero();
        assertThat(news).noneMatch(Exited.class::isInstance);
    }

    @Test
    void start_abandoned_hasNoEffect() throws Exception {
        var work = TestWork.start();
        work.abandon();

        assertThatExceptionOfType(AbandonedException.class).isThrownBy(() -> driver().start(work));
        assertThat(instances()).isZero();
    }

    @Test
    void stop_abandoned_hasNoEffect() throws Exception {
        driver().start(TestWork.start());
        var work = TestWork.stop();
        work.abandon();

        assertThatExceptionOfType(AbandonedException.class).isThrownBy(() -> driver().stop(work));
        assertThat(driver().status()).isInstanceOf(Running.class);
        await().untilAsserted(() -> assertThat(instances()).isOne()); // it tells when it has begun
    }

    @Test
    void close_running_isAdoptedByTheNext() throws Exception {
        driver().start(TestWork.start());
        var before = (Running) driver().status();

        assertThat(reopen().status()).isEqualTo(new Running(before.pid(), before.since(), true));
        await().untilAsserted(() -> assertThat(instances()).isOne()); // it tells when it has begun
    }

    @Test
    void stop_adopted_allIsGone() throws Exception {
        driver().start(TestWork.start());
        reopen().stop(TestWork.stop());

        assertThat(driver().status()).isEqualTo(new Stopped(true));
        assertThat(instances()).isZero();
        assertThat(news).isEmpty();
    }

    @Test
    void crash_adopted_isTold() throws Exception {
        driver().start(TestWork.start());
        reopen();
        crash(7);

        await().until(() -> !news.isEmpty());
        assertThat(news)
                .singleElement()
                .isInstanceOfSatisfying(
                        Exited.class, exited -> assertThat(exited.exit()).isEqualTo(new ExitStatus(7)));
    }

    @Test
    void close_thenCrash_isNotTold() throws Exception {
        driver().start(TestWork.start());
        driver().close();
        crash(7);
        await().until(() -> instances() == 0);

        assertThat(news).isEmpty();
        var again = reopen();
        // What has ended may not have left its exit code yet.
        await().until(() -> !(again.status() instanceof Running));
        assertThat(again.status())
                .isInstanceOfSatisfying(
                        Exited.class, exited -> assertThat(exited.exit()).isEqualTo(new ExitStatus(7)));
    }
}
