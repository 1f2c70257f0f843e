package dev.signalbox.driver.process;

import static dev.signalbox.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.signalbox.operation.Cancellation;
import dev.signalbox.operation.TestWork;
import dev.signalbox.service.DriverException;
import dev.signalbox.service.DriverStatus;
import dev.signalbox.service.DriverStatus.Running;
import dev.signalbox.service.DriverStatus.Stopped;
import dev.signalbox.service.ServiceDefinition;
import dev.signalbox.service.ServiceDefinition.Command;
import dev.signalbox.service.ServiceDefinition.StopSettings;
import dev.signalbox.service.TestDefinitions;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Services that do not make it easy to stop them.
@ParameterizedClass
@EnumSource(Members.class)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class StopTest {
    private static final StopSettings SHORT = TestDefinitions.stop("SIGTERM", Duration.ofMillis(300));

    @Parameter
    private Members members = Members.BY_GROUP;

    @TempDir
    private Path folder;

    /// One that says itself when it is ready need not be given the time to get so.
    private ServiceDefinition shell(StopSettings stop, String line) {
        return ServiceDefinition.builder("service", new Command.Shell(line), folder)
                .stop(stop)
                .settle(line.contains("touch ready") ? Duration.ofMillis(1) : ServiceDefinition.DEFAULT_SETTLE)
                .build();
    }

    /// Waits until the service says that it is ready for its signal.
    private void awaitReady() {
        await().until(() -> Files.exists(folder.resolve("ready")));
    }

    @Test
    void stop_ignoresTheSignal_isKilled() throws Exception {
        try (var bench = new Bench(folder, shell(SHORT, "trap '' TERM; sleep 100 & touch ready; wait"), members)) {
            bench.start();
            awaitReady();
            var work = bench.stop();

            assertThat(work.steps()).anyMatch(step -> step.matches("SIGKILL sent to \\d processes"));
            assertThat(work.doings()).anyMatch(text -> text.matches("waiting for \\d processes to exit"));
            assertThat(bench.driver.status()).isEqualTo(new Stopped(true));
            assertThat(bench.census().members()).isEmpty();
        }
    }

    @Test
    void stop_childOutlivesLeader_isKilled() throws Exception {
        var line = "(trap '' TERM; touch ready; while :; do sleep 1; done) & wait";
        try (var bench = new Bench(folder, shell(SHORT, line), members)) {
            bench.start();
            awaitReady();
            var work = bench.stop();

            assertThat(work.steps()).anyMatch(step -> step.startsWith("SIGKILL sent to "));
            assertThat(bench.census().members()).isEmpty();
        }
    }

    @Test
    void stop_childWithoutCookieOutlivesLeader_isKilled() throws Exception {
        var line = "env -i sh -c \"trap '' TERM; echo \\$\\$ > bare; touch ready; exec sleep 100\" & wait";
        try (var bench = new Bench(folder, shell(SHORT, line), members)) {
            bench.start();
            awaitReady();
            var bare = Long.parseLong(Files.readString(folder.resolve("bare")).strip());
            bench.stop();

            assertThat(bench.isAlive(bare)).isFalse();
        }
    }

    @Test
    void stop_grandchildLeftTheSession_isStoppedByItsCookie() throws Exception {
        var line = "setsid sh -c 'echo $$ > stray; touch ready; exec sleep 100' & wait";
        try (var bench = new Bench(folder, shell(StopSettings.DEFAULT, line), members)) {
            bench.start();
            awaitReady();
            var work = bench.stop();

            assertThat(work.steps()).contains("SIGTERM sent", "SIGTERM sent to 1 process");
            assertThat(work.steps()).noneMatch(step -> step.contains("SIGKILL"));
            assertThat(bench.census().members()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"exec setsid", "exec timeout 100"})
    void stop_serviceLeftTheGroup_getsItsSignal(String leave) throws Exception {
        var line = leave + " sh -c 'trap \"touch asked; exit\" TERM; touch ready; while :; do sleep 0.1; done'";
        try (var bench = new Bench(folder, shell(StopSettings.DEFAULT, line), members)) {
            bench.start();
            awaitReady();
            var work = bench.stop();

            assertThat(folder.resolve("asked")).exists();
            assertThat(work.steps()).noneMatch(step -> step.contains("SIGKILL"));
            assertThat(bench.census().members()).isEmpty();
        }
    }

    @Test
    void stop_grandchildLeftTheSessionAndIsDeaf_isKilled() throws Exception {
        var line = "setsid sh -c \"trap '' TERM; touch ready; exec sleep 100\" & wait";
        try (var bench = new Bench(folder, shell(SHORT, line), members)) {
            bench.start();
            awaitReady();
            var work = bench.stop();

            assertThat(work.steps()).contains("SIGKILL sent to 1 process");
            assertThat(bench.census().members()).isEmpty();
        }
    }

    /// What a table says where the engine has no file handle left.
    static ProcessTable blindWhere(AtomicBoolean blind) throws IOException {
        var table = new LinuxProcessTable(text -> text, _ -> -Pidfd.EMFILE);
        return (ProcessTable) Proxy.newProxyInstance(
                ProcessTable.class.getClassLoader(), new Class<?>[] {ProcessTable.class}, (_, method, arguments) -> {
                    if (blind.get() && method.getName().equals("look")) {
                        throw new UnseenException("Too many open files");
                    }
                    return blind.get() && method.getName().equals("find") ? null : method.invoke(table, arguments);
                });
    }

    @Test
    void stop_noFileHandleIsLeft_fails_andNothingIsTakenForEnded() throws Exception {
        var blind = new AtomicBoolean();
        var line = "trap '' TERM; touch ready; while :; do sleep 0.1; done";
        try (var bench = new Bench(folder, shell(SHORT, line), blindWhere(blind))) {
            bench.start();
            awaitReady();
            blind.set(true);
            var work = TestWork.stop();
            assertThatExceptionOfType(DriverException.class)
                    .isThrownBy(() -> bench.driver.stop(work))
                    .withMessage("its processes cannot be looked at: Too many open files");
            assertThat(work.steps()).isEmpty();
            assertThat(bench.files().read()).isPresent();
            assertThat(bench.isRunning()).isTrue();

            bench.driver.kill(TestWork.stop().operation());
            assertThat(bench.census().members()).isEmpty();
            assertThat(bench.driver.status()).isEqualTo(new Stopped(false));
            assertThat(bench.files().read()).isPresent();
            assertThatExceptionOfType(DriverException.class).isThrownBy(bench::start);
            blind.set(false);
            bench.stop();
            assertThat(bench.driver.status()).isEqualTo(new Stopped(true));
            assertThat(bench.files().read()).isEmpty();
        }
    }

    @Test
    void engineOpens_noFileHandleIsLeft_knowsNothing() throws Exception {
        var blind = new AtomicBoolean(true);
        try (var bench = new Bench(folder, TestDefinitions.argv("service", "sleep", "100"), blindWhere(blind))) {
            assertThat(bench.driver.status())
                    .isEqualTo(new DriverStatus.Unknown("its processes cannot be looked at: Too many open files"));
            blind.set(false);
            bench.stop();
            bench.start();
            assertThat(bench.isRunning()).isTrue();
        }
    }

    @Test
    void stop_manyChildren_allAreGone() throws Exception {
        var line = "trap '' TERM; i=0; while [ $i -lt 200 ]; do sleep 100 & i=$((i+1)); done; touch ready;"
                + " while :; do sleep 0.01; done";
        try (var bench = new Bench(folder, shell(SHORT, line), members)) {
            bench.start();
            awaitReady();
            assertThat(bench.census().size()).isGreaterThan(200);
            bench.stop();

            assertThat(bench.census().members()).isEmpty();
        }
    }

    @Test
    void stop_forksWithoutEnd_allAreGone() throws Exception {
        // Each generation leaves the one before in a session of its own.
        var line = "setsid sh -c 'f() { sleep 0.02; setsid sh -c \"$1\" sh \"$1\" & exit; }; touch ready;"
                + " trap \"\" TERM; while :; do (sleep 100 &) ; sleep 0.01; done' & wait";
        try (var bench = new Bench(folder, shell(SHORT, line), members)) {
            bench.start();
            awaitReady();
            bench.stop();

            assertThat(bench.census().members()).isEmpty();
        }
    }

    @Test
    void stop_recordCannotBeWritten_stopsAllTheSame() throws Exception {
        try (var bench = new Bench(folder, shell(StopSettings.DEFAULT, "exec sleep 100"), members)) {
            bench.start();
            // A folder that is not empty cannot be replaced by a file.
            Files.createDirectories(folder.resolve("run/service.json.tmp/in-the-way"));
            var work = bench.stop();

            assertThat(work.steps()).anyMatch(step -> step.startsWith("cannot write "));
            assertThat(bench.driver.status()).isEqualTo(new Stopped(true));
            assertThat(bench.census().members()).isEmpty();
        }
    }

    @Test
    void stop_isSuspended_ends() throws Exception {
        try (var bench = new Bench(folder, shell(StopSettings.DEFAULT, "exec sleep 100"), members)) {
            bench.start();
            bench.table.signal(bench.pid(), 19);
            var work = bench.stop();

            assertThat(work.steps()).noneMatch(step -> step.contains("SIGKILL"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT", "QUIT", "HUP", "USR1", "USR2"})
    void stop_signal_reachesTheHandler(String signal) throws Exception {
        var line = "trap 'echo got it; exit 5' " + signal + "; touch ready; while :; do sleep 0.02; done";
        var stop = TestDefinitions.stop("SIG" + signal, Duration.ofSeconds(10));
        try (var bench = new Bench(folder, shell(stop, line), members)) {
            bench.start();
            awaitReady();
            var work = bench.stop();

            assertThat(work.steps()).contains("SIG" + signal + " sent");
            assertThat(work.steps().getLast()).endsWith(" ms with exit code 5");
            assertThat(Files.readString(bench.log().out())).isEqualTo("got it\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT", "QUIT", "HUP", "USR1", "USR2"})
    void stop_signalWithoutHandler_endsAtOnceAndSilently(String signal) throws Exception {
        var stop = TestDefinitions.stop("SIG" + signal, Duration.ofSeconds(10));
        try (var bench = new Bench(folder, shell(stop, "exec sleep 100"), members)) {
            bench.start();
            var work = bench.stop();

            assertThat(work.steps().getLast()).matches("exited in \\d+ ms");
            assertThat(work.steps()).noneMatch(step -> step.contains("SIGKILL"));
            assertThat(bench.log().err()).isEmptyFile();
        }
    }

    @Test
    void stop_wrapperWasKilledAlone_endsTheService() throws Exception {
        try (var bench = new Bench(folder, shell(StopSettings.DEFAULT, "exec sleep 100"), members)) {
            bench.start();
            var pid = bench.pid();
            var leader = bench.process(pid).session();
            bench.table.signal(leader, 9);
            await().until(() -> !bench.isAlive(leader));

            assertThat(bench.pid()).isEqualTo(pid);
            assertThat(bench.stop().steps()).contains("SIGTERM sent to 1 process");
            assertThat(bench.isAlive(pid)).isFalse();
            assertThat(bench.news).isEmpty();
        }
    }

    @Test
    void stop_otherServiceAndNestedOne_live() throws Exception {
        var nested =
                "SIGNALBOX_RUN=other:service:1 setsid sh -c 'echo $$ > nested; touch ready; exec sleep 100' & wait";
        try (var bench = new Bench(folder, shell(SHORT, nested), members)) {
            bench.start();
            awaitReady();
            var pid = Long.parseLong(Files.readString(folder.resolve("nested")).strip());
            bench.stop();

            assertThat(bench.isAlive(pid)).isTrue();
            bench.table.signal(pid, 9);
        }
    }

    // --- rule 28d: a stop that is called off, that another goes on with, and a kill ---

    /// Begins to stop the service on a thread of its own, and returns once it was asked to end.
    private static Thread beginStop(Bench bench, TestWork work) {
        var thread = Thread.ofVirtual().start(() -> {
            try {
                bench.driver.stop(work);
            } catch (DriverException | InterruptedException e) {
                work.step("ended by " + e.getClass().getSimpleName());
            }
        });
        await().until(() -> work.steps().contains("SIGTERM sent"));
        return thread;
    }

    @Test
    void gracefulStop_isCalledOff_theServiceIsNotKilled_andEndsAsAsked() throws Exception {
        var line = "trap 'touch asked; while ! test -e finish; do sleep 0.05; done; touch clean; exit 3' TERM;"
                + " touch ready; while :; do sleep 0.05; done";
        try (var bench =
                new Bench(folder, shell(TestDefinitions.stop("SIGTERM", Duration.ofMinutes(1)), line), members)) {
            bench.start();
            awaitReady();
            var work = TestWork.stop();
            var body = beginStop(bench, work);
            await().until(() -> Files.exists(folder.resolve("asked")));
            work.cancel(body, new Cancellation.User());
            body.join();

            assertThat(work.steps())
                    .anyMatch(step -> step.matches(
                            "not waited for any more: SIGTERM was sent \\d+\\.\\d+ s ago, it may still end"));
            assertThat(work.steps()).noneMatch(step -> step.contains("SIGKILL"));
            assertThat(bench.driver.status()).isInstanceOf(Running.class);
            Files.createFile(folder.resolve("finish"));
            await().until(() -> bench.driver.status() instanceof Stopped);
            assertThat(folder.resolve("clean")).exists();
        }
    }

    @Test
    void gracefulStop_isSuperseded_theNextOneGoesOnWithIt_withoutASecondSignal() throws Exception {
        var line = "trap 'echo asked >> signals; test -e finish && exit 0' TERM;"
                + " touch ready; while ! test -e finish; do sleep 0.05; done";
        try (var bench =
                new Bench(folder, shell(TestDefinitions.stop("SIGTERM", Duration.ofMinutes(1)), line), members)) {
            bench.start();
            awaitReady();
            var work = TestWork.stop();
            var body = beginStop(bench, work);
            await().until(() -> Files.exists(folder.resolve("signals")));
            work.cancel(body, new Cancellation.Superseded(2));
            body.join();
            var next = TestWork.stop();
            var going = Thread.ofVirtual().start(() -> {
                try {
                    bench.driver.stop(next);
                } catch (DriverException | InterruptedException e) {
                    next.step("ended by " + e);
                }
            });
            await().until(() -> next.steps().stream()
                    .anyMatch(step -> step.matches("goes on with a stop: SIGTERM was sent .* s ago")));
            Files.createFile(folder.resolve("finish"));
            going.join();

            assertThat(bench.driver.status()).isEqualTo(new Stopped(true));
            assertThat(next.steps()).noneMatch(step -> step.equals("SIGTERM sent") || step.startsWith("ended by"));
            assertThat(Files.readAllLines(folder.resolve("signals"))).containsExactly("asked");
        }
    }

    @Test
    void gracefulStop_isSuperseded_itsTimeGoesOn_untilTheServiceIsKilled() throws Exception {
        try (var bench =
                new Bench(folder, shell(SHORT, "trap '' TERM; touch ready; while :; do sleep 1; done"), members)) {
            bench.start();
            awaitReady();
            var work = TestWork.stop();
            var body = beginStop(bench, work);
            work.cancel(body, new Cancellation.Superseded(2));
            body.join();
            var next = bench.stop();

            assertThat(next.steps()).anyMatch(step -> step.startsWith("SIGKILL sent to"));
            assertThat(bench.census().members()).isEmpty();
        }
    }

    @Test
    void kill_duringAGracefulStop_endsTheWholeTreeAtOnce() throws Exception {
        var line = "(trap '' TERM; while :; do sleep 1; done) & trap '' TERM; touch ready; while :; do sleep 1; done";
        try (var bench =
                new Bench(folder, shell(TestDefinitions.stop("SIGTERM", Duration.ofMinutes(10)), line), members)) {
            bench.start();
            awaitReady();
            var work = TestWork.stop();
            var body = beginStop(bench, work);
            bench.driver.kill(TestWork.kill().operation());
            body.join();

            assertThat(work.steps()).noneMatch(step -> step.startsWith("ended by"));
            assertThat(bench.census().members()).isEmpty();
            assertThat(bench.driver.status()).isEqualTo(new Stopped(true));
        }
    }

    @Test
    void kill_ofAServiceNobodyStops_isNoCrash() throws Exception {
        var line = "trap '' TERM; touch ready; while :; do sleep 1; done";
        try (var bench =
                new Bench(folder, shell(TestDefinitions.stop("SIGTERM", Duration.ofMinutes(10)), line), members)) {
            bench.start();
            awaitReady();
            bench.driver.kill(TestWork.kill().operation());
            await().until(() -> bench.census().isEmpty());
            var work = TestWork.kill();
            bench.driver.stop(work);

            assertThat(bench.driver.status()).isEqualTo(new Stopped(true));
            assertThat(bench.news).noneMatch(DriverStatus.Exited.class::isInstance);
        }
    }

    @Test
    void killingOperation_asksNothing() throws Exception {
        var line = "trap 'touch asked' TERM; touch ready; while :; do sleep 1; done";
        try (var bench =
                new Bench(folder, shell(TestDefinitions.stop("SIGTERM", Duration.ofMinutes(10)), line), members)) {
            bench.start();
            awaitReady();
            var work = TestWork.kill();
            bench.driver.stop(work);

            assertThat(work.steps()).anyMatch(step -> step.startsWith("SIGKILL sent to"));
            assertThat(folder.resolve("asked")).doesNotExist();
            assertThat(bench.census().members()).isEmpty();
        }
    }

    @Test
    void kill_thatComesLate_letsLiveWhatWasStartedSince() throws Exception {
        try (var bench = new Bench(folder, shell(StopSettings.DEFAULT, "exec sleep 100"), members)) {
            var kill = TestWork.kill();
            bench.driver.start(TestWork.start(kill.operation().id() + 1));
            var record = bench.files().read();
            bench.driver.kill(kill.operation());

            assertThat(bench.driver.status()).isInstanceOf(Running.class);
            assertThat(bench.census().size()).isPositive();
            assertThat(bench.files().read()).isEqualTo(record);
        }
    }

    @Test
    void gracefulStop_isSuperseded_andTheServiceIsToRunAfterAll_theNextStopAsksItAgain() throws Exception {
        var line = "trap 'echo asked >> signals; test -e finish && exit 0' TERM;"
                + " touch ready; while :; do sleep 0.05; done";
        try (var bench =
                new Bench(folder, shell(TestDefinitions.stop("SIGTERM", Duration.ofMinutes(1)), line), members)) {
            bench.start();
            awaitReady();
            supersede(bench);
            bench.start();
            Files.createFile(folder.resolve("finish"));
            var work = bench.stop();

            assertThat(work.steps()).contains("SIGTERM sent").noneMatch(step -> step.contains("SIGKILL"));
        }
    }

    @Test
    void gracefulStop_isSuperseded_andItsTimeIsLongUp_theNextStopAsksBeforeItKills() throws Exception {
        var line = "trap 'echo asked >> signals; test -e finish && exit 0' TERM;"
                + " touch ready; while :; do sleep 0.01; done";
        var stop = TestDefinitions.stop("SIGTERM", Duration.ofSeconds(2));
        try (var bench = new Bench(folder, shell(stop, line), members)) {
            bench.start();
            awaitReady();
            supersede(bench);
            var up = System.nanoTime() + stop.timeout().toNanos();
            await().until(() -> System.nanoTime() - up >= 0);
            Files.createFile(folder.resolve("finish"));
            var work = bench.stop();

            assertThat(work.steps()).contains("SIGTERM sent").noneMatch(step -> step.contains("SIGKILL"));
        }
    }

    /// Asks the service to end, by a stop that is superseded then.
    private void supersede(Bench bench) throws InterruptedException {
        var work = TestWork.stop();
        var body = beginStop(bench, work);
        await().until(() -> Files.exists(folder.resolve("signals")));
        work.cancel(body, new Cancellation.Superseded(2));
        body.join();
    }
}
