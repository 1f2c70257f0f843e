package dev.signalbox.console.desktop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.signalbox.Waiting;
import dev.signalbox.console.fx.FxTest;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.connections.impl.DBusConnectionBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the desktop is told, on a bus of the test's own with a stand-in for the desktop.
class SessionDesktopTest extends FxTest {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration SHORT = Duration.ofMillis(200);

    @TempDir
    Path folder;

    private final List<String> problems = new CopyOnWriteArrayList<>();
    private final List<String> opened = new CopyOnWriteArrayList<>();
    private Process daemon;
    private String address;
    private DBusConnection bus;
    private FakeDesktop shown;
    private SessionDesktop desktop;

    @BeforeEach
    void openBus() throws Exception {
        assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/dbus-daemon")),
                "dbus-daemon is not installed: install dbus for a bus of the test's own");
        address = "unix:path=" + folder.resolve("bus");
        daemon = new ProcessBuilder(
                        "/usr/bin/dbus-daemon", "--session", "--nofork", "--nopidfile", "--address=" + address)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("bus.log").toFile())
                .start();
        Waiting.await().until(() -> Files.exists(folder.resolve("bus")));
        // Which keeps the library from telling of each connection that ends.
        desktop = new SessionDesktop(address, PATIENCE, Duration.ZERO);
        bus = DBusConnectionBuilder.forAddress(address).withShared(false).build();
    }

    @AfterEach
    void closeBus() throws Exception {
        if (desktop != null) {
            desktop.close();
            desktop.awaitEnd();
        }
        if (bus != null) {
            bus.disconnect();
        }
        if (daemon != null) {
            daemon.destroy();
            daemon.waitFor();
        }
    }

    @Test
    void trouble_isShown_inPlaceOfWhatWasShownOfItBefore() throws Exception {
        begin(List.of("actions", "body"), PATIENCE);
        desktop.tell("incident-1", "backend: exit code 1", "demo");
        desktop.tell("incident-2", "web: start failed", "demo");
        Waiting.await().until(() -> shown.calls.size() == 2);
        desktop.tell("incident-1", "backend took 2 services down", "demo, 3 notices");
        Waiting.await().until(() -> shown.calls.size() == 3);
        assertThat(shown.calls)
                .containsExactly(
                        "#0 backend: exit code 1 | demo | [default, Show]",
                        "#0 web: start failed | demo | [default, Show]",
                        "#1 backend took 2 services down | demo, 3 notices | [default, Show]");
        assertThat(shown.application).isEqualTo("Signalbox");
        assertThat(problems).isEmpty();
    }

    @Test
    void whatHasRecovered_isTakenBack() throws Exception {
        begin(List.of("body"), PATIENCE);
        desktop.takeBack("incident-7");
        desktop.tell("incident-1", "backend: exit code 1", "");
        Waiting.await().until(() -> shown.calls.size() == 1);
        desktop.takeBack("incident-1");
        desktop.takeBack("incident-1");
        Waiting.await().until(() -> shown.calls.size() == 2);
        assertThat(shown.calls).containsExactly("#0 backend: exit code 1 |  | []", "close 1");
    }

    @Test
    void click_opensWhatItWasAbout() throws Exception {
        begin(List.of("actions", "body"), PATIENCE);
        desktop.tell("incident-1", "backend: exit code 1", "");
        desktop.tell("incident-2", "web: start failed", "");
        Waiting.await().until(() -> shown.calls.size() == 2);
        shown.click(bus, 99);
        shown.click(bus, 2);
        Waiting.await().until(() -> !opened.isEmpty());
        assertThat(opened).containsExactly("incident-2");
    }

    @Test
    void whatTheOperatorHasDismissed_isShownAnew() throws Exception {
        begin(List.of("body"), PATIENCE);
        desktop.tell("incident-1", "backend: exit code 1", "");
        Waiting.await().until(() -> shown.calls.size() == 1);
        shown.dismiss(bus, 1);
        // Of signals and calls the bus keeps the order for each sender only.
        Waiting.await().until(() -> {
            desktop.tell("incident-1", "backend: crash loop", "");
            return shown.calls.stream().anyMatch(call -> call.startsWith("#0 backend: crash loop"));
        });
    }

    @Test
    void markupAndControls_areShownAsText() throws Exception {
        begin(List.of("body", "body-markup"), PATIENCE);
        desktop.tell("incident-1", "<b>a&b</b>\u001b[2J", "<a href=\"x\">y</a>\n\u202e&");
        Waiting.await().until(() -> shown.calls.size() == 1);
        assertThat(shown.calls)
                .containsExactly("#0 <b>a&b</b>\\u001b[2J | &lt;a href=\"x\"&gt;y&lt;/a&gt;\\n\\u202e&amp; | []");
    }

    @Test
    void withoutAProgramThatShowsThem_thatIsSaidOnce() {
        begin(null, PATIENCE);
        desktop.tell("incident-1", "backend: exit code 1", "");
        desktop.tell("incident-2", "web: start failed", "");
        Waiting.await().until(() -> !problems.isEmpty());
        assertThat(problems)
                .singleElement()
                .asString()
                .startsWith("no program shows notifications on this desktop, as none has the name");
    }

    @Test
    void withoutABus_thatIsSaid() {
        desktop = new SessionDesktop(Map.of());
        desktop.onProblem(problems::add);
        desktop.tell("incident-1", "backend: exit code 1", "");
        Waiting.await().until(() -> !problems.isEmpty());
        assertThat(problems).containsExactly("there is no bus of the session: DBUS_SESSION_BUS_ADDRESS is not set");
    }

    @Test
    void desktopThatHangs_isSaidSo_andIsToldAgainLater() throws Exception {
        begin(List.of("body"), SHORT);
        shown.hang();
        desktop.tell("incident-1", "backend: exit code 1", "");
        Waiting.await().until(() -> problems.size() == 1);
        assertThat(problems)
                .singleElement()
                .asString()
                .contains("does not answer")
                .contains("200 ms");
        shown.goOn();
        Waiting.await().until(() -> {
            desktop.tell("incident-2", "web: start failed", "");
            return problems.size() == 2;
        });
        assertThat(problems.getLast()).isEmpty();
    }

    @Test
    void busThatAcceptsAndSaysNothing_isSaidSo() throws IOException {
        var socket = folder.resolve("deaf");
        try (var deaf = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            deaf.bind(UnixDomainSocketAddress.of(socket));
            desktop = new SessionDesktop("unix:path=" + socket, SHORT, Duration.ofMinutes(1));
            desktop.onProblem(problems::add);
            desktop.tell("incident-1", "backend: exit code 1", "");
            Waiting.await().until(() -> !problems.isEmpty());
            assertThat(problems).singleElement().asString().contains("does not answer");
        }
    }

    @Test
    void flood_keepsTheNewest_andNobodyWaits() throws Exception {
        begin(List.of("body"), PATIENCE);
        shown.hang();
        for (int i = 0; i < 1_000; i++) {
            desktop.tell("incident-" + i, "service-" + i + ": exit code 1", "");
        }
        shown.goOn();
        Waiting.await().until(() -> shown.calls.stream().anyMatch(call -> call.contains("service-999")));
        assertThat(shown.calls).hasSizeLessThan(100);
    }

    /// @param capabilities of the desktop; `null` for none that shows anything
    private void begin(List<String> capabilities, Duration patience) {
        try {
            if (capabilities != null) {
                shown = new FakeDesktop(capabilities);
                bus.requestBusName(Notifications.NAME);
                bus.exportObject(Notifications.PATH, shown);
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        desktop = new SessionDesktop(address, patience, Duration.ZERO);
        desktop.onProblem(problems::add);
        desktop.onOpen(opened::add);
    }
}
