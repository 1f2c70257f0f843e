package dev.signalbox.operation;

import java.time.Instant;
import java.util.Map;

/// One request to change one service: what was asked, by whom, why and when. Immutable; what becomes of it is in its
/// [Ticket].
///
/// @param id unique in a journal and rising in the order of submission
/// @param service the service's id
/// @param why in the words of who asked, see [Why]; empty if there are none. The body is told nothing of it
/// @param parameters what the body needs beside the kind; operations with different parameters never coalesce
/// @param plan the id of the bulk plan it belongs to, which is that of the plan's first operation; 0 if it
///     belongs to none
/// @param submittedAt wall clock
/// @param again the operation that was put back by this one, as it had never run; 0 for none
public record Operation(
        long id,
        String service,
        OperationKind kind,
        Source source,
        String why,
        Map<String, String> parameters,
        long plan,
        Instant submittedAt,
        long again) {

    /// The parameters of a kill: a stop that sends SIGKILL at once.
    static final Map<String, String> KILL = Map.of("signal", "SIGKILL");

    public Operation {
        parameters = Map.copyOf(parameters);
    }

    /// One that puts none back.
    public Operation(
            long id,
            String service,
            OperationKind kind,
            Source source,
            String why,
            Map<String, String> parameters,
            long plan,
            Instant submittedAt) {
        this(id, service, kind, source, why, parameters, plan, submittedAt, 0);
    }

    /// One of which nobody said why.
    public Operation(
            long id,
            String service,
            OperationKind kind,
            Source source,
            Map<String, String> parameters,
            long plan,
            Instant submittedAt) {
        this(id, service, kind, source, "", parameters, plan, submittedAt);
    }

    /// Whether it ends its service by force, without asking it first.
    public boolean kills() {
        return kind == OperationKind.STOP && parameters.equals(KILL);
    }

    /// What it does, in a word for people: `start`, `stop`, `restart` or `kill`.
    public String verb() {
        return kills() ? "kill" : kind.word();
    }

    /// For example `restart #12`.
    public String label() {
        return verb() + " #" + id;
    }

    /// What marks the beginning of its work in its service's log: `restart #12 by operator`.
    public String mark() {
        return label() + " by " + source;
    }
}
