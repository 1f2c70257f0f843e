/// What program this is: its version and libraries, and what to send along when something is wrong with it.
package dev.signalbox.console.about;
