/// The HTTP API: resources over the same queue that the window uses, guarded by tokens. Knows neither the
/// window nor how services are run.
package dev.signalbox.api;
