/// Services: how they are defined, what state they are in, and what a
/// [ServiceDriver][dev.signalbox.service.ServiceDriver] and a [Prober][dev.signalbox.service.Prober] do for them.
package dev.signalbox.service;
