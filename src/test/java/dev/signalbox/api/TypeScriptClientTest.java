package dev.signalbox.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.signalbox.service.FakeDriver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Others make clients of the API's description: linters find no flaw in it, and a client in TypeScript that is made
/// of it drives a storm. Skipped where there is no Node.js with npm, or no registry with what `src/test/typescript`
/// names. Leaves a folder in which the same can be done by hand, against any engine.
final class TypeScriptClientTest {
    private static final Path SOURCES = Path.of("src/test/typescript");
    private static final Path FOLDER = Path.of("target/typescript").toAbsolutePath();
    private static final List<String> SERVICES = List.of("backend", "frontend", "idle", "cache", "mailer");
    private static final long PATIENCE_MINUTES = 3;

    /// What npm says where it cannot reach the registry.
    private static final Pattern UNREACHED = Pattern.compile("\\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT"
            + "|ERR_SOCKET_TIMEOUT|ENETUNREACH|EHOSTUNREACH|ENOTCACHED|E403|E50[234])\\b");

    /// Of Node.js, with which all of it works.
    private static final Pattern VERSION = Pattern.compile("v(20\\.(19|[2-9]\\d)|2[2-9]|[3-9]\\d)\\..*");

    @TempDir
    Path state;

    private ApiBench bench;

    /// How a command has ended.
    private record Ended(int code, String text) {}

    private static Ended run(Map<String, String> environment, String... command)
            throws IOException, InterruptedException {
        var output = FOLDER.resolve("output.txt");
        var builder = new ProcessBuilder(command)
                .directory(FOLDER.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(Map.of("NO_COLOR", "1", "NO_UPDATE_NOTIFIER", "1", "REDOCLY_TELEMETRY", "off"));
        builder.environment().putAll(environment);
        var process = builder.start();
        if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            return new Ended(-1, "no end within " + PATIENCE_MINUTES + " min: " + Files.readString(output));
        }
        return new Ended(process.exitValue(), Files.readString(output));
    }

    @BeforeAll
    static void install() throws Exception {
        Files.createDirectories(FOLDER);
        var lock = FOLDER.resolve("package-lock.json");
        var installed = FOLDER.resolve("node_modules/.package-lock.json");
        var same = Files.exists(installed)
                && Files.exists(lock)
                && Files.mismatch(lock, SOURCES.resolve("package-lock.json")) < 0;
        try (var sources = Files.list(SOURCES)) {
            for (var source : sources.filter(Files::isRegularFile).toList()) {
                Files.copy(source, FOLDER.resolve(source.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        assumeThat(version()).as("Node.js, with npm").matches(VERSION);
        if (!same) {
            var ended = run(Map.of(), "npm", "ci", "--prefer-offline", "--fetch-retries=1", "--fetch-timeout=30000");
            assumeThat(ended.code != 0 && UNREACHED.matcher(ended.text).find())
                    .as(ended.text)
                    .isFalse();
            assertThat(ended.code).as(ended.text).isZero();
        }
    }

    /// Of Node.js; empty if it or npm is missing.
    private static String version() throws InterruptedException {
        try {
            return run(Map.of(), "npm", "--version").code == 0
                    ? run(Map.of(), "node", "--version").text.strip()
                    : "";
        } catch (IOException e) {
            return "";
        }
    }

    @BeforeEach
    void open() throws Exception {
        bench = new ApiBench(state);
        bench.add("cache", new FakeDriver());
        bench.add("mailer", new FakeDriver());
        SERVICES.forEach(id -> bench.driver(id).takes(Duration.ofMillis(40), Duration.ofMillis(40)));
        Files.writeString(
                FOLDER.resolve("openapi.json"),
                bench.send(bench.request("GET", "/openapi.json", null)).text());
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private static void npm(Map<String, String> environment, String... arguments) throws Exception {
        var command = new ArrayList<>(List.of("npm", "run", "--silent"));
        command.addAll(List.of(arguments));
        var ended = run(environment, command.toArray(String[]::new));
        System.out.println(ended.text);
        assertThat(ended.code).as(ended.text).isZero();
    }

    @Test
    void lintersOfOthers_findNothingToWarnOf() throws Exception {
        npm(Map.of(), "lint");
    }

    @Test
    void client_madeOfTheDescription_seesEachRestartRunOnceAfterAnother() throws Exception {
        npm(Map.of(), "build");

        var arguments = new ArrayList<>(List.of("storm", "--"));
        arguments.addAll(SERVICES);
        npm(
                Map.of("SIGNALBOX_URL", bench.address, "SIGNALBOX_TOKEN", bench.operator),
                arguments.toArray(String[]::new));

        for (var id : SERVICES) {
            var driver = bench.driver(id);
            assertThat(FakeDriver.overlap(driver.lives())).as(id).isFalse();
            assertThat(FakeDriver.overlap(driver.calls())).as(id).isFalse();
            // A life that a restart ended: three of the storm and two after the hold, or two of the storm.
            assertThat(driver.lives()).as(id).hasSize(id.equals("backend") ? 5 : 2);
        }
    }
}
