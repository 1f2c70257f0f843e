package dev.signalbox.operation;

/// Where what may block runs: each task on a thread of its own, for which nobody waits. All that an engine does of
/// itself goes through one of these, so that a test which has another decides what runs when.
@FunctionalInterface
public interface Threads {

    /// Fresh virtual threads.
    Threads VIRTUAL = (name, task) -> Thread.ofVirtual().name(name).start(task);

    /// Lets `task` run soon, on a thread with this name. Returns at once.
    void start(String name, Runnable task);
}
