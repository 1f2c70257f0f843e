/// What is told and offered when the console before ended without closing (rule 23).
package dev.signalbox.console.recovery;
