package dev.signalbox.engine.remote;

import dev.signalbox.operation.Operation;
import dev.signalbox.operation.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/// The tickets of operations that have not ended, as far as is known. Safe to use from any thread.
final class Tickets {
    /// An operation can end before the answer comes that it was accepted.
    private static final int REMEMBERED = 1_000;

    private final Predicate<Operation> isActive;
    /// By the operation whose end is awaited: the ticket's own, or the one that it was merged into.
    private final Map<Long, List<RemoteTicket>> awaiting = new HashMap<>();
    private final Map<Long, Outcome> ended = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Outcome> eldest) {
            return size() > REMEMBERED;
        }
    };

    /// @param isActive whether an operation runs, as far as is known
    Tickets(Predicate<Operation> isActive) {
        this.isActive = isActive;
    }

    /// An operation was accepted.
    ///
    /// @param recorded whether it was recorded there
    RemoteTicket accepted(Operation operation, boolean recorded) {
        var ticket = new RemoteTicket(operation, recorded, isActive);
        await(ticket, operation.id());
        return ticket;
    }

    private void await(RemoteTicket ticket, long id) {
        Outcome outcome;
        synchronized (this) {
            outcome = ended.get(id);
            if (outcome == null) {
                awaiting.computeIfAbsent(id, _ -> new ArrayList<>()).add(ticket);
            }
        }
        if (outcome != null) {
            tell(ticket, id, outcome);
        }
    }

    /// An operation has ended; once more changes nothing.
    void ended(long id, Outcome outcome) {
        List<RemoteTicket> told;
        synchronized (this) {
            ended.put(id, outcome);
            told = awaiting.remove(id);
        }
        if (told != null) {
            told.forEach(ticket -> tell(ticket, id, outcome));
        }
    }

    private void tell(RemoteTicket ticket, long id, Outcome outcome) {
        if (ticket.operation().id() == id) {
            ticket.ended(outcome);
        }
        if (outcome instanceof Outcome.Coalesced(var survivor)) {
            await(ticket, survivor);
        } else {
            ticket.endedEffectively(outcome);
        }
    }

    /// The operations whose ends are awaited.
    synchronized Set<Long> open() {
        return Set.copyOf(awaiting.keySet());
    }
}
