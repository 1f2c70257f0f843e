package dev.signalbox.workspace;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.QueueSettings;
import dev.signalbox.operation.QueueSettings.Policy;
import dev.signalbox.service.Port;
import dev.signalbox.service.Probe;
import dev.signalbox.service.Probe.Check;
import dev.signalbox.service.Schedule;
import dev.signalbox.service.ServiceDefinition;
import dev.signalbox.service.ServiceDefinition.Command;
import dev.signalbox.service.ServiceDefinition.Dependency;
import dev.signalbox.service.ServiceDefinition.Dependency.Condition;
import dev.signalbox.service.ServiceDefinition.EnvValue;
import dev.signalbox.service.ServiceDefinition.Hook;
import dev.signalbox.service.ServiceDefinition.Hooks;
import dev.signalbox.service.ServiceDefinition.LogSettings;
import dev.signalbox.service.ServiceDefinition.MainProcess;
import dev.signalbox.service.ServiceDefinition.ProcessSettings;
import dev.signalbox.service.ServiceDefinition.RestartPolicy;
import dev.signalbox.service.ServiceDefinition.Secrecy;
import dev.signalbox.service.ServiceDefinition.StopSettings;
import dev.signalbox.workspace.Workspace.JournalSettings;
import dev.signalbox.workspace.Workspace.OnExit;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkspaceFileTest {
    @TempDir
    private Path folder;

    private Workspace load(String text) throws IOException, InvalidWorkspaceException {
        var file = Files.writeString(folder.resolve("signalbox.yaml"), text);
        return WorkspaceFile.load(file, Map.of("DB_PASSWORD", "$hunter2", "HOME", "/home/me"));
    }

    private ServiceDefinition service(String fields) throws IOException, InvalidWorkspaceException {
        return load("name: w\nservices:\n  a:\n" + fields.indent(4)).services().getFirst();
    }

    /// As deployments have it that share a folder between releases.
    @Test
    void cwd_aboveALink_isWhatTheKernelMeans() throws Exception {
        Files.createDirectories(folder.resolve("releases/1"));
        Files.createDirectory(folder.resolve("releases/shared"));
        Files.createDirectory(folder.resolve("shared"));
        Files.createSymbolicLink(folder.resolve("current"), folder.resolve("releases/1"));

        var cwd = service("command: [x]\ncwd: current/../shared").cwd();
        assertThat(cwd.toRealPath()).isEqualTo(folder.resolve("releases/shared").toRealPath());
        assertThat(service("command: [x]\ncwd: ./releases/../shared").cwd()).isEqualTo(folder.resolve("shared"));
        assertThat(service("command: [x]\ncwd: current").cwd()).isEqualTo(folder.resolve("current"));
    }

    @Test
    void everyFieldOfAService_isRead() throws Exception {
        Files.createDirectory(folder.resolve("sub"));
        var workspace = load("""
                name: shop
                on_exit: stop
                log: { max_total: 500MB }
                journal: { max_age: 30d, max_size: 100MB }
                defaults: { timeout: 1m, queue: coalesce, autostart: true, confirm: [restart] }
                services:
                  node: { shell: "exec ${signalbox.java} $HOME ${HOME} $$", pid_file: node.pid }
                  job:
                    command: [migrate]
                    one_shot: true
                    schedule: { cron: "*/5 * * * *", zone: Europe/Berlin, missed: run_once, overlap: queue }
                    stop: { command: [say, stop], to: all }
                    pre_start: [check, 1]
                    post_stop: { command: [clean], timeout: 5s }
                    user: www-data
                    nice: -5
                    limits: { memory: 512MB, open_files: 1024 }
                    log: { max_age: 7d }
                  backend:
                    command: [java, -p, 8000, true, "$${x}"]
                    cwd: sub/../sub
                    port: 8000
                    ports: [8001]
                    autostart: false
                    confirm: [stop]
                    forking: { pid_file: run/x.pid }
                    env: { LEVEL: info, PORT: 8000, WHO: "me at ${env:HOME}", PASS: "$${x}" }
                    group: Core
                    depends_on: { node: { condition: started } }
                    ready: { http: "http://127.0.0.1:8000/health", status: 204, body: ^ok, every: 250ms, timeout: 20s }
                    alive: { tcp: 8000, every: 3s, timeout: 1s, failures: 2, initial_delay: 0s }
                    stop: { signal: SIGINT, timeout: 5s }
                    restart: { on: failure, backoff: 2s..30s, give_up_after: 3 in 5m, min_uptime: 10s, ok_codes: [143, 2, 2] }
                    log: { max_size: 64MiB, keep: 2 }
                    queue: keep
                    timeout: 40s
                    start_timeout: 50s
                """);

        assertThat(workspace.name()).isEqualTo("shop");
        assertThat(workspace.onExit()).isEqualTo(OnExit.STOP);
        assertThat(workspace.logTotal()).isEqualTo(500_000_000);
        assertThat(workspace.journal()).isEqualTo(new JournalSettings(Duration.ofDays(30), 100_000_000));
        assertThat(workspace.file()).isEqualTo(folder.resolve("signalbox.yaml"));
        assertThat(workspace.services()).extracting(ServiceDefinition::id).containsExactly("node", "job", "backend");

        var node = workspace.services().getFirst();
        assertThat(node.command()).isEqualTo(new Command.Shell("exec " + java() + " $HOME ${HOME} $$"));
        assertThat(node.autostart()).isTrue();
        assertThat(node.confirm()).containsExactly(OperationKind.RESTART);
        assertThat(node.queue())
                .isEqualTo(new QueueSettings(Policy.COALESCE, Duration.ofMinutes(1), QueueSettings.DEFAULT.grace()));

        assertThat(node.mainProcess()).isEqualTo(new MainProcess(false, folder.resolve("node.pid")));
        assertThat(workspace.services().getLast().mainProcess())
                .isEqualTo(new MainProcess(true, folder.resolve("sub/run/x.pid")));

        var job = workspace.services().get(1);
        assertThat(job.mainProcess()).isEqualTo(MainProcess.STAYS);
        assertThat(job.oneShot()).isTrue();
        assertThat(job.schedule())
                .isEqualTo(Schedule.parse(
                        "*/5 * * * *", ZoneId.of("Europe/Berlin"), Schedule.Missed.RUN_ONCE, Schedule.Overlap.QUEUE));
        assertThat(job.stop())
                .isEqualTo(new StopSettings(
                        "SIGTERM", Duration.ofSeconds(10), List.of("say", "stop"), StopSettings.To.ALL));
        assertThat(job.hooks())
                .isEqualTo(new Hooks(
                        new Hook(List.of("check", "1"), Duration.ofSeconds(10)),
                        new Hook(List.of("clean"), Duration.ofSeconds(5))));
        assertThat(job.process()).isEqualTo(new ProcessSettings("www-data", -5, 512_000_000, 1024));
        assertThat(job.log()).isEqualTo(new LogSettings(50_000_000, 5, Duration.ofDays(7)));

        var backend = workspace.services().getLast();
        assertThat(backend.command()).isEqualTo(new Command.Argv(List.of("java", "-p", "8000", "true", "${x}")));
        assertThat(backend.cwd()).isEqualTo(folder.resolve("sub"));
        assertThat(backend.ports()).containsExactly(Port.of(8000), Port.of(8001));
        assertThat(backend.autostart()).isFalse();
        assertThat(backend.confirm()).containsExactly(OperationKind.STOP);
        assertThat(backend.env())
                .isEqualTo(Map.of(
                        "LEVEL", new EnvValue("info", false),
                        "PORT", new EnvValue("8000", false),
                        "WHO", new EnvValue("me at /home/me", Secrecy.FROM_ENGINE),
                        "PASS", new EnvValue("${x}", true)));
        assertThat(backend.group()).isEqualTo("Core");
        assertThat(backend.dependsOn()).containsExactly(new Dependency("node", Condition.STARTED));
        var ready = requireNonNull(backend.ready());
        assertThat(ready.check()).isInstanceOfSatisfying(Check.Http.class, http -> {
            assertThat(http.uri()).isEqualTo(URI.create("http://127.0.0.1:8000/health"));
            assertThat(http.statuses()).hasToString("204");
            assertThat(requireNonNull(http.body()).pattern()).isEqualTo("^ok");
        });
        assertThat(ready.every()).isEqualTo(Duration.ofMillis(250));
        assertThat(ready.timeout()).isEqualTo(Duration.ofSeconds(20));
        assertThat(backend.alive())
                .isEqualTo(
                        new Probe(new Check.Tcp(8000), Duration.ofSeconds(3), Duration.ofSeconds(1), 2, Duration.ZERO));
        assertThat(backend.stop()).isEqualTo(new StopSettings("SIGINT", Duration.ofSeconds(5)));
        assertThat(backend.restart())
                .isEqualTo(new RestartPolicy(
                        RestartPolicy.On.FAILURE,
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(30),
                        3,
                        Duration.ofMinutes(5),
                        Duration.ofSeconds(10),
                        List.of(2, 143)));
        assertThat(backend.log()).isEqualTo(new LogSettings(64L << 20, 2));
        assertThat(backend.queue().policy()).isEqualTo(Policy.KEEP);
        assertThat(backend.queue().startTimeout()).isEqualTo(Duration.ofSeconds(50));
        assertThat(backend.queue().stopTimeout()).isEqualTo(Duration.ofSeconds(40));
        assertThat(job.queue().startTimeout()).as("no default is for jobs").isNull();
        assertThat(job.queue().stopTimeout()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void timeoutsThatAreNotSaid_areTheSumsOfTheirParts() throws Exception {
        assertThat(service("command: [x]").queue()).isEqualTo(QueueSettings.DEFAULT);
        var slow = service("""
                command: [x]
                pre_start: { command: [y], timeout: 5s }
                ready: { tcp: 1, timeout: 40s }
                stop: { timeout: 1h }
                post_stop: [z]
                """).queue();
        assertThat(slow.startTimeout()).as("and 10 s until it has begun").isEqualTo(Duration.ofSeconds(55));
        assertThat(slow.stopTimeout()).isEqualTo(Duration.ofHours(1).plusSeconds(12));
        var settling = service("command: [x]\nsettle: 1m\nstop_timeout: 13s").queue();
        assertThat(settling.startTimeout()).isEqualTo(Duration.ofSeconds(70));
        assertThat(settling.stopTimeout()).isEqualTo(Duration.ofSeconds(13));
        var job = service("command: [x]\none_shot: true\ntimeout: 5m").queue();
        assertThat(job.startTimeout()).isEqualTo(Duration.ofMinutes(5));
        assertThat(job.stopTimeout()).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void whatIsLeftOut_hasItsDefault() throws Exception {
        var service = service("command: [x]");

        assertThat(service)
                .isEqualTo(ServiceDefinition.builder("a", new Command.Argv(List.of("x")), folder)
                        .build());
    }

    @Test
    void json_isReadAsWell() throws Exception {
        var workspace = load("{\"name\": \"j\",\n\t\"services\": {\"a\": {\"command\": [\"x\", \"1\"]}}}");

        assertThat(workspace.services())
                .extracting(each -> each.command().text())
                .containsExactly("x 1");
    }

    @Test
    void name_isThatOfTheFolder_whenLeftOut() throws Exception {
        var shop = Files.createDirectory(folder.resolve("shop"));
        var file = Files.writeString(shop.resolve("any.yaml"), "\uFEFFservices: { a: { command: [x] } }");

        assertThat(WorkspaceFile.load(file, Map.of()).name()).isEqualTo("shop");
    }

    @Test
    void javaReference_isTheRunningJava() throws Exception {
        var service = service("command: [\"${signalbox.java}\", -version]\nenv: { JAVA: \"${signalbox.java}\" }");

        assertThat(service.command()).isEqualTo(new Command.Argv(List.of(java(), "-version")));
        assertThat(service.env()).containsEntry("JAVA", new EnvValue(java(), false));
    }

    @Test
    void secrets_areMarked_byNameByOriginAndByValue() throws Exception {
        var service = service("""
                command: [x]
                env:
                  API_TOKEN: abc
                  apiKey: abc
                  FROM_OUTSIDE: ${env:DB_PASSWORD}
                  DATABASE: postgres://me:secret@db/shop
                  PATIENCE: 5s
                """);

        assertThat(service.env()).containsEntry("FROM_OUTSIDE", new EnvValue("$hunter2", true));
        assertThat(service.env())
                .allSatisfy((name, value) -> assertThat(value.secret()).as(name).isEqualTo(!name.equals("PATIENCE")));
    }

    @Test
    void missingVariable_hasItsDefault() throws Exception {
        var service =
                service("command: [x]\nenv: { A: \"${env:NOT_SET:-a:b}\", B: \"${env:HOME:-x}\", C: \"${env:NO:-}\" }");

        assertThat(service.env())
                .isEqualTo(Map.of(
                        "A", new EnvValue("a:b", Secrecy.FROM_ENGINE),
                        "B", new EnvValue("/home/me", Secrecy.FROM_ENGINE),
                        "C", new EnvValue("", Secrecy.FROM_ENGINE)));
    }

    @Test
    void fingerprint_tellsWhetherAnyFileHasChanged() throws Exception {
        var variables = Files.writeString(folder.resolve("vars.env"), "A=1");
        var text = "name: w\nservices: { a: { command: [x], env_file: vars.env } }";
        var fingerprint = load(text).fingerprint();

        assertThat(fingerprint.now()).isEqualTo(fingerprint);
        Files.writeString(variables, "A=2");
        assertThat(fingerprint.now()).isNotEqualTo(fingerprint);
        Files.writeString(variables, "A=1");
        assertThat(fingerprint.now()).isEqualTo(fingerprint);
        Files.writeString(folder.resolve("signalbox.yaml"), text + " ");
        assertThat(fingerprint.now()).isNotEqualTo(fingerprint);
        Files.delete(variables);
        assertThat(fingerprint.now())
                .isNotEqualTo(fingerprint)
                .hasToString("fingerprint of [" + folder.resolve("signalbox.yaml") + ", " + variables + "]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"my shop", "Größe", ".config", "_x"})
    void folderAsPeopleCallThem_isAName(String name) throws Exception {
        var file = Files.writeString(
                Files.createDirectory(folder.resolve(name)).resolve("signalbox.yaml"),
                "services: { a: { command: [x] } }");

        assertThat(WorkspaceFile.load(file, Map.of()).name()).isEqualTo(name);
    }

    @Test
    void anchors_mayBeUsedAgain() throws Exception {
        var workspace = load("""
                name: w
                services:
                  a: { command: [x], stop: &slow { timeout: 20s } }
                  b: { command: [y], stop: *slow }
                """);

        assertThat(workspace.services())
                .extracting(each -> each.stop().timeout())
                .containsOnly(Duration.ofSeconds(20));
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
