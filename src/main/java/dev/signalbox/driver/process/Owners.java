package dev.signalbox.driver.process;

import dev.signalbox.service.DriverException;
import dev.signalbox.service.ServiceDefinition.ProcessSettings;
import dev.signalbox.service.launch.Account;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Whose processes may be a service's, and whose engines are asked about them: the engine's user, and the one
/// that its definition names. Safe to use from
/// any thread.
final class Owners {
    private static final long UNKNOWN = -1;

    private final long engine;
    private final ProcessSettings settings;
    private volatile @Nullable Long known;

    /// @param engine the user of the engine, by number
    /// @param settings of the definition
    Owners(long engine, ProcessSettings settings) {
        this.engine = engine;
        this.settings = settings;
    }

    /// Whether a process's user is right. May ask a directory service, once.
    boolean has(OptionalLong owner) {
        return owner.isPresent()
                && (owner.getAsLong() == engine || (!settings.user().isEmpty() && owner.getAsLong() == named()));
    }

    /// All that are right, as far as they are known.
    Set<Long> all() {
        var all = new LinkedHashSet<>(List.of(engine));
        if (!settings.user().isEmpty()) {
            all.add(named());
        }
        all.remove(UNKNOWN);
        return all;
    }

    private long named() {
        var before = known;
        if (before != null) {
            return before;
        }
        // Also where somebody wants this thread to stop: half of the processes are of no use to him.
        var interrupted = Thread.interrupted();
        try {
            var found = Account.find(settings.user(), settings.group()).id();
            known = found;
            return found;
        } catch (DriverException e) {
            return UNKNOWN;
        } catch (InterruptedException e) {
            interrupted = true;
            return UNKNOWN;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
