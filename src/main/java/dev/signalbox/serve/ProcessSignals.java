package dev.signalbox.serve;

import dev.signalbox.service.Signals;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The signals that are sent to this process. Java would end by them at once, and tell by its exit code that it
/// was killed.
public final class ProcessSignals {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessSignals.class);

    /// Those that nobody ends by anyway.
    private static final Set<String> HARMLESS = Set.of("SIGCHLD", "SIGCONT", "SIGURG", "SIGWINCH");

    private ProcessSignals() {}

    /// Survives the signals that this process was begun to ignore, as by `nohup` or in the background of a
    /// script, in a way that what it begins does not inherit. To be called before anything is.
    public static void handOnNone() {
        try {
            for (var name : Signals.attend()) {
                if (!HARMLESS.contains(name)) {
                    handle(name.substring("SIG".length()), () -> {});
                }
            }
        } catch (IOException e) {
            LOG.warn("services may inherit ignored signals, as the kernel does not tell which are: {}", e.toString());
        }
    }

    /// Runs `action` for each signal of that name from now on, on a thread of its own. Where Java has no way to
    /// it, the log says so.
    ///
    /// @param name such as `HUP`
    static void handle(String name, Runnable action) {
        try {
            // The only way to a signal is one that the compiler always warns of, whatever it is told.
            var signal = Class.forName("sun.misc.Signal");
            var handler = Class.forName("sun.misc.SignalHandler");
            var proxy = Proxy.newProxyInstance(
                    ProcessSignals.class.getClassLoader(), new Class<?>[] {handler}, (self, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            action.run();
                            return null;
                        }
                        return method.invoke(action, arguments);
                    });
            var _ = signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
        } catch (ReflectiveOperationException e) {
            LOG.warn("SIG{} is not handled, as Java {} has no way to it: {}", name, Runtime.version(), e.toString());
        }
    }
}
