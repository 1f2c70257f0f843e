package dev.signalbox.api;

import java.util.List;
import java.util.Locale;

/// What routes are about, which is how they are grouped where they are described.
enum Tag {
    SERVICES("The services: looking at them, and asking for operations on them."),
    OPERATIONS("Operations, from the moment at which they are accepted until long after they have ended."),
    QUEUES("What keeps the operations of a service in order, and what an operator may do to it."),
    PLANS("Operations on several services, which are queued all together or not at all."),
    JOURNAL("What the journal knows beside the operations themselves."),
    INTERRUPTION("What the end of the engine before cut off. None of it is done again by itself."),
    ADMINISTRATION("The workspace file and the tokens."),
    EVENTS("What happens, as it happens."),
    LOGS("What the services write."),
    METRICS("What the services use of the machine, and have used."),
    SYSTEM("The engine itself: whether it is well, what it has counted, what can be asked of it.");

    private final String description;

    Tag(String description) {
        this.description = description;
    }

    /// As it stands in the description of the API: `services`.
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    String description() {
        return description;
    }

    List<Route> of(List<Route> routes) {
        return routes.stream().map(route -> route.tagged(this)).toList();
    }
}
