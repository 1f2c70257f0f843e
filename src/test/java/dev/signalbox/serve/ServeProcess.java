package dev.signalbox.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.Main;
import dev.signalbox.TestClassPath;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/// `signalbox serve` as a process of its own, that a test can signal and kill and ask over HTTP.
record ServeProcess(Process process, String address, String token) {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /// Begins an engine on the workspace file of `folder`, which keeps its state there too, and waits for its line.
    ///
    /// @param log where its standard error goes
    /// @param java options for the virtual machine
    /// @param more options for the command
    static ServeProcess begin(Path folder, Redirect log, List<String> java, List<String> more) throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")); // as it is to begin often, not to run long
        command.addAll(java);
        command.addAll(List.of(
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                TestClassPath.text(),
                Main.class.getName(),
                "serve",
                "--workspace",
                folder.resolve("signalbox.yaml").toString(),
                "--port",
                "0",
                "--token-file",
                folder.resolve("first-token").toString()));
        command.addAll(more);
        var builder = new ProcessBuilder(command);
        builder.environment().put("XDG_STATE_HOME", folder.toString());
        var process = builder.redirectError(log).start();
        var line = process.inputReader().readLine();
        assertThat(line).as(() -> text(log)).isNotNull();
        var told = JsonMapper.shared().readTree(line);
        assertThat(told.path("pid").asLong()).isEqualTo(process.pid());
        var token =
                Files.readString(Path.of(told.path("token_file").asString())).strip();
        return new ServeProcess(process, told.path("address").asString(), token);
    }

    private static String text(Redirect log) {
        try {
            return Files.readString(log.file().toPath());
        } catch (IOException e) {
            return "no log: " + e.getMessage();
        }
    }

    /// @param body JSON; empty for none
    HttpResponse<String> send(HttpClient client, String method, String path, String body)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(address + path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .timeout(PATIENCE);
        return client.send(request.build(), BodyHandlers.ofString());
    }
}
