/// Whom this program lets change what it reads and keeps: root, its own user, and whom root has named. And how to look
/// at a file before it is opened.
@org.jspecify.annotations.NullMarked
package dev.signalbox.trust;
