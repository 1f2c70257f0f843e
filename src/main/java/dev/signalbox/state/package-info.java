/// Where a workspace's state is kept, for the engine that keeps it and for the commands that look for the engine.
@org.jspecify.annotations.NullMarked
package dev.signalbox.state;
