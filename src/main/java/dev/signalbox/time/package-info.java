/// What tells the time and wakes at a time. All that waits for time is given its
/// [TimeSource][dev.signalbox.time.TimeSource], so that tests can make their own.
package dev.signalbox.time;
