package dev.signalbox.api;

import java.util.Optional;
import java.util.function.Function;

/// Decides who may ask for what.
interface Guard {
    /// Refuses what a page of another site made a browser send.
    ///
    /// @param header gives a header's value
    /// @throws Problem.Thrown if it is refused
    void checkOrigin(Function<String, Optional<String>> header);

    /// Who asks for `route`. One guess too many of a token takes a second.
    ///
    /// @param address of the client, to count its failures by, see [Connections#owner]
    /// @throws Problem.Thrown if it may not
    Caller authorize(Route route, Function<String, Optional<String>> header, String address);

    /// Whether one that was refused before it was known who asks is told why: not if that happens too often.
    ///
    /// @param address of the client
    boolean mayBeRefused(String address);

    /// Whether `caller`, who was let in, still would be.
    boolean admits(Caller caller);

    /// Whether `caller`, who was let in, may ask for what needs the role `least`.
    boolean allows(Caller caller, Role least);
}
