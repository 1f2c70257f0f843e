package dev.signalbox.engine.local;

import static dev.signalbox.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.journal.HistoryFilter;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.Outcome;
import dev.signalbox.operation.Step;
import dev.signalbox.service.Reason;
import dev.signalbox.service.ServiceSnapshot;
import dev.signalbox.service.ServiceState;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What keeps one service of a whole engine over real processes from being started, and no other.
class TroubleTest extends EngineOverProcesses {
    private ServiceSnapshot service(String id) {
        var found = engine.find(id);
        assertThat(found).as(id).isNotNull();
        return found;
    }

    private void awaitState(String id, ServiceState state) {
        await().until(() -> service(id).status().state() == state);
    }

    private String told() throws IOException {
        var file = folder.resolve("told");
        return Files.exists(file) ? Files.readString(file) : "";
    }

    private static String failure(Outcome outcome) {
        return ((Outcome.Failed) outcome).cause();
    }

    @Test
    void folderThatIsMissing_keepsNoOtherServiceDown_andWaitsForItWithoutATry() throws Exception {
        open("good: { command: [sleep, 1000], autostart: true },"
                + " onstick: { command: [sleep, 1000], cwd: stick, autostart: true }");

        awaitState("good", ServiceState.RUNNING);
        await().until(() -> service("onstick").why().code() == Reason.Code.TROUBLE);
        var text = "its cwd " + folder.resolve("stick") + " does not exist";
        assertThat(service("onstick").why().text()).isEqualTo(text);
        assertThat(service("onstick").status().reason()).isEqualTo(text);
        assertThat(failure(run("onstick", OperationKind.START))).isEqualTo("cannot be started: " + text);
        assertThat(service("onstick").intent().verdict()).isNull();

        Files.createDirectory(folder.resolve("stick"));

        assertThat(run("onstick", OperationKind.START)).isInstanceOf(Outcome.Succeeded.class);
        assertThat(service("onstick").status().reason()).isEmpty();
    }

    @Test
    void unsetVariable_andMistakeInADotEnv_areTheirServicesOwn_andWhatIsMendedStartsWithoutAReload() throws Exception {
        var vars = Files.writeString(folder.resolve(".env"), "A=1\nA: 2\n");
        open(
                "good: { command: [sleep, 1000], autostart: true },"
                        + " unset: { command: [sleep, 1000], env: { A: \"${env:NOT_SET}\", B: \"${env:SET}\" } },"
                        + " wrong: { shell: 'echo $A > told; exec sleep 1000', env_file: .env }",
                Map.of("SET", "yes"));

        awaitState("good", ServiceState.RUNNING);
        assertThat(failure(run("unset", OperationKind.START)))
                .startsWith("cannot be started: not set: NOT_SET in the engine's environment (signalbox.yaml:");
        assertThat(failure(run("wrong", OperationKind.START)))
                .isEqualTo("cannot be started: its env_file has mistakes: " + vars
                        + ":2:1: a : behind the name, as in YAML. Allowed: NAME=value, or # and a comment");

        Files.writeString(vars, "A=3\n");

        assertThat(run("wrong", OperationKind.START)).isInstanceOf(Outcome.Succeeded.class);
        await().until(() -> told().equals("3\n"));
        assertThat(engine.reloads().propose().changes().isEmpty()).isTrue();
    }

    @Test
    void folderThatComesLater_letsAServiceThatIsWantedStartByItself() throws Exception {
        open("onstick: { command: [sleep, 1000], cwd: stick, autostart: true, restart: { on: failure } }");
        await().until(() -> service("onstick").why().code() == Reason.Code.TROUBLE);

        Files.createDirectory(folder.resolve("stick"));

        awaitState("onstick", ServiceState.RUNNING);
        assertThat(engine.history().find(HistoryFilter.of("onstick")).count())
                .as("tries")
                .isEqualTo(1);
    }

    @Test
    void folderThatComesLater_inAFileThatHasChanged_waitsForTheReload() throws Exception {
        open("onstick: { command: [sleep, 1000], cwd: stick }");
        write("onstick: { command: [sleep, 1001], cwd: stick }");
        Files.createDirectory(folder.resolve("stick"));

        assertThat(run("onstick", OperationKind.START)).isInstanceOf(Outcome.Failed.class);

        get(engine.reloads().apply(engine.reloads().propose()));
        awaitState("onstick", ServiceState.RUNNING); // it was asked for
    }

