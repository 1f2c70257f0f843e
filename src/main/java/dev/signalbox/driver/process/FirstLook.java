package dev.signalbox.driver.process;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The cookies that processes had when the console opened. Whatever an earlier console started has one, and no other
/// console can start more, so one look at all processes serves the services that have no record. Thread-safe.
final class FirstLook {
    private final ProcessTable table;
    private @Nullable List<String> cookies;

    FirstLook(ProcessTable table) {
        this.table = table;
    }

    /// Whether a process had a cookie that begins with `prefix`.
    synchronized boolean hasSeen(String prefix) {
        if (cookies == null) {
            cookies = table.all().stream()
                    .map(process -> cookie(process.pid()))
                    .filter(cookie -> !cookie.isEmpty())
                    .toList();
        }
        return cookies.stream().anyMatch(cookie -> cookie.startsWith(prefix));
    }

    private String cookie(long pid) {
        try {
            return table.cookie(pid);
        } catch (IOException e) {
            return ""; // not one of ours, as those can be read
        }
    }
}
