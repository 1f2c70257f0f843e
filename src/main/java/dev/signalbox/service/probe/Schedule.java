package dev.signalbox.service.probe;

import java.time.Duration;

/// When a service is asked.
///
/// @param every from the start of a try to that of the next
/// @param initialDelay before the first try
/// @param stagger how much later the first try is if it is staggered
/// @param tryTimeout after which a try is broken off
record Schedule(Duration every, Duration initialDelay, Duration stagger, Duration tryTimeout) {}
