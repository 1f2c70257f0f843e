/// Services: how they are defined, what state they are in, and how operations change it.
///
/// A [Supervisor][dev.signalbox.service.Supervisor] turns the operations on its service into calls of its
/// [ServiceDriver][dev.signalbox.service.ServiceDriver], and watches the service in between.
package dev.signalbox.service;
