package dev.signalbox.workspace;

import dev.signalbox.service.ServiceDefinition.Secrecy;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Variables as they are written in one place, above those of other places, which they win over. What stands in a
/// scope may refer to all of it and to all below, and to its own name below. Below the lowest is the engine's own
/// environment.
///
/// @param below `null` for the lowest
/// @param least how secret its values are, whatever their names and they themselves say
record Scope(@Nullable Scope below, Map<String, Written> entries, Secrecy least) {
    static final Scope EMPTY = new Scope(null, Map.of(), Secrecy.OPEN);

    Scope {
        entries = Map.copyOf(entries);
    }

    /// Where something is written.
    record Place(Path file, Position at) {}

    /// A variable as it is written.
    ///
    /// @param text `null` if it has the value that the engine has, if any
    /// @param foreign whether a service's user has written it, who is told nothing of the engine's environment
    /// @param before what stands earlier in the same place under the same name; `null` if nothing does
    record Written(
            String name,
            @Nullable Template text,
            boolean foreign,
            Place place,
            @Nullable Written before) {}

    /// This, with `others` above it.
    Scope with(Map<String, Written> others, Secrecy secrecy) {
        return others.isEmpty() ? this : new Scope(this, others, secrecy);
    }

    /// All that has a value here.
    Set<String> names() {
        var names = new LinkedHashSet<String>();
        for (var scope = this; scope != null; scope = scope.below) {
            names.addAll(scope.entries.keySet());
        }
        return names;
    }
}
