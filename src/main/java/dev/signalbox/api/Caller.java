package dev.signalbox.api;

import dev.signalbox.operation.Source;
import dev.signalbox.operation.Source.Road;

/// Who sends a request.
///
/// @param name of the token or the user; empty where nobody needs to say
record Caller(Road road, String name) {
    Source source() {
        return new Source(road, name);
    }
}
