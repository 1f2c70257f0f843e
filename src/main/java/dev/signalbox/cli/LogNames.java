package dev.signalbox.cli;

import dev.signalbox.text.Columns;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The names of services as they stand before their lines: as wide as the longest, each in a colour of its own as far
/// as there are so many. A single one has none.
final class LogNames {
    private static final List<String> COLOURS = List.of("36", "33", "32", "35", "34");

    private final Map<String, String> prefixes = new HashMap<>();

    LogNames(List<String> services, boolean colours) {
        if (services.size() == 1) {
            return;
        }
        var width = services.stream().mapToInt(Columns::of).max().orElse(0);
        for (int i = 0; i < services.size(); i++) {
            var service = services.get(i);
            var name = Words.plain(service) + " ".repeat(width - Columns.of(service)) + " | ";
            prefixes.put(
                    service, colours ? "\u001b[" + COLOURS.get(i % COLOURS.size()) + "m" + name + "\u001b[0m" : name);
        }
    }

    String prefix(String service) {
        return prefixes.getOrDefault(service, "");
    }
}
