package dev.signalbox.console.notices;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Which services need which others, directly or by others.
///
/// @param direct what each needs itself
record Needs(Map<String, Set<String>> direct) {
    static final Needs NONE = new Needs(Map.of());

    /// Whether `service` needs `other`.
    boolean needs(String service, String other) {
        var seen = new HashSet<String>();
        var open = new ArrayDeque<String>(direct.getOrDefault(service, Set.of()));
        while (!open.isEmpty()) {
            var next = open.poll();
            if (next.equals(other)) {
                return true;
            }
            if (seen.add(next)) {
                open.addAll(direct.getOrDefault(next, Set.of()));
            }
        }
        return false;
    }

    /// Whether trouble of one may be that of the other.
    boolean connects(String one, String other) {
        return one.equals(other) || needs(one, other) || needs(other, one);
    }
}
