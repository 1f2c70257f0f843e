package dev.signalbox.engine;

import dev.signalbox.journal.Interruption;
import dev.signalbox.journal.RecordedOperation;
import dev.signalbox.operation.Operation;
import dev.signalbox.service.ServiceSnapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What the end of the engine before cut off, each operation with what comes of it by itself. Nothing of it is done
/// again unless somebody submits it (rule 23). Immutable.
///
/// @param id the same each time that the engine tells of the same end
/// @param at the last sign of life, wall clock
/// @param entries in the order in which they were asked for
/// @param maySubmit whether who looks at it may also submit it again and dismiss it
public record CutOff(String id, Instant at, List<Entry> entries, boolean maySubmit) {

    /// An operation that waited or ran.
    public record Entry(RecordedOperation recorded, Sequel sequel) {
        /// Whether its body had begun, so that its effect is unknown.
        public boolean ran() {
            return recorded.startedAt() != null;
        }
    }

    public CutOff {
        entries = List.copyOf(entries);
    }

    /// What tells an end from others.
    public static String id(Interruption interruption) {
        return interruption.at().toString();
    }

    /// As it is now, for somebody who may do everything.
    ///
    /// @param find finds a service; gives `null` if there is none of that id any more
    public static CutOff of(Interruption interruption, Function<String, @Nullable ServiceSnapshot> find) {
        var entries = interruption.operations().stream()
                .map(cut -> new Entry(
                        cut,
                        Sequel.of(interruption, cut, find.apply(cut.operation().service()))))
                .toList();
        return new CutOff(id(interruption), interruption.at(), entries, true);
    }

    /// Parts operations into what is to be submitted together: the rest of a plan is a plan again, in the place
    /// of its first; any other is by itself.
    ///
    /// @param operations in the order in which they were asked for
    /// @return lists of at least one; in each all have the same [Operation#plan()]
    public static List<List<Operation>> together(List<Operation> operations) {
        var parts = new ArrayList<List<Operation>>();
        var plans = new HashMap<Long, List<Operation>>();
        for (var operation : operations) {
            var part = plans.get(operation.plan());
            if (part == null) {
                part = new ArrayList<>();
                parts.add(part);
                if (operation.plan() != 0) {
                    plans.put(operation.plan(), part);
                }
            }
            part.add(operation);
        }
        return parts;
    }
}
