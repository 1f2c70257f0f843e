/// What operations did in the past: searched, explained, exported, taken back and done again.
package dev.signalbox.console.history;
