package dev.signalbox.driver.process;

import static dev.signalbox.Waiting.await;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.signalbox.service.Port;
import dev.signalbox.service.PortHeldException;
import dev.signalbox.service.ServiceDefinition;
import dev.signalbox.service.TestDefinitions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Services whose port is held by somebody else.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class PortTest {
    @TempDir
    private Path folder;

    private final int port = freePort();

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException("this machine has no free port", e);
        }
    }

    private ServiceDefinition listening() {
        return TestDefinitions.argv("service", "sleep", "100")
                .but()
                .ports(List.of(port))
                .build();
    }

    /// A command that listens on the port.
    private String[] server() {
        var java = ProcessHandle.current().info().command().orElseThrow();
        return new String[] {java, "-m", "jdk.httpserver", "-b", "127.0.0.1", "-p", Integer.toString(port)};
    }

    private void awaitHeld(Bench bench, String holder, String service) {
        await().untilAsserted(() -> assertThatExceptionOfType(PortHeldException.class)
                .isThrownBy(() -> {
                    bench.stop();
                    bench.start();
                })
                .withMessageStartingWith("port " + port + " is held by " + holder + " (")
                .satisfies(held -> assertThat(held.port()).isEqualTo(port))
                .satisfies(held -> assertThat(held.service()).isEqualTo(service)));
        assertThat(bench.census().members()).isEmpty();
    }

    @Test
    void start_portTaken_namesItsHolder() throws Exception {
        try (var _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
                var bench = new Bench(folder, listening())) {
            awaitHeld(bench, "pid " + ProcessHandle.current().pid(), "");
        }
    }

    @Test
    void start_onAnotherAddressThanItsHolder_isNoConflict() throws Exception {
        var second = listening()
                .but()
                .listens(List.of(requireNonNull(Port.parse("127.0.0.2:" + port))))
                .build();
        try (var _ = new ServerSocket(port, 1, InetAddress.ofLiteral("127.0.0.1"));
                var bench = new Bench(folder, second)) {
            bench.start();
            assertThat(bench.isRunning()).isTrue();
            bench.stop();
        }
        try (var _ = new ServerSocket(port, 1, InetAddress.ofLiteral("127.0.0.2"));
                var bench = new Bench(folder, second)) {
            assertThatExceptionOfType(PortHeldException.class)
                    .isThrownBy(bench::start)
                    .withMessageStartingWith("port 127.0.0.2:" + port + " is held by pid ");
        }
    }

    @Test
    void start_portTakenByAnotherService_namesIt() throws Exception {
        try (var holder = new Bench(folder.resolve("holder"), TestDefinitions.argv("holder", server()));
                var bench = new Bench(folder, listening())) {
            holder.start();
            awaitHeld(bench, "service holder, pid " + holder.pid(), "holder");
            assertThat(bench.stop().steps().getLast()).startsWith("port " + port + " is still held by service holder");
        }
    }

    @Test
    void start_portTakenByAnotherWorkspace_isNoServiceOfThisOne() throws Exception {
        var builder = new ProcessBuilder(server());
        builder.environment().put(ProcessTable.COOKIE, "other." + Bench.PATH + "-other:holder:1");
        var holder = builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (var bench = new Bench(folder, listening())) {
            awaitHeld(bench, "service holder of another workspace, pid " + holder.pid(), "");
        } finally {
            holder.destroyForcibly();
        }
    }
}
