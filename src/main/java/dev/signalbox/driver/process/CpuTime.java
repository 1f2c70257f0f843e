package dev.signalbox.driver.process;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/// The CPU time of processes that come and go, from one look at them to the next. Not safe to use from several threads.
///
/// What a process used is told by itself as long as it lives; and when its parent has waited for it, that tells it as
/// what its children used. So of what the children of those that live have more than before, what is known of those
/// that have gone is taken off: it was counted while they lived. What one used last whose parent has not waited for it,
/// or is none of them, is lost.
final class CpuTime {
    private Map<ProcessId, ProcessStat> before = Map.of();
    private boolean hasLooked;

    /// Takes a look.
    ///
    /// @param all processes that there are now
    /// @param isNew whether one that was not there before had not begun then, so that it has used all of it since
    /// @return ticks that they have used since the look before; negative if that is not known, as this is the first
    long add(Collection<ProcessStat> all, Predicate<ProcessStat> isNew) {
        var now = HashMap.<ProcessId, ProcessStat>newHashMap(all.size());
        var own = 0L;
        var ofChildren = 0L;
        var known = hasLooked;
        for (var process : all) {
            now.put(process.id(), process);
            var earlier = before.get(process.id());
            if (earlier != null) {
                own += Math.max(0, process.ticks() - earlier.ticks());
                ofChildren += Math.max(0, process.childTicks() - earlier.childTicks());
            } else if (isNew.test(process)) {
                own += process.ticks();
                ofChildren += process.childTicks();
                known = true;
            }
        }
        var gone = before.values().stream()
                .filter(process -> !now.containsKey(process.id()))
                .mapToLong(process -> process.ticks() + process.childTicks())
                .sum();
        before = now;
        hasLooked = true;
        return known ? own + Math.max(0, ofChildren - gone) : -1;
    }
}
