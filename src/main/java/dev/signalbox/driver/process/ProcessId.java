package dev.signalbox.driver.process;

/// One process for as long as its machine runs; a pid alone may be given again.
///
/// @param startTicks when it was started, in clock ticks since the boot
record ProcessId(long pid, long startTicks) {
    private static final long NEVER = -1;

    /// A process that had this pid and has ended.
    static ProcessId gone(long pid) {
        return new ProcessId(pid, NEVER);
    }

    /// Whether this can be the process of a service: 0 and 1 are none, and others no system gives.
    boolean isPlausible() {
        return pid > 1 && pid <= Integer.MAX_VALUE;
    }
}
