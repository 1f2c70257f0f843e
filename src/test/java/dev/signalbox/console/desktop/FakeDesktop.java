package dev.signalbox.console.desktop;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.Variant;

/// A desktop that writes down what it is to show. It counts its ids from 1 up.
public final class FakeDesktop implements Notifications {
    final List<String> calls = new CopyOnWriteArrayList<>();
    volatile String application = "";
    private final List<String> capabilities;
    private volatile CountDownLatch free = new CountDownLatch(0);
    private long ids;

    FakeDesktop(List<String> capabilities) {
        this.capabilities = capabilities;
    }

    /// Answers nothing from now on.
    void hang() {
        free = new CountDownLatch(1);
    }

    void goOn() {
        free.countDown();
    }

    void click(DBusConnection bus, long id) throws DBusException {
        bus.sendMessage(new ActionInvoked(PATH, new UInt32(id), "default"));
    }

    void dismiss(DBusConnection bus, long id) throws DBusException {
        bus.sendMessage(new NotificationClosed(PATH, new UInt32(id), new UInt32(2)));
    }

    @Override
    public List<String> GetCapabilities() {
        return capabilities;
    }

    @Override
    public UInt32 Notify(
            String name,
            UInt32 replaced,
            String icon,
            String summary,
            String body,
            List<String> actions,
            Map<String, Variant<?>> hints,
            int patience) {
        await();
        application = name;
        calls.add("#" + replaced + " " + summary + " | " + body + " | " + actions);
        return replaced.longValue() == 0 ? new UInt32(++ids) : replaced;
    }

    @Override
    public void CloseNotification(UInt32 id) {
        await();
        calls.add("close " + id);
    }

    private void await() {
        try {
            free.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String getObjectPath() {
        return PATH;
    }
}
