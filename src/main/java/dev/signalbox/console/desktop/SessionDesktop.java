package dev.signalbox.console.desktop;

import dev.signalbox.console.fx.FxThread;
import dev.signalbox.text.PlainText;
import dev.signalbox.time.SideThread;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.connections.impl.DBusConnectionBuilder;
import org.freedesktop.dbus.errors.ServiceUnknown;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.exceptions.DBusExecutionException;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.Variant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The desktop of the session's bus. It is asked on a thread of its own, one thing after the other; of what waits too
/// long the oldest is dropped. One that does not answer is asked again after [#PAUSE].
public final class SessionDesktop implements Desktop {
    private static final Logger LOG = LoggerFactory.getLogger(SessionDesktop.class);
    private static final String APPLICATION = "Signalbox";
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final int MOST_WAITING = 64;
    private static final int MOST_TITLE = 120;
    private static final int MOST_TEXT = 400;

    static {
        // It tells of each lost connection with a stack trace; what there is to say is said here.
        System.setProperty("org.slf4j.simpleLogger.log.org.freedesktop.dbus", "off");
    }

    private final String address;
    private final Duration patience;
    private final Duration pause;
    private final SideThread side = new SideThread();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Deque<Order> orders = new ArrayDeque<>();
    private final Map<String, UInt32> ids = new HashMap<>();
    private boolean closed;
    private @Nullable Thread thread;

    // Of its thread only.
    private @Nullable Session session;
    private String problem = "";
    private long failedAt;

    private volatile Consumer<String> opening = _ -> {};
    private volatile Consumer<String> problems = _ -> {};

    /// What is to be told, or taken back.
    private sealed interface Order {
        String key();

        record Tell(String key, String title, String text) implements Order {}

        record TakeBack(String key) implements Order {}
    }

    /// What a connection is good for.
    private record Session(DBusConnection bus, Notifications desktop, boolean actions, boolean markup) {}

    /// @param environment of the program, which says where the bus is
    public SessionDesktop(Map<String, String> environment) {
        this(address(environment), PATIENCE, PAUSE);
    }

    /// @param address of the bus; empty if there is none
    /// @param patience how long an answer is waited for
    /// @param pause how long one that gave none is left alone
    SessionDesktop(String address, Duration patience, Duration pause) {
        this.address = address;
        this.patience = patience;
        this.pause = pause;
    }

    private static String address(Map<String, String> environment) {
        var told = environment.getOrDefault("DBUS_SESSION_BUS_ADDRESS", "");
        var folder = environment.getOrDefault("XDG_RUNTIME_DIR", "");
        if (!told.isBlank() || folder.isBlank()) {
            return told.strip();
        }
        var socket = Path.of(folder, "bus");
        return Files.exists(socket) ? "unix:path=" + socket : "";
    }

    // --- what is asked of it, any thread ---

    @Override
    public void tell(String key, String title, String text) {
        give(new Order.Tell(key, shown(title, MOST_TITLE), shown(text, MOST_TEXT)));
    }

    private static String shown(String text, int most) {
        return PlainText.beginning(PlainText.line(text), most);
    }

    @Override
    public void takeBack(String key) {
        give(new Order.TakeBack(key));
    }

