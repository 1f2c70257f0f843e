/// The log view: a control that draws the last lines of a service's output.
///
/// [dev.signalbox.console.log.LogView] is the control, [dev.signalbox.console.log.LogPane] the control with a search
/// over it. It keeps lines in a [dev.signalbox.console.log.LogBuffer],
/// finds out with `LogLayout` and `LogViewport` which rows are on screen, and lets `LogPainter` draw those alone.
package dev.signalbox.console.log;
