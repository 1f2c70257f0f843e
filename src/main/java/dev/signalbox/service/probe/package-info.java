/// Asks services whether they are ready, and whether they are well.
///
/// [Probes][dev.signalbox.service.probe.Probes] makes a [Probing][dev.signalbox.service.probe.Probing] of each
/// probe: a chain of timers, each of which lets a thread ask once. That thread is virtual but for programs.
package dev.signalbox.service.probe;
