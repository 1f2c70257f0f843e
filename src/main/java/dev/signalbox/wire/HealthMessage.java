package dev.signalbox.wire;

import org.jspecify.annotations.Nullable;

@Says("Whether an engine is well.")
public record HealthMessage(
        @Values({"ok", "degraded"}) String status,

        @Says("its name") String workspace,
        @Says("`ok`, or what is wrong with it") String journal,

        @Required @Says("`ok`, or what is wrong with what listens for requests") @Nullable
        String listeners,

        @Required
        @Says(
                "`ok`, or of how many services output does not reach the log, or that is not rotated: `log_problem` of each"
                        + " says why. It is no fault of the engine, so `status` does not tell it")
        @Nullable
        String logs,

        @Required
        @Says("how the ends of services are noticed that an earlier engine has started: `by pidfd`, or by looking, and"
                + " why")
        @Nullable
        String ends,

        @Says(
                "how it is told which processes belong to a service: `by control group` and where, or `by looking at /proc`"
                        + " and why")
        @Nullable
        String members) {
    private static final String OK = "ok";

    /// Of the engine of that workspace.
    ///
    /// @param journalWorks whether the journal can be written
    /// @param listenerProblem what is wrong with what listens for requests; `null` for nothing
    /// @param logProblems of how many services the log is not as it should be
    /// @param ends how the ends of adopted services are noticed
    /// @param members how it is told which processes belong to a service
    public static HealthMessage of(
            String workspace,
            boolean journalWorks,
            @Nullable String listenerProblem,
            int logProblems,
            String ends,
            String members) {
        return new HealthMessage(
                journalWorks && listenerProblem == null ? OK : "degraded",
                workspace,
                journalWorks ? OK : "cannot be written",
                listenerProblem == null ? OK : listenerProblem,
                logs(logProblems),
                ends,
                members);
    }

    private static String logs(int problems) {
        return switch (problems) {
            case 0 -> OK;
            case 1 -> "not whole, or not rotated, of 1 service";
            default -> "not whole, or not rotated, of " + problems + " services";
        };
    }

    /// Whether all of it works.
    public boolean works() {
        return status.equals(OK);
    }

    public boolean journalWorks() {
        return journal.equals(OK);
    }
}
