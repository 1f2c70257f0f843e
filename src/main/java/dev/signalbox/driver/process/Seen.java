package dev.signalbox.driver.process;

import org.jspecify.annotations.Nullable;

/// A process in a look at all of them.
///
/// @param cookie the cookie it carries, empty if none; `null` if its environment may not be read
record Seen(ProcessInfo info, @Nullable String cookie) {
    /// Whether it carries a cookie that begins with `prefix`.
    boolean carries(String prefix) {
        return cookie != null && cookie.startsWith(prefix);
    }
}
