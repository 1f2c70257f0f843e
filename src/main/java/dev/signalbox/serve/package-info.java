/// `signalbox serve`: an engine without a window, as a service of systemd or by hand, and how it is ended. Also how
/// any engine of this program is reached by others, and how its log looks.
package dev.signalbox.serve;
