/// What tells the time and wakes at a time. All that waits for time is given its
/// [TimeSource][dev.signalbox.time.TimeSource], so that tests can make their own. What may take for ever, as the kernel
/// itself waits, is called on a [SideThread][dev.signalbox.time.SideThread], files
/// of a place on that which [SideThreads][dev.signalbox.time.SideThreads] has for it.
package dev.signalbox.time;