    @Test
    void reloadWithATrouble_takesInTheRest_andRestartsNothingThatCouldNotComeUp() throws Exception {
        var vars = Files.writeString(folder.resolve(".env"), "A=1\n");
        open("well: { command: [sleep, 1000], env_file: .env }, other: { command: [sleep, 1000] }");
        run("well", OperationKind.START);
        var pid = service("well").status().pid();
        Files.delete(vars);
        write("well: { command: [sleep, 1001], env_file: .env }, other: { command: [sleep, 1002] },"
                + " fresh: { command: [sleep, 1000], cwd: gone, autostart: true }");

        var proposal = engine.reloads().propose();
        assertThat(proposal.after().troubles()).hasSize(2);
        assertThat(proposal.restarts()).isEmpty();
        get(engine.reloads().apply(proposal));

        assertThat(service("other").definition().command().text()).isEqualTo("sleep 1002");
        assertThat(service("well").status().pid()).isEqualTo(pid);
        await().until(() -> service("fresh").why().code() == Reason.Code.TROUBLE);
    }

    @Test
    void restart_ofWhatCouldNotComeUpAgain_leavesItRunning() throws Exception {
        var vars = Files.writeString(folder.resolve(".env"), "A=1\n");
        open("well: { command: [sleep, 1000], env_file: .env }");
        run("well", OperationKind.START);
        var pid = service("well").status().pid();
        engine.close();
        Files.delete(vars);
        open("well: { command: [sleep, 1000], env_file: .env }");

        assertThat(failure(run("well", OperationKind.RESTART))).endsWith(vars + " does not exist");
        assertThat(service("well").status().pid()).isEqualTo(pid);
        assertThat(run("well", OperationKind.START)).isInstanceOf(Outcome.Succeeded.class);
        assertThat(run("well", OperationKind.STOP)).isInstanceOf(Outcome.Succeeded.class);
    }

    // --- variables of the workspace ---

    @Test
    void fileOfTheWorkspaceThatComesLater_letsWhatIsWantedStartByItself_andRestartsItWhenItChanges() throws Exception {
        var services = "a: { shell: 'echo $A > told; exec sleep 1000', autostart: true } }\nenv_file: { path: .env";
        open(services);
        await().until(() -> service("a").why().code() == Reason.Code.TROUBLE);
        assertThat(service("a").why().text())
                .isEqualTo("the workspace's env_file " + folder.resolve(".env") + " does not exist");

        Files.writeString(folder.resolve(".env"), "A=first\n");
        awaitState("a", ServiceState.RUNNING);
        await().until(() -> told().equals("first\n"));

        Files.writeString(folder.resolve(".env"), "A=second\n");
        var proposal = engine.reloads().propose();
        assertThat(proposal.restarts()).containsExactly("a");
        get(engine.reloads().apply(proposal));
        await().until(() -> told().equals("second\n"));
    }

    // --- what is in the file, and not in force ---

    private List<String> steps(String id) {
        var last = engine.queue().snapshot(id).last();
        assertThat(last).isNotNull();
        return last.steps().stream().map(Step::text).toList();
    }

    @Test
    void plainRestart_afterTheFileWasEdited_saysThatItRunsAsItWas() throws Exception {
        open("web: { command: [sleep, 1000] }");
        run("web", OperationKind.START);
        assertThat(steps("web")).noneMatch(step -> step.contains("reload"));
        write("web: { command: [sleep, 1001] }");

        run("web", OperationKind.RESTART);

        var news = "signalbox.yaml has changed since it was read; this is as it was, and signalbox reload takes it in";
        assertThat(steps("web")).contains(news);
        assertThat(service("web").definition().command().text()).isEqualTo("sleep 1000");
        run("web", OperationKind.STOP);
        assertThat(steps("web")).doesNotContain(news);
        run("web", OperationKind.START);
        assertThat(steps("web")).contains(news);

        get(engine.reloads().apply(engine.reloads().propose()));
        run("web", OperationKind.RESTART);
        assertThat(steps("web")).doesNotContain(news);
    }
}
