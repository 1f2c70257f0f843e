package dev.signalbox.operation;

/// Who gives way to whom on one service, beside the merging of rule 18: what the program does of itself gives way to
/// a person, and nothing that waits for another service keeps a person's stop (rules 28a and b).
final class Precedence {
    private Precedence() {}

    /// Whether `entry`, which has just been accepted, makes pointless what waits already.
    ///
    /// A stop of the program's own stays: it asks for no more than a person's, and others may wait for it.
    static boolean outdoes(Entry entry, Entry waiting) {
        if (entry.automatic() || entry.kind() == OperationKind.START || waiting.kind() == OperationKind.STOP) {
            return false;
        }
        return waiting.automatic()
                || (entry.kind() == OperationKind.STOP && waiting.ofAnotherPlanThan(entry) && waiting.waitsElsewhere());
    }

    /// Whether `entry`, a single request that has just been accepted, passes those that wait for other services.
    static boolean passes(Entry entry) {
        return entry.kind() == OperationKind.STOP && !entry.automatic();
    }

    /// Whether `entry`, a start that a person has just asked for, becomes one with `earlier`, which is his then.
    static boolean takesOver(Entry entry, Entry earlier) {
        return entry.kind() == OperationKind.START
                && earlier.kind() == OperationKind.START
                && !entry.automatic()
                && earlier.automatic();
    }

    /// Whether a person who calls `entry` off asks for the service to be stopped (rule 25).
    static boolean declines(Entry entry, boolean begun) {
        var ofARestart = entry.member != null && entry.member.isSecondHalf();
        return entry.kind() == OperationKind.START && (entry.automatic() || begun || ofARestart);
    }

    /// Whether `next` need not wait until `active` has ended: a person's stop or restart behind what the program
    /// does of itself, or behind a job, whose start is its whole run. A hold does not matter.
    static boolean replaces(Entry next, Run active) {
        return givesWay(active) && next.kind() != OperationKind.START && !next.automatic() && !next.waitsElsewhere();
    }

    /// Whether there is anything for which `active` need not be waited for.
    static boolean givesWay(Run active) {
        return active.entry.kind() != OperationKind.STOP
                && (active.entry.automatic() || active.settings().job());
    }
}
