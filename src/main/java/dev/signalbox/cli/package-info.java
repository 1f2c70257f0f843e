/// Commands that ask a running engine over its API: `signalbox ps`, `restart`, `logs` and the others. Nothing of
/// the engine or the window is loaded for them, so that they start fast.
@org.jspecify.annotations.NullMarked
package dev.signalbox.cli;
