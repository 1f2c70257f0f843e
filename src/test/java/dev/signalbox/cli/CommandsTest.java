package dev.signalbox.cli;

import static dev.signalbox.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.api.ApiBench;
import dev.signalbox.journal.InterruptedOperations;
import dev.signalbox.journal.Interruption;
import dev.signalbox.log.LogFiles;
import dev.signalbox.metrics.Limits;
import dev.signalbox.metrics.Machine;
import dev.signalbox.metrics.Usage;
import dev.signalbox.metrics.Usages;
import dev.signalbox.operation.Operation;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.QueueSettings;
import dev.signalbox.operation.QueueSettings.Policy;
import dev.signalbox.operation.Source;
import dev.signalbox.operation.Source.Road;
import dev.signalbox.service.ExitStatus;
import dev.signalbox.service.FakeDriver;
import dev.signalbox.service.TestDefinitions;
import dev.signalbox.text.Terminal;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// The commands against a true API.
final class CommandsTest {
    private static final Instant CRASH = Instant.parse("2026-01-01T12:00:00Z");

    @TempDir
    Path folder;

    private ApiBench bench;
    private Path token;

    @BeforeEach
    void open() throws Exception {
        bench = new ApiBench(folder);
        token = Files.writeString(folder.resolve("mine"), bench.admin + "\n");
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private record Result(int code, String out, String err) {}

    private Result run(String... words) {
        var all = Arrays.copyOf(words, words.length + 4);
        all[words.length] = "--url";
        all[words.length + 1] = bench.address;
        all[words.length + 2] = "--token-file";
        all[words.length + 3] = token.toString();
        return runPlainly(all);
    }

    private static Result runPlainly(String... words) {
        var out = new StringWriter();
        var err = new StringWriter();
        var code = new CommandLine(Objects.requireNonNull(Client.command(words[0])))
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(Arrays.copyOfRange(words, 1, words.length));
        return new Result(code, out.toString(), err.toString());
    }

    // --- looking ---

    @Test
    void ps_tellsWhatServicesUse_whereTheyRun() throws Exception {
        var at = Instant.now();
        var usage = new Usage(at, at, 0.414, 3, 812_000_000, 41, 387, 380, List.of(), Limits.NONE, null);
        bench.usages = new Usages(new Machine(8, 1L << 34), Map.of("backend", usage));

        assertThat(run("ps").out())
                .containsPattern("UP +CPU +MEM +WAITING")
                .containsPattern("backend .* 41% +812 MB ")
                .containsPattern("idle +stopped +- +- +- +- +0");
    }

    @Test
    void queue_ofManyThatWait_saysHowManyMoreThereAre_andListsAllOfOneThatIsNamed() {
        bench.queue.hold("idle");
        for (var i = 0; i < 103; i++) {
            bench.queue.submit("idle", OperationKind.RESTART, Source.OPERATOR);
        }
        await().until(() -> bench.queue.snapshot("idle").waiting().size() == 103);

        assertThat(run("queue").out().lines())
                .hasSize(102)
                .endsWith("and 3 more wait for idle; signalbox queue idle lists them");
        assertThat(run("queue", "idle").out().lines()).hasSize(104);
        assertThat(run("queue", "--json").out().lines()).hasSize(103);
        assertThat(run("ps", "idle").out()).containsPattern("idle +.* 103 held");
    }

    @Test
    void ps_showsATable() {
        run("start", "backend", "--wait");
        bench.queue.hold("idle");

        var lines = run("ps").out().lines().toList();

        assertThat(lines).hasSize(4);
        assertThat(lines.get(0)).matches("SERVICE +STATE +PID +UP +CPU +MEM +WAITING +ACTIVE +REASON");
        assertThat(lines.get(1))
                .matches("backend +running +\\d+ +\\d+ ms|backend +running +\\d+ +[\\d.]+ m?s +- +- +0 +-");
        assertThat(lines.get(3)).matches("idle +stopped +- +- +- +- +0 held +-");
    }

    @Test
    void status_tellsOfTheEngine_howItIsToldWhatBelongsToAService_andOfTheServices() {
        var result = run("status");

        assertThat(result.code()).isEqualTo(ExitCode.SUCCEEDED);
        assertThat(result.out().lines())
                .anyMatch(line -> line.matches("engine: Signalbox [0-9.]+, process "
                        + ProcessHandle.current().pid() + ", since [0-9-]+ [0-9:]+ \\(.*\\)"))
                .anyMatch(line -> line.matches("workspace bench \\(.*\\): ok"))
                .anyMatch(line -> line.startsWith("listens at: ") && line.endsWith(", " + bench.address))
                .contains("listeners: ok", "journal: ok")
                .contains("ends of adopted services: by a test", "members of services: by a test")
                .anyMatch(line -> line.matches("idle +stopped +.*"));
        var json = Node.read(run("status", "--json").out());
        assertThat(json.path("services").size()).isEqualTo(3);
        assertThat(json.path("engine").path("pid").number())
                .isEqualTo(ProcessHandle.current().pid());
        assertThat(Node.read(run("status", "--json").out()).path("members").text())
                .isEqualTo("by a test");
    }

    @Test
    void ps_asJson_isWhatTheEngineSaid() {
        var all = Node.read(run("ps", "--json").out());
        var one = Node.read(run("ps", "idle", "--json").out());

        assertThat(all.size()).isEqualTo(3);
        assertThat(one.size()).isEqualTo(1);
        assertThat(one.get(0).path("id").text()).isEqualTo("idle");
        assertThat(one.get(0).path("queue").isEmpty()).isTrue();
    }

    @Test
    void ps_ofOneThatIsToRun_tellsForWhatItWaits() {
        run("stop", "backend", "--wait");
        bench.addAutostarted("web", "backend");

        await().untilAsserted(() -> assertThat(run("ps", "web").out().lines())
                .anyMatch(line -> line.matches(
                        "web +waiting +- +- +- +- +0 +- +for backend, stopped by HTTP API, boss \\[dependency\\]")));
        var web = Node.read(run("ps", "web", "--json").out()).get(0);
        assertThat(web.path("state").text()).isEqualTo("stopped");
        assertThat(web.path("desired").path("value").text()).isEqualTo("unset");
        assertThat(web.path("reason").path("waits_for").text()).isEqualTo("backend");
        assertThat(web.path("schedule_suspended")).isEqualTo(new Node(null));
    }

    @Test
    void ps_ofOneThatIsLeftAsItEnded_tellsWhy() {
        run("start", "idle", "--wait");
        bench.driver("idle").crash(new ExitStatus(0));

        await().untilAsserted(() -> assertThat(run("ps", "idle").out())
                .containsPattern("idle +failed +- +- +- +- +0 +- +exit code 0; it ended by itself \\[exited\\]"));
    }

    @Test
    void schedule_isSuspendedAndResumed() {
        bench.addScheduled("nightly");

        assertThat(run("schedule", "suspend", "nightly").out())
                .matches("nightly: schedule suspended since \\d{4}-.* by HTTP API, boss\\R");
        assertThat(Node.read(run("ps", "nightly", "--json").out())
                        .get(0)
                        .path("schedule_suspended")
                        .isObject())
                .isTrue();
        assertThat(run("schedule", "resume", "nightly").out())
                .matches("nightly: schedule not suspended, next run \\d{4}-02-29 04:00:00\\R");
        assertThat(Node.read(run("schedule", "suspend", "nightly", "--json").out())
                        .path("schedule_suspended")
                        .path("by")
                        .text())
                .isEqualTo("HTTP API, boss");
    }

    @Test
    void schedule_thatThereIsNot_isRefused() {
        var refused = run("schedule", "suspend", "idle");
        assertThat(refused.code()).isEqualTo(ExitCode.FAILED);
        assertThat(refused.err()).contains("idle has no schedule");
        assertThat(run("schedule", "resume", "nobody").code()).isEqualTo(ExitCode.NOT_FOUND);
        assertThat(run("schedule", "suspend").code()).isEqualTo(ExitCode.USAGE);
        assertThat(runPlainly("schedule").code()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void ps_ofNobody_isNotFound() {
        var result = run("ps", "nobody");

        assertThat(result.code()).isEqualTo(ExitCode.NOT_FOUND);
        assertThat(result.err())
                .isEqualToIgnoringNewLines(
                        "signalbox: there is no service \"nobody\"; signalbox ps lists them [no_service]");
        assertThat(result.out()).isEmpty();
    }

    @Test
    void queue_showsWhatRunsAndWaits() {
        bench.driver("backend").hang();
        run("start", "backend");
        await().until(() -> bench.queue.snapshot("backend").active() != null);
        run("restart", "backend");

        var result = run("queue", "backend");

        assertThat(result.out().lines())
                .hasSize(3)
                .anyMatch(line ->
                        line.matches("#1 +backend +start +running .* HTTP API, boss.*".replace("HTTP API", "http api")))
                .anyMatch(line -> line.matches("#2 +backend +restart +waiting .* behind start #1"));
        assertThat(run("queue", "backend", "--json").out().lines()).hasSize(2);
    }

    @Test
    void queueAndPs_tellAKillFromAStop_andWhoElseAsked() {
        var deaf = new FakeDriver() {
            @Override
            public void kill(Operation operation) {
                // It has no process that could be killed.
            }
        };
        bench.add("deaf", deaf);
        run("start", "deaf", "--wait");
        deaf.hangDeaf();
        run("kill", "deaf");
        bench.driver("idle").hang();
        bench.queue.submit("idle", OperationKind.START, new Source(Road.SCHEDULE, "0 4 * * *"));
        await().until(() -> bench.queue.snapshot("deaf").active() != null
                && bench.queue.snapshot("idle").active() != null);
        run("start", "idle");

        assertThat(run("queue").out().lines())
                .hasSize(3)
                .anyMatch(line -> line.matches("#2 +deaf +kill +running +.* http api, boss +-"))
                .anyMatch(line -> line.matches("#3 +idle +start +running +.* schedule, .* and http api, boss +-"));
        assertThat(run("ps").out())
                .contains("#2 kill by http api, boss", "#3 start by schedule, 0 4 * * * and http api, boss");
        deaf.release();
        // A service is free before the journal knows.
        await().until(
                        () -> run("history", "deaf").out().lines().toList(),
                        lines -> lines.stream().anyMatch(line -> line.matches("#2 +deaf +kill +succeeded.*")));
    }

    @Test
    void history_isFiltered() {
        run("start", "backend", "--wait");
        run("stop", "backend", "--wait");
        run("start", "idle", "--wait");

        assertThat(run("history").out().lines()).hasSize(4);
        assertThat(run("history", "backend", "--kind", "stop").out().lines())
                .hasSize(2)
                .anyMatch(line -> line.matches("#2 +backend +stop +succeeded +.*"));
        assertThat(run("history", "--outcome", "failed").out().lines()).hasSize(1);
        assertThat(run("history", "--outcome", "exploded").code()).isEqualTo(ExitCode.USAGE);
        assertThat(run("history", "--outcome", "exploded").err()).endsWith(" [invalid]" + System.lineSeparator());
        assertThat(Node.read(run("history", "--json", "-n", "1").out()).size()).isEqualTo(1);
        assertThat(run("history", "--events").out()).contains("opened", "process ");
        assertThat(run("history", "--events", "--kind", "stop").code()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void history_ofAServiceThatThereNeverWas_isNotFound() {
        run("start", "backend", "--wait");

        var result = run("history", "backend", "bakcend");

        assertThat(result.code()).isEqualTo(ExitCode.NOT_FOUND);
        assertThat(result.err()).contains("there is no service \"bakcend\"; did you mean \"backend\"?");
        assertThat(run("history", "idle").code()).isEqualTo(ExitCode.SUCCEEDED);
        assertThat(run("history", "nosuch", "--events").code()).isEqualTo(ExitCode.NOT_FOUND);
    }

    @Test
    void wrongValueOfAnOption_isWrongUsage() {
        assertThat(run("history", "-n", "0").code()).isEqualTo(ExitCode.USAGE);
        assertThat(run("events", "--type", "bad").code()).isEqualTo(ExitCode.USAGE);
        assertThat(run("start", "backend", "--why", "x".repeat(300)).code()).isEqualTo(ExitCode.USAGE);
    }

    // --- operating ---

    @Test
    void start_waiting_tellsHowItGoesOnAndSucceeds() {
        var result = run("start", "backend", "--wait");

        assertThat(result.code()).isEqualTo(ExitCode.SUCCEEDED);
        assertThat(result.out().lines().toList().getLast())
                .matches("backend: #1 start by http api, boss: succeeded after \\d+ ms");
    }

    @Test
    void start_withoutWaiting_tellsItsPlace() {
        bench.queue.hold("backend");

        var result = run("start", "backend");

        assertThat(result.code()).isEqualTo(ExitCode.SUCCEEDED);
        assertThat(result.out()).startsWith("backend: #1 start by http api, boss: waiting, queue held");
    }

    // --- what needs what ---

    @Test
    void start_ofOneThatNeedsOthers_saysWhatStartsToo_andWhatAPersonHasStopped() {
        bench.add("db", new FakeDriver());
        bench.add("web", new FakeDriver(), "db", "backend");
        run("stop", "db", "--wait");

        var result = run("start", "web", "--wait");

        assertThat(result.code()).isEqualTo(ExitCode.SUCCEEDED);
        assertThat(result.err().lines())
                .contains("web: needs db, which HTTP API, boss has stopped; signalbox start --with-dependencies web"
                        + " takes it along")
                .anyMatch(line -> line.matches(
                        "web: needs backend, which (is started too, as it is needed|runs.*|is" + " about to start)"))
                .hasSize(2);
        assertThat(bench.supervisor("db").status().pid()).isNegative();
    }

    @Test
    void start_withDependencies_takesAlongWhatAPersonHasStopped() {
        bench.add("db", new FakeDriver());
        bench.add("web", new FakeDriver(), "db");
        run("stop", "db", "--wait");

        var result = run("start", "web", "--with-dependencies", "--wait");

        assertThat(result.code()).isEqualTo(ExitCode.SUCCEEDED);
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).containsPattern("db: #\\d+ start .* succeeded").containsPattern("web: #\\d+ start");
        assertThat(bench.supervisor("db").status().pid()).isNotNegative();
    }

    @Test
    void stop_ofOneThatIsNeeded_saysByWhom_andStopsItAlone() {
        run("start", "backend", "frontend", "--wait");

        var result = run("stop", "backend", "--wait");

        assertThat(result.code()).isEqualTo(ExitCode.SUCCEEDED);
        assertThat(result.err())
                .isEqualToIgnoringNewLines("backend: needed by frontend, which runs on; signalbox stop"
                        + " --with-dependents backend stops them first");
        assertThat(bench.supervisor("frontend").status().pid()).isNotNegative();
    }

    @Test
    void commandsThatAreTold_areOnesThatAShellTakes() {
        bench.add("my db", new FakeDriver());
        bench.add("my web", new FakeDriver(), "my db");
        run("stop", "my db", "--wait");
        assertThat(run("start", "my web", "--wait").err())
                .endsWith("signalbox start --with-dependencies 'my web' takes it along" + System.lineSeparator());
        run("start", "my db", "my web", "--wait");

        assertThat(run("restart", "my db", "--wait").err())
                .contains("signalbox restart --with-dependents 'my db' restarts them too");
        assertThat(run("stop", "my db", "--wait").err())
                .contains("signalbox stop --with-dependents 'my db' stops them first");
    }

    @Test
    void stop_withDependents_stopsThemFirst_alsoNow() {
        run("start", "backend", "frontend", "--wait");
        assertThat(run("stop", "backend", "--with-dependents", "--plan").out().lines())
                .containsExactly("1. stop frontend", "2. stop backend");
        assertThat(run("stop", "backend", "--plan").out().lines()).containsExactly("1. stop backend");

        var result = run("stop", "backend", "--now", "--with-dependents", "--wait");

        assertThat(result.code()).isEqualTo(ExitCode.SUCCEEDED);
        assertThat(result.err()).isEmpty();
        assertThat(bench.supervisor("frontend").status().pid()).isNegative();
        assertThat(bench.supervisor("backend").status().pid()).isNegative();
    }

    @Test
    void restart_ofOneThatIsNeeded_saysByWhom_andTakesThemAlongIfAsked() {
        run("start", "backend", "frontend", "--wait");

        assertThat(run("restart", "backend", "--wait").err())
                .isEqualToIgnoringNewLines("backend: needed by frontend, which runs on; signalbox restart"
                        + " --with-dependents backend restarts them too");
        assertThat(run("restart", "backend", "--with-dependents", "--plan")
                        .out()
                        .lines())
                .containsExactly("1. stop frontend", "2. stop backend", "3. start backend", "4. start frontend");
    }

    @Test
    void start_ofOneThatWasMistyped_asksWhetherAnotherWasMeant_andNamesNoPathOfHttp() {
        for (var command : List.of("start", "stop", "restart", "kill", "adopt", "ps", "queue")) {
            var result = run(command, "bakcend");

            assertThat(result.code()).isEqualTo(ExitCode.NOT_FOUND);
            assertThat(result.err())
                    .as(command)
                    .isEqualToIgnoringNewLines("signalbox: there is no service \"bakcend\"; did you mean \"backend\"?"
                            + " signalbox ps lists them [no_service]");
        }
    }

    @Test
    void exitCodes_areTrue() {
        run("start", "backend", "--wait");
        bench.driver("backend").failNextStop("it is stuck");
        var failed = run("stop", "backend", "--wait");
        assertThat(failed.code()).isEqualTo(ExitCode.FAILED);
        assertThat(failed.out()).contains("it is stuck");

        bench.add(
                "slow",
                new FakeDriver(),
                new QueueSettings(Policy.KEEP, Duration.ofMillis(50), Duration.ofSeconds(10)));
        bench.driver("slow").hang();
        assertThat(run("start", "slow", "--wait").code()).isEqualTo(ExitCode.TIMED_OUT);

        bench.queue.hold("idle");
        var notEnded = run("start", "idle", "--wait", "--timeout", "50ms");
        assertThat(notEnded.code()).isEqualTo(ExitCode.TIMED_OUT);
        assertThat(notEnded.err()).contains("it goes on");

        var waiting = CompletableFuture.supplyAsync(() -> run("restart", "idle", "--wait"));
        await().until(() -> bench.queue.snapshot("idle").waiting().size() == 2);
        var last = bench.queue.snapshot("idle").waiting().getLast().operation().id();
        assertThat(run("cancel", "#" + last).out()).isEqualTo("#" + last + ": cancelled" + System.lineSeparator());
        assertThat(waiting.join().code()).isEqualTo(ExitCode.CANCELLED);

        assertThat(run("start", "nobody").code()).isEqualTo(ExitCode.NOT_FOUND);
        assertThat(run("start").code()).isEqualTo(ExitCode.USAGE);
        assertThat(run("start", "idle", "--timeout", "soon").code()).isEqualTo(ExitCode.USAGE);
        assertThat(run("cancel", "99").code()).isEqualTo(ExitCode.NOT_FOUND);
        assertThat(runPlainly("ps", "--url", "http://127.0.0.1:1").code()).isEqualTo(ExitCode.NO_ENGINE);
        assertThat(runPlainly("ps", "--url", "ftp://127.0.0.1:1").code()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void exitCode_ofSeveral_isTheWorst() {
        assertThat(ExitCode.worse(ExitCode.SUCCEEDED, ExitCode.SUCCEEDED)).isEqualTo(ExitCode.SUCCEEDED);
        assertThat(ExitCode.worse(ExitCode.CANCELLED, ExitCode.SUCCEEDED)).isEqualTo(ExitCode.CANCELLED);
        assertThat(ExitCode.worse(ExitCode.SUCCEEDED, ExitCode.TIMED_OUT)).isEqualTo(ExitCode.TIMED_OUT);
        assertThat(ExitCode.worse(ExitCode.TIMED_OUT, ExitCode.FAILED)).isEqualTo(ExitCode.FAILED);
        assertThat(ExitCode.worse(ExitCode.FAILED, ExitCode.CANCELLED)).isEqualTo(ExitCode.FAILED);
    }

    @Test
    void coalescedOne_endsWithTheCodeOfItsSurvivor() {
        bench.add(
                "merging",
                new FakeDriver(),
                new QueueSettings(Policy.COALESCE, Duration.ofSeconds(30), Duration.ofSeconds(10)));
        bench.queue.hold("merging");
        run("restart", "merging");
        var second = CompletableFuture.supplyAsync(() -> run("restart", "merging", "--wait"));
        await().until(() -> bench.queue.snapshot("merging").last() != null);
        bench.queue.resume("merging");

        assertThat(second.join().code()).isEqualTo(ExitCode.SUCCEEDED);
        assertThat(second.join().out()).contains("succeeded (coalesced)");
    }

    @Test
    void several_arePlannedInTheirOrder() {
        var preview = run("start", "frontend", "idle", "--plan");
        assertThat(preview.out().lines()).containsExactly("1. start backend, start idle", "2. start frontend");
        assertThat(bench.queue.snapshot("backend").last()).isNull();

        var started = run("start", "--all", "--wait");
        assertThat(started.code()).isEqualTo(ExitCode.SUCCEEDED);
        assertThat(run("ps").out().lines().filter(line -> line.contains("running")))
                .hasSize(3);

        var again = run("start", "backend", "idle");
        assertThat(again.out()).isEqualTo("nothing to do" + System.lineSeparator());
        assertThat(again.err()).contains("backend: skipped, already running");
        assertThat(run("start", "--group", "nowhere").code()).isEqualTo(ExitCode.NOT_FOUND);
    }

    @Test
    void stopNow_comesBeforeWhatWaits() {
        bench.driver("backend").hang();
        run("start", "backend");
        await().until(() -> bench.queue.snapshot("backend").active() != null);

        assertThat(run("stop", "backend", "--now", "--wait").code()).isEqualTo(ExitCode.SUCCEEDED);
        assertThat(run("history", "--outcome", "cancelled").out()).contains("#1");
    }

    @Test
    void stop_thatWaits_saysForHowLongAndWhatDoesNot() {
        bench.driver("backend").hang();
        run("start", "backend");
        await().until(() -> bench.queue.snapshot("backend").active() != null);
        bench.queue.hold("idle");

        assertThat(run("stop", "backend").out())
                .matches("backend: #2 stop by http api, boss: waiting, behind start #1, \\d+ s at most;"
                        + " signalbox stop --now backend does not wait\\R");
        assertThat(run("stop", "idle").out())
                .isEqualTo("idle: #3 stop by http api, boss: waiting, queue held;"
                        + " signalbox stop --now idle does not wait" + System.lineSeparator());
        assertThat(run("stop", "idle", "--wait", "--timeout", "0").out())
                .isEqualTo("idle: #4 stop by http api, boss: waiting, behind stop #3;"
                        + " signalbox stop --now idle does not wait" + System.lineSeparator());
        assertThat(run("start", "idle").out()).doesNotContain("--now");
    }

    @Test
    void stopNow_ofSeveral_comesBeforeWhatWaitsAndIsHeldForEachOfThem() {
        run("start", "--all", "--wait");
        bench.queue.holdAll();
        run("restart", "backend");
        run("restart", "idle");

        var result = run("stop", "--now", "backend", "idle", "--wait");

        assertThat(result.code()).isEqualTo(ExitCode.SUCCEEDED);
        // What needs one of them is stopped before it.
        for (var service : List.of("backend", "frontend", "idle")) {
            assertThat(bench.driver(service).instances()).as(service).isZero();
        }
        assertThat(run("history", "--kind", "restart", "--outcome", "cancelled")
                        .out()
                        .lines())
                .hasSize(3);
    }

    @Test
    void stopNow_ofAllOrAGroup_waitsForNoHold() {
        bench.addTo("Web", "proxy");
        bench.addTo("Web", "cache");
        run("start", "--all", "--wait");
        bench.queue.holdAll();

        assertThat(run("stop", "--now", "--group", "Web", "--wait").code()).isEqualTo(ExitCode.SUCCEEDED);
        assertThat(bench.driver("proxy").instances()).isZero();
        assertThat(bench.driver("cache").instances()).isZero();
        assertThat(bench.driver("idle").instances()).isEqualTo(1);

        assertThat(run("stop", "--now", "--all", "--wait").code()).isEqualTo(ExitCode.SUCCEEDED);
        assertThat(run("ps").out().lines().filter(line -> line.contains("running")))
                .isEmpty();
        assertThat(run("stop", "--now", "--all").out()).isEqualTo("nothing to do" + System.lineSeparator());
    }

    @Test
    void stopNow_ofOneThatThereIsNot_stopsNone() {
        run("start", "idle", "--wait");

        assertThat(run("stop", "--now", "idle", "nobody").code()).isEqualTo(ExitCode.NOT_FOUND);
        assertThat(run("stop", "--now", "--all", "nobody").err()).contains("there is no service \"nobody\"");
        assertThat(bench.driver("idle").instances()).isEqualTo(1);
    }

    @Test
    void stopNow_shownAsAPlan_isWhatItWouldDo() {
        run("start", "--all", "--wait");

        assertThat(run("stop", "--now", "--plan", "backend", "idle").out().lines())
                .containsExactly("1. stop idle, stop frontend", "2. stop backend");
        assertThat(run("stop", "--now", "--plan", "--all").out().lines())
                .containsExactly("1. stop idle, stop frontend", "2. stop backend");
        // One alone leaves those alone that need it.
        assertThat(run("stop", "--now", "--plan", "backend").out().lines()).containsExactly("1. stop backend");
        assertThat(run("stop", "--now", "backend", "--wait").code()).isEqualTo(ExitCode.SUCCEEDED);
        assertThat(bench.driver("frontend").instances()).isEqualTo(1);
    }

    @Test
    void stop_waiting_tellsWhatItDidLast_alsoIfItEndedAtOnce() {
        run("start", "backend", "--wait");

        var lines = run("stop", "backend", "--wait").out().lines().toList();

        assertThat(lines.get(lines.size() - 2)).isEqualTo("backend: #2 stop by http api, boss: exited");
        assertThat(lines.getLast()).startsWith("backend: #2 stop by http api, boss: succeeded after ");
    }

    @Test
    void kill_ofSeveral_killsEach() {
        bench.driver("backend").hangDeaf();
        run("start", "backend");
        await().until(() -> bench.queue.snapshot("backend").active() != null);
        run("start", "idle", "--wait");
        bench.queue.holdAll();

        var result = run("kill", "backend", "idle", "idle", "--wait");

        assertThat(result.code()).isEqualTo(ExitCode.SUCCEEDED);
        assertThat(result.out().lines())
                .anyMatch(line -> line.matches("backend: #3 kill by http api, boss: succeeded after .*"))
                .anyMatch(line -> line.matches("idle: #4 kill by http api, boss: succeeded after .*"));
        assertThat(bench.driver("backend").kills()).isEqualTo(1);
        assertThat(bench.driver("idle").kills()).isEqualTo(1);
    }

    @Test
    void kill_oneIsNotThere_theOthersAreKilledAllTheSame() {
        run("start", "idle", "--wait");

        var result = run("kill", "nobody", "idle", "--wait");

        assertThat(result.code()).isEqualTo(ExitCode.NOT_FOUND);
        assertThat(result.err()).startsWith("signalbox: there is no service \"nobody\"");
        assertThat(bench.driver("idle").kills()).isEqualTo(1);
    }

    @Test
    void adopt_whatAnotherEngineHasStarted_eachByItself() {
        bench.driver("backend").runsElsewhere("2 processes of it run elsewhere", true);
        bench.driver("idle").runsElsewhere("1 process of it runs elsewhere", false);

        var result = run("adopt", "backend", "idle");

        assertThat(result.code()).isEqualTo(ExitCode.FAILED);
        assertThat(result.out().lines()).containsExactly("idle: taken over, unknown, taken over");
        assertThat(result.err())
                .isEqualTo("signalbox: backend is not taken over: 2 processes of it run elsewhere;"
                        + " it is for that engine to stop it [pointless]\n");
        assertThat(run("adopt", "nobody").code()).isEqualTo(ExitCode.NOT_FOUND);
        assertThat(run("adopt").code()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void kill_ofNone_isRefused() {
        assertThat(run("kill").code()).isEqualTo(ExitCode.USAGE);
        assertThat(run("kill", "nobody").code()).isEqualTo(ExitCode.NOT_FOUND);
        assertThat(run("kill", "--help").out()).contains("Send SIGKILL to all processes of services at once");
        assertThat(runPlainly("kill", "idle", "--url", "http://127.0.0.1:1").code())
                .isEqualTo(ExitCode.NO_ENGINE);
    }

    @Test
    void holdAndResume_sayHowManyWait() {
        assertThat(run("hold", "idle").out())
                .isEqualTo("idle: held by HTTP API, boss, 0 waiting" + System.lineSeparator());
        run("start", "idle");
        assertThat(run("resume", "idle").out()).startsWith("idle: not held");
        await().until(() -> bench.driver("idle").instances() == 1);
    }

    @Test
    void hold_saysWhyAndUntilWhen_alsoInPs() {
        assertThat(run("hold", "idle", "--why", "disk swap", "--for", "2d").out())
                .matches("idle: held by HTTP API, boss: disk swap, until \\d{4}-\\S+ \\S+, 0 waiting\\R");
        assertThat(run("ps", "idle").out())
                .containsPattern("0 held +- +held by HTTP API, boss: disk swap, until \\d{4}");
        assertThat(run("hold", "idle", "--until", "04:30", "--why", "x").out()).contains(" 04:30:");
    }

    @Test
    void holdAll_holdsAndResumesEveryQueue() {
        assertThat(run("hold", "--all", "--why", "night").out().lines())
                .hasSize(3)
                .allMatch(line -> line.endsWith(": held by HTTP API, boss: night, 0 waiting"));
        assertThat(run("resume", "idle").out()).startsWith("idle: still held by HTTP API, boss: night");
        assertThat(run("resume", "--all").out().lines()).hasSize(3).allMatch(line -> line.contains(": not held"));
    }

    @Test
    void hold_usedWrongly_saysWhatIsAllowed() {
        assertThat(run("hold").err()).contains("hold was used wrongly. Allowed: either services or --all");
        assertThat(run("hold", "--all", "idle").code()).isEqualTo(ExitCode.USAGE);
        assertThat(run("hold", "idle", "--until", "noon").err()).contains("14:00", "not noon");
        assertThat(run("hold", "idle", "--for", "soon").err()).contains("for is \"soon\". Allowed: a time such as");
        assertThat(run("hold", "idle", "--until", "2001-01-01T00:00:00Z").err()).contains("which is past");
        assertThat(run("hold", "idle", "--why", "x".repeat(201)).err())
                .contains("201 characters. Allowed: at most 200");
        assertThat(run("hold", "idle", "--for", "1h", "--until", "04:30").err()).contains("one of them");
        assertThat(bench.queue.snapshot("idle").held()).isFalse();
    }

    // --- why ---

    @Test
    void why_isSaidToTheEngine_andListed() {
        bench.driver("backend").hang();
        run("start", "backend", "--why", "a new release");
        run("stop", "idle", "frontend", "--why", "fewer services");
        run("restart", "backend", "--why", "the certificate");

        assertThat(run("queue").out())
                .containsPattern("#\\d+ +backend +start +running .* a new release\\R")
                .containsPattern("#\\d+ +backend +restart +waiting .* the certificate +behind start #1");
        assertThat(run("history", "backend").out()).containsPattern("OPERATION .* BY +WHY +CAUSE\\R");
        assertThat(run("history", "--text", "RELEASE").out().lines())
                .hasSize(2)
                .last()
                .asString()
                .matches("#1 .* http api, boss +a new release");
        assertThat(Node.read(run("history", "--json", "--text", "certificate").out())
                        .get(0)
                        .path("why")
                        .text())
                .isEqualTo("the certificate");
        bench.driver("backend").release();
    }

    @Test
    void why_ofEachOperationOfAPlan_andOfAKill() {
        run("start", "backend", "idle", "--wait", "--why", "a new release");
        run("kill", "idle", "--wait", "--why", "it hangs");

        assertThat(run("history", "--text", "a new release").out().lines()).hasSize(3);
        assertThat(run("history", "--text", "it hangs").out()).containsPattern("idle +kill +succeeded");
    }

    @Test
    void why_thatIsTooLong_isRefused_andNothingIsQueued() {
        var refused = run("start", "idle", "--why", "x".repeat(201));

        assertThat(refused.code()).isEqualTo(ExitCode.USAGE);
        assertThat(refused.err()).contains("why has 201 characters. Allowed: at most 200");
        assertThat(run("start", "idle", "--why", "one\ntwo").err()).contains("why has characters that cannot be seen");
        assertThat(bench.queue.snapshot("idle").last()).isNull();
    }

    @Test
    void why_ofWhatIsRecovered_goesWithSubmitOnly() {
        cutOff(asked(91, "idle", OperationKind.START));

        assertThat(run("recover", "--why", "crash").code()).isEqualTo(ExitCode.USAGE);
        run("recover", "--submit", "--wait", "--why", "crash");

        assertThat(run("history", "--text", "crash").out()).containsPattern("idle +start +succeeded");
    }

    // --- after a crash ---

    private void cutOff(Operation... waited) {
        bench.interruption = new Interruption(
                CRASH,
                Arrays.stream(waited).map(InterruptedOperations::waited).toList(),
                List.of(InterruptedOperations.ran(asked(90, "backend", OperationKind.STOP))));
    }

    private static Operation asked(long id, String service, OperationKind kind) {
        return new Operation(id, service, kind, Source.OPERATOR, Map.of(), 0, CRASH);
    }

    @Test
    void recover_listsWhatWasCutOff_withWhatComesOfIt() {
        cutOff(asked(91, "idle", OperationKind.START));

        var lines = run("recover").out().lines().toList();

        assertThat(lines).hasSize(4);
        assertThat(lines.get(0)).matches("cut off when the engine before ended at 2026-01-01 .* without closing:");
        assertThat(lines.get(1)).matches("OPERATION +SERVICE +KIND +BY +OUTCOME +OFFERED +WHAT COMES OF IT");
        assertThat(lines.get(2)).matches("#90 +backend +stop +operator +failed +- +nothing: it does not run");
        assertThat(lines.get(3)).matches("#91 +idle +start +operator +cancelled +yes +nobody wants it to run");
        assertThat(Node.read(run("recover", "--json").out()).path("operations").size())
                .isEqualTo(2);
        assertThat(bench.queue.snapshot("idle").last()).isNull();
    }

    @Test
    void recoverSubmit_submitsWhatIsOffered_andWaits() {
        cutOff(asked(91, "idle", OperationKind.START));

        var result = run("recover", "--submit", "--wait");

        assertThat(result.code()).isEqualTo(ExitCode.SUCCEEDED);
        assertThat(result.out().lines())
                .last()
                .asString()
                .matches("idle: #1 start by http api, boss: succeeded after .*");
        assertThat(bench.driver("idle").instances()).isEqualTo(1);
        assertThat(run("recover").out()).containsPattern("#91 .* - +nothing: it runs|#91 .* - +was started again");
        assertThat(run("recover", "--submit").out()).isEqualTo("nothing to do" + System.lineSeparator());
    }

    @Test
    void recoverSubmit_ofThoseThatAreNamed_submitsThemAndNoOthers() {
        cutOff(asked(91, "idle", OperationKind.START), asked(92, "frontend", OperationKind.START));

        var result = run("recover", "--submit", "#90", "92", "--json");

        assertThat(result.out().lines().map(line -> Words.operation(Node.read(line))))
                .containsExactly("#1 stop by http api, boss", "#2 start by http api, boss");
        await().until(() -> bench.driver("frontend").instances() == 1);
        assertThat(bench.driver("idle").instances()).isZero();
    }

    @Test
    void recoverSubmit_ofARefusal_failsAndSaysWhy() {
        cutOff(asked(91, "idle", OperationKind.START));
        bench.queue.drain();

        var refused = run("recover", "--submit");

        assertThat(refused.code()).isEqualTo(ExitCode.FAILED);
        assertThat(refused.err()).contains("closing");
    }

    @Test
    void recover_nothingWasCutOff_saysSo() {
        assertThat(run("recover").out()).isEqualTo("nothing to recover" + System.lineSeparator());
        bench.interruption = new Interruption(CRASH, List.of(), List.of());
        assertThat(run("recover").out()).startsWith("nothing was cut off when the engine before ended at 2026-01-01");
        cutOff();
        assertThat(run("recover", "--dismiss").out()).isEqualTo("nothing to recover" + System.lineSeparator());
        assertThat(run("recover").code()).isEqualTo(ExitCode.SUCCEEDED);
    }

    @Test
    void recover_usedWrongly_saysWhatIsAllowed() {
        cutOff(asked(91, "idle", OperationKind.START));
        assertThat(run("recover", "91").err()).contains("Allowed: operations with --submit only");
        assertThat(run("recover", "--submit", "--dismiss").code()).isEqualTo(ExitCode.USAGE);
        assertThat(run("recover", "--submit", "idle").err()).contains("numbers of operations, not idle");
        assertThat(run("recover", "--submit", "7").code()).isEqualTo(ExitCode.NOT_FOUND);
        assertThat(runPlainly("recover", "--url", "http://127.0.0.1:1").code()).isEqualTo(ExitCode.NO_ENGINE);
        assertThat(bench.queue.snapshot("idle").last()).isNull();
    }

    // --- streams ---

    @Test
    void logs_printLines() throws Exception {
        var files = LogFiles.in(folder, "talker");
        bench.add("talker", new FakeDriver().logTo(files));
        Files.writeString(files.out(), "one\ntwo\nthree\n");

        assertThat(run("logs", "talker", "-n", "2").out().lines()).containsExactly("two", "three");
        assertThat(run("logs", "talker", "--json", "-n", "1").out()).contains("\"text\":\"three\"");
        Files.writeString(files.out(), "\u001b]0;title\u0007red\u001b[31m\n", StandardOpenOption.APPEND);
        assertThat(run("logs", "talker", "-n", "1").out().lines()).containsExactly("red");
        Files.writeString(files.err(), "use another port? [y/N] ");
        assertThat(run("logs", "talker").out().lines()).contains("use another port? [y/N] ");
        assertThat(run("logs", "nobody").code()).isEqualTo(ExitCode.NOT_FOUND);
    }

    private void talk() throws Exception {
        for (var id : List.of("talker", "api")) {
            var files = LogFiles.in(folder, id);
            bench.addTo("talkers", id).logTo(files);
        }
        var talker = LogFiles.in(folder, "talker");
        Files.writeString(talker.out(), "one\nERROR two refused\nthree\nfour\nfive refused\n");
        Files.writeString(talker.notes(), "1000 0 0\n2000 4 0\n5000 41 0\n");
        var api = LogFiles.in(folder, "api");
        Files.writeString(api.err(), "Refused again\n");
        Files.writeString(api.notes(), "1000 0 0\n3000 0 14\n");
    }

    @Test
    void logs_ofSeveral_areMergedByTime_withTheNameBeforeEachLine() throws Exception {
        talk();
        var all = List.of(
                "talker | one",
                "api    | Refused again",
                "talker | ERROR two refused",
                "talker | three",
                "talker | four",
                "talker | five refused");

        assertThat(run("logs", "talker", "api").out().lines()).containsExactlyElementsOf(all);
        assertThat(run("logs", "--group", "talkers").out().lines()).containsExactlyElementsOf(all);
        assertThat(run("logs", "talker", "api", "-n", "2").out().lines()).containsExactlyElementsOf(all.subList(4, 6));
        assertThat(run("logs", "talker", "nobody").code()).isEqualTo(ExitCode.NOT_FOUND);
        assertThat(run("logs", "--group", "none").code()).isEqualTo(ExitCode.NOT_FOUND);
    }

    @Test
    void logs_withGrep_printTheLinesAroundEachMatch_andFailWithoutOne() throws Exception {
        talk();

        var found = run("logs", "talker", "api", "--grep", "refused$", "-C", "1");

        assertThat(found.out().lines())
                .containsExactly(
                        "api    | Refused again",
                        "talker | ERROR two refused",
                        "talker | three",
                        "talker | four",
                        "talker | five refused");
        assertThat(run("logs", "talker", "--grep", "refused").out().lines())
                .containsExactly("ERROR two refused", "five refused");
        assertThat(run("logs", "talker", "api", "--grep", "one|five", "-C", "1")
                        .out()
                        .lines())
                .containsExactly(
                        "talker | one", "api    | Refused again", "--", "talker | four", "talker | five refused");
        assertThat(run("logs", "api", "--grep", "refused", "-i", "--stderr").code())
                .isEqualTo(ExitCode.SUCCEEDED);
        assertThat(run("logs", "api", "--grep", "refused").code()).isEqualTo(ExitCode.FAILED);
        assertThat(run("logs", "api", "--grep", "refused", "-i", "--stdout").code())
                .isEqualTo(ExitCode.FAILED);
        assertThat(run("logs", "talker", "--level", "E").out().lines()).containsExactly("ERROR two refused");
        assertThat(run("logs", "talker", "api", "--since", "1970-01-01T00:00:03Z", "--until", "1970-01-01T00:00:04Z")
                        .out()
                        .lines())
                .containsExactly("api    | Refused again");
    }

    @Test
    void logs_withWhatIsNoExpressionLevelOrTime_sayWhatIsAllowed() throws Exception {
        talk();

        assertThat(run("logs", "talker", "--grep", "a(b").err()).contains("Unclosed group at character 4");
        assertThat(run("logs", "talker", "--grep", "a(b").code()).isEqualTo(ExitCode.USAGE);
        assertThat(run("logs", "talker", "--level", "X").err()).contains("Allowed: --level with E, W, I or D");
        assertThat(run("logs", "talker", "--since", "soon").err()).contains("Allowed: --since with a time such as 10m");
    }

    @Test
    void logs_followedOfSeveral_goOnWithNewLinesThatAreLookedFor() throws Exception {
        talk();
        var out = new StringWriter();
        var logs = CompletableFuture.supplyAsync(() -> new CommandLine(new LogsCommand())
                .setOut(new PrintWriter(out))
                .execute(
                        "talker",
                        "api",
                        "--grep",
                        "needle|refused",
                        "-f",
                        "--url",
                        bench.address,
                        "--token-file",
                        token.toString()));
        await().until(() -> out.toString().contains("five refused"));

        Files.writeString(
                LogFiles.in(folder, "api").out(),
                "hay\nneedle\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);

        await().until(() -> out.toString().endsWith("api    | needle\n"));
        assertThat(out.toString().lines()).hasSize(3);
        bench.api.close();
        assertThat(logs.join()).isIn(ExitCode.SUCCEEDED, ExitCode.NO_ENGINE);
    }

    @Test
    void events_areToldUntilTheEngineEnds() {
        var events = CompletableFuture.supplyAsync(() -> run("events", "--service", "idle"));
        await().until(() -> bench.get("/metrics").text().contains("signalbox_event_readers 1\n"));
        run("start", "idle", "--wait");
        bench.api.close();

        var result = events.join();
        assertThat(result.code()).isEqualTo(ExitCode.NO_ENGINE);
        assertThat(result.err()).contains("the server is closing");
        assertThat(result.out().lines())
                .anyMatch(line -> line.matches(".*  ended  idle  #1 start by http api, boss: succeeded"))
                .anyMatch(line -> line.matches(".*  service  idle  running"));
    }

    // --- the engine itself ---

    @Test
    void reload_tellsWhatIsDifferent() {
        run("stop", "idle", "--wait");
        bench.test.define(TestDefinitions.argv("new", "x"));
        bench.test.define(
                bench.supervisor("idle").definition().but().autostart(true).build());

        var result = run("reload");
        assertThat(result.out().lines())
                .as(result.err())
                .containsExactly(
                        "added: new",
                        "changed: idle (autostart)",
                        "staying stopped, as an operator stopped them: idle");
    }

    @Test
    void restart_afterTheFileWasEdited_saysThatAReloadTakesIt() {
        run("start", "idle", "--wait");
        assertThat(run("restart", "idle").err()).isEmpty();
        bench.test.define(TestDefinitions.argv("idle", "y"));

        assertThat(run("restart", "idle").err())
                .isEqualTo("the workspace file has changed since it was read; signalbox reload takes it\n");
        run("reload", "--wait");
        assertThat(run("restart", "idle").err()).isEmpty();
    }

    @Test
    void restart_byWhoMayNotReload_saysNothingOfTheFile() throws Exception {
        bench.test.define(TestDefinitions.argv("idle", "y"));
        Files.writeString(token, bench.operator);

        assertThat(run("restart", "idle").err()).isEmpty();
    }

    @Test
    void waiting_onATerminal_isOneLineForEachOperation_whichChanges() throws Exception {
        bench.driver("backend").hang();
        var first = run("start", "backend", "--json");
        var id = Node.read(first.out()).path("id").number();
        await().until(() -> bench.queue.snapshot("backend").active() != null);
        var shown = new StringWriter();
        var engine = new Engine(new Endpoint.Network(URI.create(bench.address), bench.admin, null));
        var waiting = new Waiting(engine, new Terminal(new PrintWriter(shown, true)), false, true);
        var waited = CompletableFuture.supplyAsync(() -> {
            try {
                return waiting.await(List.of(id), Duration.ofSeconds(30));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        await().until(() -> shown.toString().contains("starting"));
        bench.driver("backend").release();
        waited.get();

        var lines = shown.toString().split("\u001b\\[1A", -1);
        assertThat(lines).hasSizeGreaterThan(1).allMatch(drawn -> drawn.lines().count() == 2);
        assertThat(lines[lines.length - 1]).contains("backend: #1 start by http api, boss: succeeded after ");
    }

    @Test
    void reloadWithWait_tellsHowTheRestartsOfItEnded_withACodeThatSaysSo() {
        run("start", "idle", "--wait");
        bench.test.define(TestDefinitions.argv("idle", "y"));

        var good = run("reload", "--wait");
        assertThat(good.code()).as(good.err()).isEqualTo(ExitCode.SUCCEEDED);
        assertThat(good.out()).contains("restarting: idle").containsPattern("idle: #\\d+ restart by reload: succeeded");

        bench.test.define(TestDefinitions.argv("idle", "z"));
        bench.driver("idle").failNextStart("no such program");
        var bad = run("reload", "--wait");
        assertThat(bad.code()).isEqualTo(ExitCode.FAILED);
        assertThat(bad.out())
                .containsPattern("idle: #\\d+ restart by reload: failed: no such program \\[failed\\] after");

        assertThat(run("reload", "--wait").out()).isEqualTo("nothing is different\n");
    }

    @Test
    void token_isMadeUsedAndRevoked() throws Exception {
        var made = run("token", "create", "nightly", "--role", "read");
        Files.writeString(token, made.out());
        assertThat(run("ps").code()).isEqualTo(ExitCode.SUCCEEDED);
        var refused = run("start", "idle");
        assertThat(refused.code()).isEqualTo(ExitCode.FAILED);
        assertThat(refused.err()).contains("the token nightly has the role read. Needed: operate");

        Files.writeString(token, bench.admin);
        assertThat(run("token", "list").out()).contains("nightly").doesNotContain("sbx_");
        assertThat(run("token", "revoke", "nightly").code()).isEqualTo(ExitCode.SUCCEEDED);
        Files.writeString(token, made.out());
        var gone = run("ps");
        assertThat(gone.code()).isEqualTo(ExitCode.FAILED);
        assertThat(gone.err()).contains("revoked");
    }

    @Test
    void ps_ofOneWhoseLogIsLost_saysSo() {
        bench.supervisor("idle").logProblem("idle.out.log was deleted or moved away");

        assertThat(run("ps", "idle").out())
                .containsPattern("idle +stopped .* log: idle.out.log was deleted or moved away");
        assertThat(Node.read(run("ps", "idle", "--json").out())
                        .get(0)
                        .path("log_problem")
                        .text())
                .isEqualTo("idle.out.log was deleted or moved away");
    }
}
