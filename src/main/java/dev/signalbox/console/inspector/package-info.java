/// The right-hand panel: one service's queue, its output and its definition.
package dev.signalbox.console.inspector;
