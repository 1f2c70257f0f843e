package dev.signalbox.driver.process;

/// How the engine notices that processes have ended which are no children of it.
///
/// @param byPidfd how many it is told of by the kernel
/// @param byLooks how many it looks for in `/proc`
/// @param reason why it had to look when it had to last, for people; empty if it never had
record KernelMeans(int byPidfd, int byLooks, String reason) {

    /// For people, such as `by pidfd`.
    String text() {
        if (byLooks == 0 && (byPidfd > 0 || reason.isEmpty())) {
            return "by pidfd";
        }
        var looks = "by looking at /proc each " + ExitScan.PERIOD.toMillis() + " ms: " + reason;
        return byPidfd == 0 ? looks : "by pidfd, of " + byLooks + " " + looks;
    }
}
