/// The C library, for what Java has no word for: the one place where its functions are linked and called. Each room
/// that needs some of them has a class of its own that says what they do there.
@org.jspecify.annotations.NullMarked
package dev.signalbox.libc;
