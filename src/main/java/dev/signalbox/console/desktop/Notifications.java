package dev.signalbox.console.desktop;

import java.util.List;
import java.util.Map;
import org.freedesktop.dbus.annotations.DBusInterfaceName;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.interfaces.DBusInterface;
import org.freedesktop.dbus.messages.DBusSignal;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.Variant;

/// What a desktop's notification service can be asked, as the Desktop Notifications Specification 1.2 has it. Its names
/// are those of the bus.
@DBusInterfaceName("org.freedesktop.Notifications")
public interface Notifications extends DBusInterface {
    /// On the bus.
    String NAME = "org.freedesktop.Notifications";

    /// Of its one object.
    String PATH = "/org/freedesktop/Notifications";

    /// What it can show and do: `actions`, `body`, `body-markup` and others.
    List<String> GetCapabilities();

    /// Shows something.
    ///
    /// @param replaced the id of what it takes the place of, 0 for nothing
    /// @param actions pairs of a key and its words; `default` is a click on the whole
    /// @param patience in ms; -1 leaves it to the desktop
    /// @return its id
    UInt32 Notify(
            String application,
            UInt32 replaced,
            String icon,
            String summary,
            String body,
            List<String> actions,
            Map<String, Variant<?>> hints,
            int patience);

    /// Shows it no more.
    void CloseNotification(UInt32 id);

    /// The operator has chosen something.
    final class ActionInvoked extends DBusSignal {
        private final UInt32 id;
        private final String action;

        public ActionInvoked(String path, UInt32 id, String action) throws DBusException {
            super(path, id, action);
            this.id = id;
            this.action = action;
        }

        public UInt32 id() {
            return id;
        }

        public String action() {
            return action;
        }
    }

    /// It is shown no more.
    final class NotificationClosed extends DBusSignal {
        private final UInt32 id;

        public NotificationClosed(String path, UInt32 id, UInt32 reason) throws DBusException {
            super(path, id, reason);
            this.id = id;
        }

        public UInt32 id() {
            return id;
        }
    }
}
