/// The program's own log on standard error: one event is one line that steers no terminal, whoever wrote what it is
/// about.
@org.jspecify.annotations.NullMarked
package dev.signalbox.logging;
