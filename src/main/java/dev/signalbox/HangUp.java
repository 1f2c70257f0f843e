package dev.signalbox;

import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// SIGHUP, by which a daemon is asked to read its files again. Java ends by it unless it is told otherwise.
final class HangUp {
    private static final Logger LOG = LoggerFactory.getLogger(HangUp.class);

    private HangUp() {}

    /// Runs `action` for each SIGHUP from now on, on a thread of its own. Without a way to it, the log says so.
    static void handle(Runnable action) {
        try {
            // The only way to a signal is one that the compiler always warns of, whatever it is told.
            var signal = Class.forName("sun.misc.Signal");
            var handler = Class.forName("sun.misc.SignalHandler");
            var proxy = Proxy.newProxyInstance(
                    HangUp.class.getClassLoader(), new Class<?>[] {handler}, (self, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            action.run();
                            return null;
                        }
                        return method.invoke(action, arguments);
                    });
            var _ = signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance("HUP"), proxy);
        } catch (ReflectiveOperationException e) {
            LOG.warn("SIGHUP does not reload, as Java {} has no way to it: {}", Runtime.version(), e.toString());
        }
    }
}