    private void give(Order order) {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            // Of the same only the newest is of use.
            orders.removeIf(waiting -> waiting.key().equals(order.key()));
            if (order instanceof Order.TakeBack && thread == null) {
                return; // nothing was told yet
            }
            if (orders.size() == MOST_WAITING) {
                orders.removeFirst();
            }
            orders.addLast(order);
            work.signal();
            if (thread == null) {
                thread = Thread.ofPlatform().daemon().name("desktop").start(this::run);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void onOpen(Consumer<String> action) {
        opening = action;
    }

    @Override
    public void onProblem(Consumer<String> action) {
        problems = action;
    }

    // --- its thread ---

    private void run() {
        try {
            for (var order = next(); order != null; order = next()) {
                carryOut(order);
            }
            takeAllBack();
        } catch (InterruptedException e) {
            LOG.debug("the desktop is told nothing any more", e);
        } finally {
            disconnect();
        }
    }

    private @Nullable Order next() throws InterruptedException {
        lock.lock();
        try {
            while (orders.isEmpty() && !closed) {
                work.await();
            }
            return closed ? null : orders.poll();
        } finally {
            lock.unlock();
        }
    }

    private void carryOut(Order order) throws InterruptedException {
        if (address.isEmpty()) {
            failed("there is no bus of the session: DBUS_SESSION_BUS_ADDRESS is not set");
            return;
        }
        if (!problem.isEmpty() && System.nanoTime() - failedAt < pause.toNanos()) {
            return;
        }
        try {
            switch (order) {
                case Order.Tell tell -> show(tell);
                case Order.TakeBack(var key) -> hide(key);
            }
            failed("");
        } catch (SideThread.HangsException e) {
            failed("the desktop does not answer: " + e.getMessage());
        } catch (ServiceUnknown e) {
            failed("no program shows notifications on this desktop, as none has the name " + Notifications.NAME
                    + " on the session's bus. A desktop brings one; else install one, such as dunst or mako");
        } catch (DBusException | DBusExecutionException e) {
            failed("the session's bus at " + address + " cannot be used: " + e.getMessage());
        }
    }

    private void show(Order.Tell tell) throws DBusException, SideThread.HangsException, InterruptedException {
        var now = connect();
        var body = now.markup ? escaped(tell.text) : tell.text;
        var actions = now.actions ? List.of("default", "Show") : List.<String>of();
        var hints = Map.<String, Variant<?>>of("urgency", new Variant<>((byte) 1));
        var id = call(
                "showing a notification",
                () -> now.desktop.Notify(APPLICATION, known(tell.key), "", tell.title, body, actions, hints, -1));
        lock.lock();
        try {
            ids.put(tell.key, id);
        } finally {
            lock.unlock();
        }
    }

    private UInt32 known(String key) {
        lock.lock();
        try {
            return ids.getOrDefault(key, new UInt32(0));
        } finally {
            lock.unlock();
        }
    }

    private void hide(String key) throws DBusException, SideThread.HangsException, InterruptedException {
        UInt32 id;
        lock.lock();
        try {
            id = ids.remove(key);
        } finally {
            lock.unlock();
        }
        if (id != null && session != null) {
            var now = session;
            call("closing a notification", () -> {
                now.desktop.CloseNotification(id);
                return true;
            });
        }
    }

    private void takeAllBack() throws InterruptedException {
        while (session != null && problem.isEmpty() && !ids.isEmpty()) {
            carryOut(new Order.TakeBack(ids.keySet().iterator().next()));
        }
    }

    private <T> T call(String what, SideThread.Call<T, DBusException> call)
            throws DBusException, SideThread.HangsException, InterruptedException {
        return side.within(patience, what, this, call, _ -> {});
    }

    private Session connect() throws DBusException, SideThread.HangsException, InterruptedException {
        var open = session;
        if (open != null && open.bus.isConnected()) {
            return open;
        }
        disconnect();
        var fresh = side.within(patience, "connecting to " + address, this, this::open, late -> late.bus.disconnect());
        session = fresh;
        return fresh;
    }

    private Session open() throws DBusException {
        var bus = DBusConnectionBuilder.forAddress(address).withShared(false).build();
        var open = false;
        try {
            bus.addSigHandler(Notifications.ActionInvoked.class, signal -> invoked(signal.id(), signal.action()));
            bus.addSigHandler(Notifications.NotificationClosed.class, signal -> forget(signal.id()));
            var desktop = bus.getRemoteObject(Notifications.NAME, Notifications.PATH, Notifications.class);
            var can = desktop.GetCapabilities();
            open = true;
            return new Session(bus, desktop, can.contains("actions"), can.contains("body-markup"));
        } finally {
            if (!open) {
                bus.disconnect();
            }
        }
    }

    private void disconnect() {
        var open = session;
        session = null;
        lock.lock();
        try {
            ids.clear();
        } finally {
            lock.unlock();
        }
        if (open != null) {
            open.bus.disconnect();
        }
    }

    /// What is told in one line, and once.
    private void failed(String now) {
        if (!now.isEmpty()) {
            failedAt = System.nanoTime();
            disconnect();
        }
        if (!now.equals(problem)) {
            if (now.isEmpty()) {
                LOG.info("notices are told on the desktop again");
            } else if (problem.isEmpty()) {
                LOG.warn("notices are not told on the desktop: {}", now);
            }
            problem = now;
            FxThread.run(() -> problems.accept(now));
        }
    }

    // --- what the desktop tells, on a thread of the bus ---

    private void invoked(UInt32 id, String action) {
        var key = key(id);
        if (key != null && action.equals("default")) {
            FxThread.run(() -> opening.accept(key));
        }
    }

    private @Nullable String key(UInt32 id) {
        lock.lock();
        try {
            return ids.entrySet().stream()
                    .filter(each -> each.getValue().equals(id))
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElse(null);
        } finally {
            lock.unlock();
        }
    }

    private void forget(UInt32 id) {
        lock.lock();
        try {
            ids.values().removeIf(id::equals);
        } finally {
            lock.unlock();
        }
    }

    /// Where the desktop reads markup in it.
    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            orders.clear();
            work.signal();
        } finally {
            lock.unlock();
        }
    }

    /// Waits until all is taken back and the connection is closed. Only after [#close()].
    void awaitEnd() throws InterruptedException {
        var mine = thread;
        if (mine != null) {
            mine.join();
        }
    }
}
