/// The window itself: [ConsoleWindow][dev.signalbox.console.window.ConsoleWindow] puts its parts together, with the
/// frame around them, the bars at top and bottom, its settings, and what happens when it closes. What an operator
/// clicks becomes a call of the model; no controller holds service logic.
package dev.signalbox.console.window;
