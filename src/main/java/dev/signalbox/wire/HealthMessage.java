package dev.signalbox.wire;

@Says("Whether an engine is well.")
public record HealthMessage(
        @Values({"ok", "degraded"}) String status,

        @Says("its name") String workspace,
        @Says("`ok`, or what is wrong with it") String journal) {
    private static final String OK = "ok";

    /// Of the engine of that workspace.
    ///
    /// @param journalWorks whether the journal can be written
    public static HealthMessage of(String workspace, boolean journalWorks) {
        return journalWorks
                ? new HealthMessage(OK, workspace, OK)
                : new HealthMessage("degraded", workspace, "cannot be written");
    }

    public boolean journalWorks() {
        return journal.equals(OK);
    }
}
