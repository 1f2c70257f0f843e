/// What looks after services: what is wanted of each, what becomes of it by itself, and how operations change it.
///
/// A [Supervisor][dev.signalbox.service.supervision.Supervisor] turns the operations on its service into calls of
/// its [ServiceDriver][dev.signalbox.service.ServiceDriver], and watches the service in between. The
/// [Reconciler][dev.signalbox.service.supervision.Reconciler] of an engine begins what is wanted and does not run.
package dev.signalbox.service.supervision;
