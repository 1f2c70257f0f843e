/// The JavaFX window: controllers, views and controls. Everything here belongs to the FX thread.
package dev.signalbox.console;
