/// An engine on the other side of its HTTP API, as a window needs it. Knows the wire and nothing of what is
/// behind it.
package dev.signalbox.engine.remote;
