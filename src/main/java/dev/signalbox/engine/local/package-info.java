/// The engine of this program: all that belongs to one workspace, opened and closed as a whole, and what reloads of the
/// workspace file do to it. [LocalEngine][dev.signalbox.engine.local.LocalEngine] is the way in.
package dev.signalbox.engine.local;
