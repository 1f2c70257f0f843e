/// Whom this program lets change what it reads and keeps: root, its own user, and whom root has named.
@org.jspecify.annotations.NullMarked
package dev.signalbox.trust;
