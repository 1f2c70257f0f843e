/// The codes of all that can be said of why something is not as it is wanted, and what each of them means.
package dev.signalbox.code;
