/// The program: its command line, the window on an engine, and `serve`.
package dev.signalbox;
