package dev.signalbox.operation;

import dev.signalbox.text.PlainText;

/// Who asked for an operation.
///
/// @param road the way the request came
/// @param actor who exactly, as far as the road tells: a token's name, a user; empty if the road says it all
public record Source(Road road, String actor) {
    public Source {
        actor = PlainText.line(actor);
    }

    /// The ways that lead to the queue. There is no other.
    public enum Road {
        OPERATOR("operator", false),
        AUTOSTART("autostart", true),
        SCHEDULE("schedule", true),
        CRASH_RECOVERY("crash recovery", true),
        HEALTH("health", true),
        RELOAD("reload", true),
        CLOSING("closing", true),
        HTTP_API("HTTP API", false),
        COMMAND_LINE("command line", false);

        private final String words;
        private final boolean automatic;

        Road(String words, boolean automatic) {
            this.words = words;
            this.automatic = automatic;
        }

        /// Whether no person asks on this road for this service: the program does, of itself or, in a reload, for
        /// the workspace as a whole. A person's request wins over it (rule 28b).
        public boolean automatic() {
            return automatic;
        }

        /// The road's name for people.
        public String words() {
            return words;
        }
    }

    /// The person at the window.
    public static final Source OPERATOR = new Source(Road.OPERATOR, "");

    /// The engine itself, for services that start with it.
    public static final Source AUTOSTART = new Source(Road.AUTOSTART, "");

    /// The engine itself, for a service that ended without being asked.
    public static final Source CRASH_RECOVERY = new Source(Road.CRASH_RECOVERY, "");

    /// The program itself, which ends.
    public static final Source CLOSING = new Source(Road.CLOSING, "");

    /// For example `operator` or `HTTP API, ci-deploy`.
    @Override
    public String toString() {
        return actor.isEmpty() ? road.words() : road.words() + ", " + actor;
    }
}
