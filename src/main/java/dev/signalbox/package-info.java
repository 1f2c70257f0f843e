/// The program: its commands, and [Signalbox][dev.signalbox.Signalbox], which builds the parts and closes them in
/// reverse.
package dev.signalbox;
