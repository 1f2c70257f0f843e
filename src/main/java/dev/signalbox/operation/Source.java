package dev.signalbox.operation;

/// Who asked for an operation.
///
/// @param road the way the request came
/// @param actor who exactly, as far as the road tells: a token's name, a user; empty if the road says it all
public record Source(Road road, String actor) {

    /// The ways that lead to the queue. There is no other.
    public enum Road {
        OPERATOR("operator"),
        AUTOSTART("autostart"),
        CRASH_RECOVERY("crash recovery"),
        HEALTH("health"),
        RELOAD("reload"),
        HTTP_API("HTTP API"),
        COMMAND_LINE("command line");

        private final String words;

        Road(String words) {
            this.words = words;
        }

        /// The road's name for people.
        public String words() {
            return words;
        }
    }

    /// The person at the window.
    public static final Source OPERATOR = new Source(Road.OPERATOR, "");

    /// The console itself, for services that start with it.
    public static final Source AUTOSTART = new Source(Road.AUTOSTART, "");

    /// For example `operator` or `HTTP API, ci-deploy`.
    @Override
    public String toString() {
        return actor.isEmpty() ? road.words() : road.words() + ", " + actor;
    }
}
