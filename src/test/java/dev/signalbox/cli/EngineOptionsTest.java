package dev.signalbox.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.api.ApiBench;
import dev.signalbox.api.ApiSettings;
import dev.signalbox.api.OwnCertificate;
import dev.signalbox.state.EngineLock;
import dev.signalbox.state.SocketPath;
import dev.signalbox.state.StateFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// Which engine a command asks.
final class EngineOptionsTest {
    // Short, as the path of a socket must be.
    @TempDir
    Path folder;

    private Map<String, String> environment;

    @BeforeEach
    void chooseState() {
        environment = Map.of("XDG_STATE_HOME", folder.toString());
    }

    private Engine find(String... words) {
        return CommandLine.populateCommand(new EngineOptions(), words).find(environment);
    }

    private Path workspace(String name) throws IOException {
        var file = Files.createFile(folder.resolve(name + ".yaml"));
        StateFolder.of(name, file, environment);
        return file;
    }

    private StateFolder state(Path file) throws IOException {
        return StateFolder.existing(file, environment).orElseThrow();
    }

    private static void assertCode(
            int code, String message, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(CommandException.class, e -> {
            assertThat(e.code()).isEqualTo(code);
            assertThat(e).hasMessageContaining(message);
        });
    }

    @Test
    void find_whereNoneRuns_saysHowToBeginOne() {
        assertCode(ExitCode.NO_ENGINE, "signalbox serve", this::find);
    }

    @Test
    void find_theOnlyOne_orThatOfTheWorkspace() throws Exception {
        var one = workspace("one");
        var two = workspace("two");
        // Left behind by an engine that was killed.
        Files.createFile(state(two).socket());
        try (var bench = new ApiBench(folder)) {
            bench.api.listen(state(one).socket());

            assertThat(find().get("/services").size()).isEqualTo(3);
            assertThat(find("--workspace", one.toString()).get("/services").size())
                    .isEqualTo(3);
            assertCode(ExitCode.NO_ENGINE, "no engine runs on", () -> find("--workspace", two.toString()));

            bench.api.listen(state(two).socket());
            assertCode(ExitCode.USAGE, "several engines run", this::find);
        }
    }

    @Test
    void find_engineWhoseWorkspaceWasDeleted_isFound() throws Exception {
        var one = workspace("one");
        try (var bench = new ApiBench(folder);
                var _ = EngineLock.take(state(one), one)) {
            bench.api.listen(state(one).socket());
            Files.delete(one);

            assertThat(find("-w", one.toString()).get("/services").size()).isEqualTo(3);
            assertCode(ExitCode.USAGE, "there is no workspace", () -> find("-w", one + "x"));
        }
    }

    @Test
    void find_engineWhoseSocketIsGone_saysThatItRuns() throws Exception {
        var one = workspace("one");
        var runs = "an engine runs on " + one + " (process "
                + ProcessHandle.current().pid() + "), but ";
        try (var _ = EngineLock.take(state(one), one)) {
            assertCode(
                    ExitCode.NO_ENGINE,
                    runs + "its socket " + state(one).socket()
                            + " is not there: it has just begun, or the socket was deleted",
                    () -> find("-w", one.toString()));

            environment = Map.of("XDG_STATE_HOME", folder.resolve("other").toString());
            assertCode(ExitCode.NO_ENGINE, runs + "not over a state folder", () -> find("-w", one.toString()));
        }
        assertCode(ExitCode.NO_ENGINE, "no engine runs on", () -> find("-w", one.toString()));
    }

    @Test
    void find_engineWhoseSocketIsTooDeepForTheKernel_isFound() throws Exception {
        environment = Map.of(
                "XDG_STATE_HOME",
                folder.resolve("x".repeat(100)).resolve("\u00fc".repeat(100)).toString());
        var one = workspace("one");
        var socket = state(one).socket();
        try (var reached = SocketPath.of(socket);
                var bench = new ApiBench(folder)) {
            bench.api.listen(reached.path());

            assertThat(socket).exists();
            assertThat(find("-w", one.toString()).get("/services").size()).isEqualTo(3);
            assertThat(find().get("/services").size()).isEqualTo(3);
        }
        assertThat(socket).doesNotExist();
    }

    @Test
    void find_whatContradictsItself_saysSo() throws IOException {
        var one = workspace("one").toString();
        var url = "http://127.0.0.1:1";
        assertCode(ExitCode.USAGE, "only one engine", () -> find("--url", url, "--workspace", one));
        assertCode(ExitCode.USAGE, "--token-file goes with --url", () -> find("--token-file", one));
        assertCode(ExitCode.USAGE, "--ca goes with --url", () -> find("--workspace", one, "--ca", one));
    }

    @Test
    void find_byTls_trustsTheGivenCertificatesOnly() throws Exception {
        var certificate = OwnCertificate.in(folder, "ip:127.0.0.1");
        var token = Files.createFile(folder.resolve("secret"));
        try (var bench = new ApiBench(folder)) {
            Files.writeString(token, bench.reader);
            var url = bench.api.listen(new ApiSettings("127.0.0.1", 0, certificate, Set.of()));
            var known = certificate.chain().toString();

            var trusting = find("--url", url, "--token-file", token.toString(), "--ca", known);
            assertThat(trusting.get("/services").size()).isEqualTo(3);
            var doubting = find("--url", url, "--token-file", token.toString());
            assertCode(ExitCode.NO_ENGINE, "certif", () -> doubting.get("/services"));
            assertCode(
                    ExitCode.USAGE,
                    "secret holds something else than certificates",
                    () -> find("--url", url, "--ca", token.toString()));
            assertCode(ExitCode.USAGE, "there is no file", () -> find("--url", url, "--ca", known + "x"));
        }
    }

    @Test
    void find_whatIsWronglyNamed_saysSo() throws IOException {
        assertCode(
                ExitCode.USAGE,
                "there is no workspace",
                () -> find("-w", folder.resolve("none").toString()));
        assertCode(
                ExitCode.USAGE, "cannot be read", () -> find("--url", "http://localhost:1", "--token-file", "/none"));
        var token = Files.writeString(folder.resolve("mine"), "sbx_secret").toString();
        assertCode(
                ExitCode.USAGE,
                "readable on the way",
                () -> find("--url", "http://192.0.2.1:7070", "--token-file", token));
        environment = Map.of("SIGNALBOX_URL", "not a url");
        assertCode(ExitCode.USAGE, "SIGNALBOX_URL is \"not a url\"", this::find);
    }

    @Test
    void find_byTheEnvironment_asksThere() throws Exception {
        try (var bench = new ApiBench(folder)) {
            environment = Map.of("SIGNALBOX_URL", bench.address, "SIGNALBOX_TOKEN", bench.reader);

            assertThat(find().get("/services").size()).isEqualTo(3);
        }
    }
}
