package dev.signalbox.driver.process;

import static dev.signalbox.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.signalbox.HungFolder;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.Source;
import dev.signalbox.operation.TestWork;
import dev.signalbox.service.DriverException;
import dev.signalbox.service.DriverStatus.Exited;
import dev.signalbox.service.DriverStatus.Running;
import dev.signalbox.service.DriverStatus.Stopped;
import dev.signalbox.service.DriverStatus.Unknown;
import dev.signalbox.service.ExitStatus;
import dev.signalbox.service.ServiceDefinition;
import dev.signalbox.service.Signals;
import dev.signalbox.service.TestDefinitions;
import dev.signalbox.state.Identity;
import dev.signalbox.trust.Trust;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Processes of the same workspace file that another engine has started, or that only say so.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class StrangersTest {
    private static final ServiceDefinition SLEEP = TestDefinitions.argv("service", "sleep", "100");
    private static final String OTHER = "other" + ProcessHandle.current().pid();
    private static final String NOBODY = "65534";

    @TempDir
    private Path folder;

    private final List<Process> processes = new ArrayList<>();

    @AfterEach
    void killAll() {
        processes.forEach(Process::destroyForcibly);
    }

    private Path state() {
        return folder.resolve("other");
    }

    /// Makes the state folder of the other engine.
    private Path makeState() throws IOException {
        Files.createDirectories(state());
        Files.writeString(state().resolve("id"), OTHER + "\n");
        return state();
    }

    private Bench bench() throws IOException {
        return new Bench(folder.resolve("own"), SLEEP);
    }

    /// Begins a process that carries a cookie, and waits until it does.
    private Process process(Bench bench, String key, String... command) throws IOException {
        var builder = new ProcessBuilder(command);
        builder.environment().put(ProcessTable.COOKIE, key + ":service:1");
        builder.environment().put(ProcessTable.STATE, state().toString());
        var process = builder.start();
        processes.add(process);
        var program = command[command.length - 2] + " " + command[command.length - 1];
        await().until(() -> bench.table.commandLine(process.pid()).equals(program));
        return process;
    }

    private Process stranger(Bench bench) throws IOException {
        return process(bench, OTHER + "." + Bench.PATH, "sleep", "100");
    }

    private void again(Bench bench) throws IOException {
        bench.leave();
        bench.enter();
    }

    private static void assertRefused(String message, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatExceptionOfType(DriverException.class).isThrownBy(call).withMessage(message);
    }

    @Test
    void processOfALivingEngine_isUnknown_andIsNotTouched() throws Exception {
        makeState();
        try (var bench = bench()) {
            bench.living = OTHER;
            var stranger = stranger(bench);
            again(bench);

            var text =
                    "1 process of it runs under another state folder, " + state() + ", whose engine lives (process 1)";
            assertThat(bench.driver.status()).isEqualTo(new Unknown(text, true));
            var refusal = text + "; it is for that engine to stop it";
            assertRefused(refusal, bench::start);
            assertRefused(refusal, bench::stop);
            assertRefused(refusal, () -> bench.driver.stop(new TestWork(OperationKind.RESTART, "service")));
            assertRefused(refusal, () -> bench.driver.takeOver().now());
            bench.driver.kill(TestWork.kill().operation());
            assertThat(stranger.isAlive()).isTrue();
        }
    }

    @Test
    void processOfAnEngineThatIsNotThere_isTouchedOnlyAfterTakeOver() throws Exception {
        makeState();
        try (var bench = bench()) {
            var stranger = stranger(bench);
            again(bench);

            var text = "1 process of it runs under another state folder, " + state() + ", whose engine is not there";
            assertThat(bench.driver.status()).isEqualTo(new Unknown(text, true));
            assertRefused(text + "; take it over first", bench::stop);
            assertThat(stranger.isAlive()).isTrue();

            assertThat(bench.driver.takeOver().now()).isEqualTo(text);
            var taken = new Unknown("1 process of it runs, taken over from " + state());
            assertThat(bench.driver.status()).isEqualTo(taken);
            assertThat(bench.driver.takeOver().now()).isEmpty();
            again(bench);
            assertThat(bench.driver.status()).as("the next engine knows it").isEqualTo(taken);
            assertRefused(taken.reason() + "; stop it first", bench::start);

            bench.stop();
            assertThat(stranger.waitFor()).isNotZero();
            assertThat(bench.driver.status()).isEqualTo(new Stopped(true));
            assertThat(bench.folder.resolve("run/service.taken")).doesNotExist();
        }
    }

    /// What a person has done who deleted the state folder of a killed engine.
    @Test
    void stateFolderIsGone_aPersonsStopEndsThem_andThatOfTheProgramDoesNot() throws Exception {
        try (var bench = bench()) {
            var stranger = stranger(bench);
            again(bench);

            var text = "1 process of it runs under a state folder that is not there any more, " + state();
            assertThat(bench.driver.status()).isEqualTo(new Unknown(text, true));
            assertRefused(text + "; stop it or take it over first", bench::start);
            assertRefused(
                    text + "; stop it or take it over first",
                    () -> bench.driver.stop(new TestWork(
                            OperationKind.RESTART, "service", new Source(Source.Road.HEALTH, "it is unhealthy"))));
            var closing = new TestWork(OperationKind.STOP, "service", Source.CLOSING);
            bench.driver.stop(closing);
            assertThat(closing.steps()).containsExactly("left as they are: " + text);
            assertThat(stranger.isAlive()).isTrue();

            var restart = new TestWork(OperationKind.RESTART, "service");
            bench.driver.stop(restart);
            assertThat(restart.steps()).first().isEqualTo("takes over what nobody else can: " + text);
            assertThat(stranger.waitFor()).isNotZero();
            bench.driver.start(restart);
            assertThat(bench.isRunning()).isTrue();
        }
    }

    @Test
    void engineOfWhatWasTakenOver_comesBack_itIsItsOwnAgain() throws Exception {
        makeState();
        try (var bench = bench()) {
            var stranger = stranger(bench);
            again(bench);
            bench.driver.takeOver().now();
            bench.living = OTHER;

            bench.driver.kill(TestWork.kill().operation());
            assertThat(stranger.isAlive()).isTrue();
            assertThatExceptionOfType(DriverException.class)
                    .isThrownBy(bench::stop)
                    .withMessageEndingWith("it is for that engine to stop it");
            assertThat(stranger.isAlive()).isTrue();
        }
    }

    @Test
    void whatWasTakenOver_ends_whatComesLaterIsAStranger() throws Exception {
        makeState();
        try (var bench = bench()) {
            var stranger = stranger(bench);
            again(bench);
            bench.driver.takeOver().now();
            var taken = bench.folder.resolve("run/service.taken");
            assertThat(taken).exists();
            stranger.destroyForcibly();

            await().until(() -> Files.notExists(taken));
            stranger(bench);
            again(bench);
            assertThat(((Unknown) bench.driver.status()).elsewhere()).isTrue();
        }
    }

    @Test
    void whatWasTakenOverInAnotherBoot_isAStranger() throws Exception {
        makeState();
        try (var bench = bench()) {
            stranger(bench);
            Files.writeString(
                    bench.folder.resolve("run/service.taken"),
                    OTHER + "." + Bench.PATH + "\tanother boot\t" + state() + "\n");
            again(bench);
            assertThat(((Unknown) bench.driver.status()).elsewhere()).isTrue();
        }
    }

    /// A look may take long, and whoever has begun it later knows more.
    @Test
    void lookThatBeganBefore_isNotNotedAfterALaterOne() throws Exception {
        makeState();
        var real = new LinuxProcessTable(text -> text);
        var looked = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        var table = (ProcessTable) Proxy.newProxyInstance(
                ProcessTable.class.getClassLoader(), new Class<?>[] {ProcessTable.class}, (_, method, arguments) -> {
                    var found = method.invoke(real, arguments);
                    if (method.getName().equals("look")
                            && Thread.currentThread().getName().equals("earlier")) {
                        looked.countDown();
                        goOn.await();
                    }
                    return found;
                });
        try (var bench = new Bench(folder.resolve("own"), SLEEP, table)) {
            var earlier = Thread.ofPlatform().name("earlier").start(bench.driver::takeOver);
            looked.await();
            stranger(bench);
            var later = Thread.ofPlatform().name("later").start(bench.driver::takeOver);
            await().until(() -> later.getState() == Thread.State.WAITING || !later.isAlive());
            goOn.countDown();
            earlier.join();
            later.join();

            assertThat(bench.driver.status()).isInstanceOf(Unknown.class);
        }
    }

    /// It is written down, a line for each, and shown.
    @Test
    void folderThatIsNoPath_isNotRepeated() throws Exception {
        for (var said : List.of("somewhere", "/x\n" + Bench.KEY + "\tboot\t/y")) {
            try (var bench = bench()) {
                var builder = new ProcessBuilder("sleep", "100");
                builder.environment().put(ProcessTable.COOKIE, OTHER + "." + Bench.PATH + ":service:1");
                builder.environment().put(ProcessTable.STATE, said);
                var process = builder.start();
                processes.add(process);
                await().until(() -> bench.table.commandLine(process.pid()).equals("sleep 100"));
                again(bench);

                assertThat(bench.driver.status())
                        .isEqualTo(new Unknown(
                                "1 process of it runs under another state folder, " + OTHER + "." + Bench.PATH
                                        + ", and it cannot be told whether its engine lives",
                                true));
                bench.driver.takeOver().now();
                assertThat(Files.readAllLines(bench.folder.resolve("run/service.taken")))
                        .hasSize(1);
                process.destroyForcibly().waitFor();
            }
        }
    }

    /// As where this engine is short of file handles.
    @Test
    void engineCannotBeAskedFor_aStopTakesNothingOver() throws Exception {
        try (var bench = bench()) {
            bench.canAsk = false;
            var stranger = stranger(bench);
            again(bench);

            assertRefused(
                    "1 process of it runs under another state folder, " + state()
                            + ", and it cannot be told whether its engine lives; take it over first",
                    bench::stop);
            assertThat(stranger.isAlive()).isTrue();
        }
    }

    @Test
    void folderThatAnotherIdHasByNow_isGone() throws Exception {
        Files.writeString(makeState().resolve("id"), "someone\n");
        try (var bench = bench()) {
            stranger(bench);
            again(bench);

            assertThat(bench.driver.status().toString()).contains("is not there any more");
        }
    }

    @Test
    void besideTheOwnOne_isShown_andTheOwnOneCanBeStopped() throws Exception {
        makeState();
        try (var bench = bench()) {
            bench.start();
            var pid = bench.pid();
            var stranger = stranger(bench);
            again(bench);

            assertThat(bench.driver.status())
                    .isInstanceOfSatisfying(
                            Unknown.class,
                            unknown -> assertThat(unknown.reason())
                                    .startsWith("it runs as pid " + pid + ", and 1 process of it runs under another"));
            assertThatExceptionOfType(DriverException.class)
                    .isThrownBy(() -> bench.driver.stop(new TestWork(OperationKind.RESTART, "service")));
            assertThat(bench.isAlive(pid)).as("it could not be started again").isTrue();
            assertThatExceptionOfType(DriverException.class).isThrownBy(bench::stop);
            assertThat(bench.isAlive(pid)).isFalse();
            assertThat(stranger.isAlive()).isTrue();

            bench.driver.takeOver().now();
            bench.start(); // of which a take-over is no part
        } catch (DriverException e) {
            assertThat(e).hasMessageEndingWith("taken over from " + state() + "; stop it first");
        }
    }

    @Test
    void strangersEnd_isSeenWithoutAnybodyAsking() throws Exception {
        makeState();
        try (var bench = bench()) {
            bench.start();
            var pid = bench.pid();
            var stranger = stranger(bench);
            again(bench);
            stranger.destroyForcibly();

            await().until(() -> bench.news.stream().anyMatch(Running.class::isInstance));
            assertThat(bench.pid()).isEqualTo(pid);
        }
    }

    @Test
    void engineEnds_isSeenWithoutAnybodyAsking() throws Exception {
        makeState();
        try (var bench = bench()) {
            bench.living = OTHER;
            stranger(bench);
            again(bench);
            bench.living = "";

            await().until(() ->
                    bench.news.stream().anyMatch(news -> news.toString().contains("is not there")));
        }
    }

    /// With its record the processes can be told from each other.
    @Test
    void runOfAnEngineThatIsNotThere_isTakenOverAsItRuns() throws Exception {
        makeState();
        try (var theirs = new Bench(state(), SLEEP, identity());
                var bench = bench()) {
            theirs.start();
            var pid = theirs.pid();
            theirs.leave();
            again(bench);
            assertThat(bench.driver.status()).isInstanceOf(Unknown.class);

            assertThat(bench.driver.takeOver().now()).contains("2 processes of it run under another state folder");
            assertThat(bench.driver.status()).isInstanceOfSatisfying(Running.class, running -> {
                assertThat(running.pid()).isEqualTo(pid);
                assertThat(running.adopted()).isTrue();
            });
            again(bench);
            assertThat(bench.pid()).isEqualTo(pid);

            bench.stop();
            assertThat(bench.isAlive(pid)).isFalse();
            assertThat(bench.driver.status()).isEqualTo(new Stopped(true));
            theirs.enter();
        }
    }

    /// It could name any process, for root to end it.
    @Test
    void recordOfAnotherUser_isNotBelieved() throws Exception {
        assumeRoot();
        makeState();
        try (var theirs = new Bench(state(), SLEEP, identity());
                var bench = bench()) {
            theirs.start();
            theirs.leave();
            Files.setAttribute(theirs.files().record(), "unix:uid", Integer.valueOf(NOBODY));
            again(bench);

            bench.driver.takeOver().now();
            assertThat(bench.driver.status())
                    .isEqualTo(new Unknown("2 processes of it run, taken over from " + state()));
            bench.stop();
            assertThat(theirs.census().members()).isEmpty();
            theirs.enter();
        }
    }

    @Test
    void foldersOfItsRunHang_itIsTakenOverAllTheSame() throws Exception {
        makeState();
        try (var theirs = new Bench(state(), SLEEP, identity());
                var bench = bench()) {
            theirs.start();
            theirs.leave();
            try (var _ = HungFolder.over(state().resolve("run"))) {
                again(bench);
                bench.driver.takeOver().now();
                assertThat(bench.driver.status())
                        .isEqualTo(new Unknown("2 processes of it run, taken over from " + state()));
            }
            theirs.enter();
        }
    }

    @Test
    void runThatWasTakenOver_endsWhileItsFolderHangs_itIsNotKnownHow() throws Exception {
        makeState();
        try (var theirs = new Bench(state(), SLEEP, identity());
                var bench = bench()) {
            theirs.start();
            theirs.leave();
            again(bench);
            bench.driver.takeOver().now();
            try (var _ = HungFolder.over(state().resolve("run"))) {
                theirs.census().members().forEach(one -> bench.table.signal(one.pid(), 9));

                await().until(() -> bench.driver.status() instanceof Exited);
                assertThat(((Exited) bench.driver.status()).exit()).isEqualTo(ExitStatus.UNKNOWN);
            }
            theirs.enter();
        }
    }

    @Test
    void pipeInThePlaceOfAFileOfItsRun_isNotBelieved() throws Exception {
        makeState();
        try (var theirs = new Bench(state(), SLEEP, identity());
                var bench = bench()) {
            theirs.start();
            theirs.leave();
            again(bench);
            try (var _ = HungFile.instead(theirs.files().exit())) {
                bench.driver.takeOver().now();
            }
            assertThat(bench.driver.status())
                    .isEqualTo(new Unknown("2 processes of it run, taken over from " + state()));
            theirs.enter();
        }
    }

    /// A process says itself where its state folder is.
    @Test
    void pipeInThePlaceOfTheId_holdsNobodyUp() throws Exception {
        Files.createDirectories(state());
        assertThat(new ProcessBuilder("mkfifo", state().resolve("id").toString())
                        .start()
                        .waitFor())
                .isZero();
        try (var bench = bench()) {
            stranger(bench);
            again(bench);

            assertThat(((Unknown) bench.driver.status()).reason())
                    .endsWith("it cannot be told whether its engine lives");
        }
    }

    @Test
    void runThatWasTakenOver_ends_itIsKnownHow() throws Exception {
        makeState();
        var service = TestDefinitions.shell("service", "trap 'exit 7' TERM; while :; do sleep 0.05; done");
        try (var theirs = new Bench(state(), service, identity());
                var bench = new Bench(folder.resolve("own"), service)) {
            theirs.start();
            theirs.leave();
            again(bench);
            bench.driver.takeOver().now();
            Signals.send((int) bench.pid(), 15);

            await().until(() -> bench.driver.status() instanceof Exited);
            assertThat(((Exited) bench.driver.status()).exit()).isEqualTo(new ExitStatus(7));
            theirs.enter();
        }
    }

    private Identity identity() {
        return new Identity(OTHER, Bench.PATH, state(), null, "earlier");
    }

    // --- users ---

    private static void assumeRoot() throws IOException {
        assumeTrue(Trust.ownUser() == 0, "only root can begin processes of other users");
    }

    /// Anybody may write any variable into his environment.
    @Test
    void cookieOfAnotherUser_isNotBelieved() throws Exception {
        assumeRoot();
        try (var bench = bench()) {
            bench.start();
            var pid = bench.pid();
            var words = new String[] {"setpriv", "--reuid=" + NOBODY, "--clear-groups", "sleep", "100"};
            var pretender = process(bench, Bench.KEY, words);
            var stranger = process(bench, OTHER + "." + Bench.PATH, words);
            again(bench);

            assertThat(bench.pid()).isEqualTo(pid);
            bench.stop();
            assertThat(bench.driver.status()).isEqualTo(new Stopped(true));
            assertThat(pretender.isAlive()).isTrue();
            assertThat(stranger.isAlive()).isTrue();
        }
    }

    /// As by `su root` and the like, whose effective user is the owner of the program's file.
    @Test
    void programThatTakesOnRootsRights_isTheUsersWhoBeganIt() throws Exception {
        assumeRoot();
        makeState();
        try (var bench = bench()) {
            bench.start();
            var pid = bench.pid();
            var words = new String[] {"setpriv", "--ruid=" + NOBODY, "--clear-groups", "sleep", "100"};
            var pretender = process(bench, Bench.KEY, words);
            var stranger = process(bench, OTHER + "." + Bench.PATH, words);
            again(bench);

            assertThat(bench.pid()).isEqualTo(pid);
            bench.stop();
            assertThat(bench.driver.status()).isEqualTo(new Stopped(true));
            assertThat(pretender.isAlive()).isTrue();
            assertThat(stranger.isAlive()).isTrue();
        }
    }

    /// Root's engine starts what the definition gives to another user.
    @Test
    void processOfTheUserOfTheDefinition_hasTheEngineOfThisUser() throws Exception {
        assumeRoot();
        makeState();
        var definition = ServiceDefinition.builder("service", SLEEP.command(), SLEEP.cwd())
                .process(new ServiceDefinition.ProcessSettings(NOBODY, null, 0, 0))
                .build();
        try (var bench = new Bench(folder.resolve("own"), definition)) {
            bench.living = OTHER;
            process(bench, OTHER + "." + Bench.PATH, "setpriv", "--reuid=" + NOBODY, "--clear-groups", "sleep", "100");
            again(bench);

            assertThat(((Unknown) bench.driver.status()).reason()).endsWith("whose engine lives (process 1)");
        }
    }

    @Test
    void cookieOfTheUserOfTheDefinition_isBelieved() throws Exception {
        assumeRoot();
        var definition = ServiceDefinition.builder("service", SLEEP.command(), SLEEP.cwd())
                .process(new ServiceDefinition.ProcessSettings(NOBODY, null, 0, 0))
                .build();
        try (var bench = new Bench(folder.resolve("own"), definition)) {
            var words = new String[] {"setpriv", "--reuid=" + NOBODY, "--clear-groups", "sleep", "100"};
            var stranger = process(bench, OTHER + "." + Bench.PATH, words);
            again(bench);

            assertThat(bench.driver.status()).isInstanceOf(Unknown.class);
            bench.stop();
            assertThat(stranger.waitFor()).isNotZero();
        }
    }

    /// It has the cookie of the run from nobody but the run.
    @Test
    void processThatHasGivenUpRoot_belongsToItsRun() throws Exception {
        assumeRoot();
        var line = "setsid setpriv --reuid=" + NOBODY + " --clear-groups sleep 101 & exec sleep 100";
        try (var bench = new Bench(folder.resolve("own"), TestDefinitions.shell("service", line))) {
            bench.start();
            await().until(() -> bench.census().members().stream()
                    .anyMatch(one -> bench.table.commandLine(one.pid()).equals("sleep 101")));

            bench.stop();
            assertThat(bench.census().members()).isEmpty();
        }
    }

    // --- earlier versions ---

    @Test
    void processOfAnEarlierVersionOverThisFolder_isItsOwn() throws Exception {
        try (var bench = bench()) {
            bench.identity = new Identity(Bench.ID, Bench.PATH, bench.folder, "shop-" + OTHER, OTHER);
            var old = process(bench, "shop-" + OTHER, "sleep", "100");
            again(bench);

            assertThat(bench.driver.status()).isEqualTo(new Unknown("it has no record, but 1 process of it run"));
            bench.stop();
            assertThat(old.waitFor()).isNotZero();
        }
    }

    @Test
    void processOfAnEarlierVersionOverAnotherFolder_isTakenOverFirst() throws Exception {
        try (var bench = bench()) {
            bench.identity = new Identity(Bench.ID, Bench.PATH, bench.folder, null, OTHER);
            var old = process(bench, "shop-" + OTHER, "sleep", "100");
            again(bench);

            assertThat(((Unknown) bench.driver.status()).reason())
                    .endsWith("it cannot be told whether its engine lives");
            assertThatExceptionOfType(DriverException.class).isThrownBy(bench::stop);
            assertThat(old.isAlive()).isTrue();
            bench.driver.takeOver().now();
            bench.stop();
            assertThat(old.waitFor()).isNotZero();
        }
    }
}
