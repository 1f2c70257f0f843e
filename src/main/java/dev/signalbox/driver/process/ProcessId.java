package dev.signalbox.driver.process;

/// One process for as long as its machine runs; a pid alone may be given again.
///
/// @param startTicks when it was started, in clock ticks since the boot
record ProcessId(long pid, long startTicks) {}
