package dev.signalbox.service.probe;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What was wrong with each of a host's addresses, and what that says of the service. Not thread safe.
final class Failures {
    private final Map<String, List<String>> refusals = new LinkedHashMap<>();
    private @Nullable IOException shortage;
    private @Nullable IOException stranger;
    private @Nullable IOException untried;

    /// Somebody else listens there.
    static final class StrangerException extends IOException {
        private static final long serialVersionUID = 1;

        StrangerException(int port, String who) {
            super("port " + port + " is held by " + who + ", not by this service");
        }
    }

    /// @param place the address and the port
    void add(String place, IOException problem) {
        if (problem instanceof StrangerException) {
            stranger = problem;
        } else if (Problems.isShortage(problem)) {
            shortage = new UnaskableException(problem);
        } else if (Problems.connecting(problem) instanceof UnaskableException unaskable) {
            untried = unaskable;
        } else {
            refusals.computeIfAbsent(Problems.text(problem), _ -> new ArrayList<>())
                    .add(place);
        }
    }

    /// What none of the addresses being of use amounts to. One that could not be tried, as the engine is short of
    /// something, may be where the service listens; one that is out of reach is not there on many machines. And a
    /// stranger is why the service does not listen, at the other addresses too.
    IOException verdict() {
        for (var problem : new IOException[] {shortage, stranger}) {
            if (problem != null) {
                return problem;
            }
        }
        if (refusals.isEmpty()) {
            return untried == null ? new UnaskableException("no address") : untried;
        }
        return new IOException(String.join(
                "; ",
                refusals.entrySet().stream()
                        .map(refusal -> refusal.getKey() + " on " + String.join(" and ", refusal.getValue()))
                        .toList()));
    }
}
