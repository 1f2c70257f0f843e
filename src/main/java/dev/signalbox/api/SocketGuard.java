package dev.signalbox.api;

import dev.signalbox.operation.Source.Road;
import java.util.Optional;
import java.util.function.Function;

/// Lets everybody in who can open the socket's file, which its owner alone can: no browser does that.
///
/// @param user who that is
record SocketGuard(String user) implements Guard {
    @Override
    public void checkOrigin(Function<String, Optional<String>> header) {
        // There is none.
    }

    @Override
    public Caller authorize(Route route, Function<String, Optional<String>> header, String address, boolean known) {
        return new Caller(Road.COMMAND_LINE, user);
    }

    @Override
    public boolean admits(Caller caller) {
        return true;
    }

    @Override
    public boolean allows(Caller caller, Role least) {
        return true;
    }
}
