package dev.signalbox.serve;

import static dev.signalbox.Waiting.await;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.cli.HistoryCommand;
import dev.signalbox.cli.LogsCommand;
import dev.signalbox.cli.PsCommand;
import dev.signalbox.engine.EngineRequests;
import dev.signalbox.engine.remote.RemoteEngine;
import dev.signalbox.journal.HistoryFilter;
import dev.signalbox.log.LogLine;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.Outcome;
import dev.signalbox.operation.Source;
import dev.signalbox.operation.Submission;
import dev.signalbox.operation.Ticket;
import dev.signalbox.service.ServiceSnapshot;
import dev.signalbox.service.ServiceState;
import dev.signalbox.time.SystemTime;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// Services that are called as other tools call them, all the way: real processes, over HTTP, through a kill of the
/// engine.
final class WildIdsTest {
    private static final List<String> IDS = List.of(
            "web app",
            "api:1",
            "Worker/queue",
            "größe",
            "数据",
            "_proc",
            ".a..b",
            "100%",
            "a+b&c=d?#",
            "@x",
            "'q'",
            "plain");
    private static final int RESTARTS = 3;

    @TempDir
    Path folder;

    private Path shop;
    private @Nullable ServeProcess served;
    private @Nullable RemoteEngine engine;
    private final SystemTime time = new SystemTime();

    @BeforeEach
    void begin() throws Exception {
        shop = Files.createDirectory(folder.resolve("my shop, no: Größe"));
        var text = new StringBuilder("name: my shop/Größe\non_exit: leave\ndefaults: { settle: 0s }\nservices:\n");
        for (var id : IDS) {
            text.append("  \"")
                    .append(id)
                    .append("\": { command: [sh, -c, 'echo \"$0 speaks\"; exec sleep 1000', \"")
                    .append(id)
                    .append("\"] }\n");
        }
        Files.writeString(shop.resolve("signalbox.yaml"), text);
        open();
    }

    private void open() throws Exception {
        served = ServeProcess.begin(shop, Redirect.to(folder.resolve("log").toFile()), List.of(), List.of());
        engine = RemoteEngine.connect(URI.create(served.address()), served.token(), null, time);
    }

    @AfterEach
    void end() throws Exception {
        for (var id : IDS) {
            get(requests().stopNow(id));
        }
        await().until(() -> IDS.stream().noneMatch(id -> find(id).status().pid() > 0));
        requireNonNull(engine).close();
        requireNonNull(served).process().destroyForcibly().waitFor();
        time.close();
    }

    private EngineRequests requests() {
        return requireNonNull(engine).as(Source.OPERATOR);
    }

    private ServiceSnapshot find(String id) {
        return requireNonNull(requireNonNull(engine).find(id), id);
    }

    private static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    private Ticket submit(String id, OperationKind kind) throws Exception {
        var submission = get(requests().submit(id, kind, Map.of()));
        assertThat(submission).as(id).isInstanceOf(Submission.Accepted.class);
        return ((Submission.Accepted) submission).ticket();
    }

    private List<String> output(String id) throws Exception {
        try (var output = requireNonNull(engine).output(id, null, 100)) {
            var lines = new ArrayList<String>();
            await().until(() -> {
                output.poll().lines().stream().map(LogLine::text).forEach(lines::add);
                return lines.contains(id + " speaks");
            });
            return lines;
        }
    }

    private static String run(ServeProcess served, Path token, Object command, String word) {
        var out = new StringWriter();
        var code = new CommandLine(command)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(out))
                .execute(word, "--url", served.address(), "--token-file", token.toString());
        assertThat(code).as(out.toString()).isZero();
        return out.toString();
    }

    @Test
    void idsAsOtherToolsHaveThem_areStartedStoppedLoggedAndQueued_andAdoptedAfterAKill() throws Exception {
        var first = requireNonNull(served);
        var token = Files.writeString(folder.resolve("mine"), first.token());
        assertThat(requireNonNull(engine).workspace()).isEqualTo("my shop/Größe");
        assertThat(requireNonNull(engine).services()).containsExactlyElementsOf(IDS);

        // A storm for each, at once.
        var tickets = new ArrayList<Ticket>();
        for (var id : IDS) {
            for (var i = 0; i < RESTARTS; i++) {
                tickets.add(submit(id, OperationKind.RESTART));
            }
        }
        for (var ticket : tickets) {
            assertThat(get(ticket.outcome())).as(ticket.operation().service()).isEqualTo(new Outcome.Succeeded());
        }
        for (var id : IDS) {
            await().until(() -> find(id).status().state() == ServiceState.RUNNING);
            output(id);
            assertThat(requireNonNull(engine)
                            .history()
                            .find(HistoryFilter.of(id))
                            .count())
                    .as(id)
                    .isEqualTo(RESTARTS);
            assertThat(run(first, token, new PsCommand(), id)).contains(id);
            assertThat(run(first, token, new LogsCommand(), id)).contains(id + " speaks");
            assertThat(run(first, token, new HistoryCommand(), id).lines()).hasSize(1 + RESTARTS);
            get(requests().hold(id, "disk is swapped", null));
            await().until(() -> find(id).intent().hold() != null);
            get(requests().resume(id));
            await().until(() -> find(id).intent().hold() == null);
        }
        assertThat(files("run", ".json"))
                .contains("web%20app", "api%3A1", "Worker%2Fqueue", "_proc", "%2Ea..b", "100%25", "plain");
        var pids = IDS.stream().map(id -> find(id).status().pid()).toList();

        first.process().destroyForcibly().waitFor();
        requireNonNull(engine).close();
        open();

        for (var id : IDS) {
            await().until(() -> find(id).status().state() == ServiceState.RUNNING);
        }
        assertThat(IDS.stream().map(id -> find(id).status().pid())).isEqualTo(pids);
        for (var id : IDS) {
            assertThat(get(submit(id, OperationKind.STOP).outcome())).as(id).isEqualTo(new Outcome.Succeeded());
        }
        assertThat(pids).noneMatch(pid -> ProcessHandle.of(pid).isPresent());
    }

    /// The names of the files in a folder of the state, without this ending.
    private List<String> files(String kind, String ending) throws Exception {
        try (var folders = Files.newDirectoryStream(shop.resolve("signalbox"), "my%20shop%2FGr%C3%B6%C3%9Fe-*")) {
            try (var files = Files.list(folders.iterator().next().resolve(kind))) {
                return files.map(file -> file.getFileName().toString())
                        .filter(name -> name.endsWith(ending))
                        .map(name -> name.substring(0, name.length() - ending.length()))
                        .toList();
            }
        }
    }
}
