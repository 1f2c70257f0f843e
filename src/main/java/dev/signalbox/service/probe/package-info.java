/// Asks services whether they are ready, and whether they are well.
///
/// [Probes][dev.signalbox.service.probe.Probes] makes a [Probing][dev.signalbox.service.probe.Probing] of each
/// probe: a chain of timers, each of which lets a virtual thread ask once. What may hang in the kernel, to look up a
/// host and to start a program, has a platform thread of its own, of which a service loses one of each at most.
///
/// A host is tried at all of its addresses, and a stranger who answers is not taken for the service, see
/// `Connections`.
///
/// What could not be asked says nothing of the service: each question tells that from a bad answer, see `Problems`.
package dev.signalbox.service.probe;
