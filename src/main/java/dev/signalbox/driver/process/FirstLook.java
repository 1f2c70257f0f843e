package dev.signalbox.driver.process;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The processes that there were when the engine opened. Whatever an earlier engine started is among them, and
/// no other engine can start more, so one look serves all services that it opens with. Thread-safe.
final class FirstLook {
    private final ProcessTable table;
    private final Set<String> served = new HashSet<>();
    private @Nullable List<Seen> first;
    private boolean over;

    FirstLook(ProcessTable table) {
        this.table = table;
    }

    /// The engine is open: who comes now is looked for anew.
    synchronized void over() {
        over = true;
        first = null;
        served.clear();
    }

    /// A look that is good for one service.
    ///
    /// @param concerns whether a process says something about it
    synchronized List<Seen> of(String service, Predicate<Seen> concerns) {
        // A service that comes back after a change of the workspace may have started since.
        if (over || !served.add(service)) {
            return table.look();
        }
        if (first == null) {
            first = table.look();
        }
        // One that has ended may have made others meanwhile.
        return first.stream()
                        .filter(one -> one.info().isAlive() && concerns.test(one))
                        .allMatch(one -> table.isAlive(one.info().id()))
                ? first
                : table.look();
    }
}
