package dev.signalbox.service.probe;

import java.io.IOException;

/// A way to ask a service. Asked by one thread at a time, a virtual one.
@FunctionalInterface
interface Question {

    /// Asks once. How long that may take is not its concern: it is interrupted when the time is over. Then it
    /// ends soon, in whatever way, and leaves nothing open or running.
    ///
    /// @throws UnaskableException if it could not ask; with a message for people, also when it was interrupted
    /// @throws IOException if it got no answer; with a message for people
    Finding ask() throws IOException, InterruptedException;
}
