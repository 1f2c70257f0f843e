/// Reading the workspace file again: the bar that says it has changed, and the review before it is put in force.
package dev.signalbox.console.reload;
