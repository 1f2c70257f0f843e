/// What the window shares that knows no service: the gateway to the FX thread, views from FXML, texts, themes, and the
/// layer on which sheets are laid.
package dev.signalbox.console.fx;
