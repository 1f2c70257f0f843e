/// The program's own log as lines of JSON, for those who collect logs.
@org.jspecify.annotations.NullMarked
package dev.signalbox.logging;
