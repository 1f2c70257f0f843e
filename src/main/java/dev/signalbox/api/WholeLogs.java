package dev.signalbox.api;

import dev.signalbox.engine.Engine;
import dev.signalbox.engine.WholeLog;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The whole logs that were asked for last, so that who goes on reading one finds what is known of it. Safe to use from
/// any thread.
final class WholeLogs {
    /// Each takes some megabytes once it was read.
    static final int MOST = 8;

    private final Engine engine;
    private final Map<List<String>, WholeLog> logs = new LinkedHashMap<>(16, 0.75f, true);

    WholeLogs(Engine engine) {
        this.engine = engine;
    }

    /// That of some services.
    ///
    /// @param services in an order that is the same each time
    synchronized WholeLog of(List<String> services) {
        var log = logs.computeIfAbsent(services, engine::wholeLog);
        if (logs.size() > MOST) {
            var oldest = logs.values().iterator();
            oldest.next().close();
            oldest.remove();
        }
        return log;
    }
}
