package dev.signalbox.metrics;

/// What is measured of a service, with all of its processes taken together. In the order in which the files have it.
public enum Figure {
    /// Used since the look before, as a share of one core: 0.5 is half a core, 2 are two cores.
    CPU,
    /// Resident bytes. What processes share counts for each of them: to divide it among them, the kernel would have to
    /// walk all of their memory at each look.
    MEMORY,
    /// Threads.
    TASKS,
    /// Open files, sockets and the like among them.
    FILES
}
