package dev.signalbox.service.probe;

import java.io.IOException;

/// A way to ask a service. Asked by one thread at a time.
@FunctionalInterface
interface Question {

    /// Asks once. How long that may take is not its concern: it is interrupted when the time is over. Then it
    /// ends soon, in whatever way, and leaves nothing open or running.
    ///
    /// @throws IOException if it could not ask, or got no answer; with a message for people
    Finding ask() throws IOException, InterruptedException;

    /// What kind of thread asks: a virtual one, unless asking would hold its carrier.
    default Thread.Builder thread() {
        return Thread.ofVirtual();
    }
}
