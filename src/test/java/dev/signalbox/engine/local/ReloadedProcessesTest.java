package dev.signalbox.engine.local;

import static dev.signalbox.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.code.Code;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.Outcome;
import dev.signalbox.operation.Source;
import dev.signalbox.operation.Submission;
import dev.signalbox.scenario.Lives;
import dev.signalbox.scenario.RecordingService;
import dev.signalbox.service.ServiceSnapshot;
import dev.signalbox.service.ServiceState;
import dev.signalbox.service.supervision.Supervisor;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/// Reloads of a whole engine over real processes.
class ReloadedProcessesTest extends EngineOverProcesses {
    private static final String KEPT = "kept: { command: [sleep, 1000] }";

    private Supervisor supervisor(String id) {
        return engine.supervisors().stream()
                .filter(each -> each.definition().id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private long pid(String id) {
        return supervisor(id).status().pid();
    }

    private List<String> ids() {
        return engine.supervisors().stream().map(each -> each.definition().id()).toList();
    }

    private static boolean lives(long pid) {
        return ProcessHandle.of(pid).isPresent();
    }

    @Test
    void reload_touchesOnlyWhatHasChanged() throws Exception {
        open(KEPT + ", changed: { command: [sleep, 1000] }, regrouped: { command: [sleep, 1000] },"
                + " gone: { command: [sleep, 1000] }");
        for (var id : ids()) {
            run(id, OperationKind.START);
        }
        var kept = pid("kept");
        var changed = pid("changed");
        var regrouped = pid("regrouped");
        var gone = pid("gone");

        write("fresh: { command: [sleep, 1000], autostart: true }, " + KEPT
                + ", changed: { command: [sleep, 1001] }, regrouped: { command: [sleep, 1000], group: G }");
        get(engine.reloads().apply(engine.reloads().propose()));

        await().until(() -> ids().equals(List.of("fresh", "kept", "changed", "regrouped")));
        await().until(() -> pid("fresh") > 0);
        assertThat(pid("kept")).isEqualTo(kept);
        assertThat(pid("regrouped")).isEqualTo(regrouped);
        assertThat(supervisor("regrouped").definition().group()).isEqualTo("G");
        assertThat(pid("changed")).isPositive().isNotEqualTo(changed);
        assertThat(ProcessHandle.of(pid("changed"))
                        .orElseThrow()
                        .info()
                        .arguments()
                        .orElseThrow())
                .containsExactly("1001");
        await().until(() -> !lives(gone) && !lives(changed));
        assertThat(engine.services()).hasSize(4);
    }

    @Test
    void serviceThatWasRemovedWhileNoConsoleRan_isShown_andCanBeStoppedOnly() throws Exception {
        open(KEPT + ", gone: { command: [sleep, 1000] }, over: { command: [sleep, 1000] }");
        run("gone", OperationKind.START);
        run("over", OperationKind.START);
        run("over", OperationKind.STOP);
        var pid = pid("gone");
        engine.close();

        open(KEPT);
        assertThat(ids()).containsExactly("kept", "gone");
        assertThat(engine.snapshots())
                .filteredOn(ServiceSnapshot::removed)
                .extracting(ServiceSnapshot::id)
                .containsExactly("gone");
        assertThat(supervisor("gone").status().state()).isEqualTo(ServiceState.RUNNING);
        assertThat(pid("gone")).isEqualTo(pid);
        assertThat(supervisor("gone").definition().group()).isEqualTo(Services.REMOVED_GROUP);
        assertThat(supervisor("gone").status().outdated()).as("nobody knows").isEmpty();
        assertThat(run("gone", OperationKind.START))
                .isEqualTo(new Outcome.Failed(
                        "gone is not in the workspace file any more: it can be stopped only", Code.NO_SERVICE));

        run("gone", OperationKind.STOP);
        await().until(() -> ids().equals(List.of("kept")));
        assertThat(lives(pid)).isFalse();
        engine.close();

        open(KEPT);
        assertThat(ids()).containsExactly("kept");
    }

    @Test // 52
    void serviceWhoseRestartIsHeldOrStopped_saysThatItRunsAnEarlierDefinition_untilItIsStopped() throws Exception {
        open(KEPT + ", a: { command: [sleep, 1000], env: { LEVEL: low } }");
        run("a", OperationKind.START);
        var pid = pid("a");
        get(engine.as(Source.OPERATOR).hold("a", "", null));
        var changed = KEPT + ", a: { command: [sleep, 1001], env: { LEVEL: high, MORE: x }, group: G }";
        write(changed);
        engine.reloads().apply(engine.reloads().propose());

        await().until(() -> supervisor("a").definition().group().equals("G"));
        var earlier = "runs an earlier definition (command, env.LEVEL, env.MORE)";
        assertThat(supervisor("a").status().reason()).isEqualTo(earlier);
        assertThat(supervisor("a").status().outdated()).containsExactly("command", "env.LEVEL", "env.MORE");
        assertThat(supervisor("kept").status().outdated()).isEmpty();

        // It is written down, so that the next engine says so too.
        engine.close();
        open(changed);
        assertThat(pid("a")).isEqualTo(pid);
        assertThat(supervisor("a").status().reason()).isEqualTo(earlier);

        engine.queue().submit("a", OperationKind.RESTART, new Source(Source.Road.RELOAD, ""));
        var stop =
                ((Submission.Accepted) get(engine.queue().submit("a", OperationKind.STOP, Source.OPERATOR))).ticket();
        assertThat(engine.queue().snapshot("a").waiting()).hasSize(1);
        assertThat(supervisor("a").status().reason()).isEqualTo(earlier);
        get(engine.as(Source.OPERATOR).resume("a"));
        get(stop.outcome());
        await().until(() -> supervisor("a").status().state() == ServiceState.STOPPED);
        assertThat(supervisor("a").status().reason()).isEmpty();
        run("a", OperationKind.START);
        assertThat(supervisor("a").status().outdated()).isEmpty();
        assertThat(supervisor("a").status().reason()).isEmpty();
        assertThat(ProcessHandle.of(pid("a")).orElseThrow().info().arguments().orElseThrow())
                .containsExactly("1001");
    }

    @Test // 54
    void portOfAServiceThatTheSameReloadStops_isWaitedFor() throws Exception {
        var port = RecordingService.freePort();
        open(KEPT + ", old: " + listening(port, "old", false));
        run("old", OperationKind.START);
        await().until(() -> !Lives.read(folder.resolve("old")).ready().isEmpty());

        write(KEPT + ", fresh: " + listening(port, "fresh", true));
        get(engine.reloads().apply(engine.reloads().propose()));

        await().until(() -> !Lives.read(folder.resolve("fresh")).ready().isEmpty());
        await().until(() -> ids().equals(List.of("kept", "fresh")));
        await().until(() -> engine.queue().snapshot("fresh").last() != null);
        Lives.read(folder.resolve("fresh")).assertOneAtATime();
        assertThat(engine.queue().snapshot("fresh").last().outcome()).isEqualTo(new Outcome.Succeeded());
        assertThat(engine.queue().snapshot("fresh").last().operation().id()).isEqualTo(3);
    }

    /// A service that takes a while to end.
    private String listening(int port, String life, boolean autostart) {
        return listening(port, life, autostart, 300);
    }

    private String listening(int port, String life, boolean autostart, long stopMillis) {
        var command = JsonMapper.shared()
                .writeValueAsString(RecordingService.command(port, folder.resolve(life), stopMillis));
        return "{ command: " + command + ", port: " + port + ", autostart: " + autostart + " }";
    }

    private void awaitReady(String life) {
        await().until(() -> !Lives.read(folder.resolve(life)).ready().isEmpty());
    }

    @Test
    void portsThatTwoServicesSwap_ofWhichOneStopsSlowly_areWaitedFor() throws Exception {
        var one = RecordingService.freePort();
        var two = RecordingService.freePort();
        open("left: " + listening(one, "left", true, 0) + ", right: " + listening(two, "right", true, 1_500));
        awaitReady("left");
        awaitReady("right");

        write("left: " + listening(two, "left2", true, 0) + ", right: " + listening(one, "right2", true, 0));
        get(engine.reloads().apply(engine.reloads().propose()));

        awaitReady("left2");
        awaitReady("right2");
        for (var id : ids()) {
            assertThat(supervisor(id).status().state()).as(id).isEqualTo(ServiceState.RUNNING);
            assertThat(engine.queue().snapshot(id).last().outcome()).as(id).isEqualTo(new Outcome.Succeeded());
        }
    }

    @Test
    void portOfARemovedService_thatMovesToOneThatRuns_isWaitedFor() throws Exception {
        var one = RecordingService.freePort();
        var two = RecordingService.freePort();
        open("heir: " + listening(one, "heir", true, 0) + ", old: " + listening(two, "old", true, 1_500));
        awaitReady("heir");
        awaitReady("old");

        write("heir: " + listening(two, "heir2", true, 0));
        get(engine.reloads().apply(engine.reloads().propose()));

        awaitReady("heir2");
        assertThat(engine.queue().snapshot("heir").last().outcome()).isEqualTo(new Outcome.Succeeded());
        assertThat(Lives.read(folder.resolve("heir2")).conflicts()).isEmpty();
    }

    @Test
    void changeOfTheFile_isToldToTheListener_untilItIsReloaded() throws Exception {
        open(KEPT);
        var told = new CopyOnWriteArrayList<Boolean>();
        engine.reloads().watch(told::add);

        write(KEPT + ", fresh: { command: [sleep, 1000] }");
        await().untilAsserted(() -> assertThat(told).containsExactly(true));

        get(engine.reloads().apply(engine.reloads().propose()));
        await().untilAsserted(() -> assertThat(told).containsExactly(true, false));
    }
}
