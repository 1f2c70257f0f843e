/// Notifications of the desktop, which tell what happens while the window is not in front:
/// `org.freedesktop.Notifications` on the session's bus.
package dev.signalbox.console.desktop;
