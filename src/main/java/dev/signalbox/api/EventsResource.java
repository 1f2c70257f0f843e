package dev.signalbox.api;

import dev.signalbox.api.Route.Parameter;
import dev.signalbox.journal.StreamEvent;
import dev.signalbox.wire.Wire;
import io.helidon.http.sse.SseEvent;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.sse.SseSink;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The stream of events, as server-sent events.
final class EventsResource {
    private final EventHub hub;

    EventsResource(EventHub hub) {
        this.hub = hub;
    }

    List<Route> routes() {
        return List.of(
                Route.get("followEvents", "/events", "What happens, as it happens", "text/event-stream", this::read)
                        .saying("Types of events: "
                                + EventHub.TYPES.stream().collect(Collectors.joining("`, `", "`", "`")) + ".")
                        .with(
                                Parameter.text("service", "only what is about these services, comma-separated"),
                                Parameter.text("type", "only these types, comma-separated"),
                                Parameter.header("Last-Event-ID", "go on behind this event")));
    }

    private Answer read(Request request) {
        var types = request.texts("type");
        types.stream()
                .filter(type -> !EventHub.TYPES.contains(type))
                .findFirst()
                .ifPresent(type -> {
                    throw Problem.badRequest("type is " + Request.quoted(type) + ". Allowed: "
                                    + String.join(", ", EventHub.TYPES))
                            .thrown();
                });
        var filter = new EventFilter(Set.copyOf(request.texts("service")), Set.copyOf(types));
        var lastId = request.header("Last-Event-ID").orElse("");
        return (Answer.Stream) response -> write(response, request, filter, lastId);
    }

    private void write(ServerResponse response, Request request, EventFilter filter, String lastId)
            throws InterruptedException {
        EventReader reader = null;
        try (var sink = response.sink(SseSink.TYPE)) {
            var behind = lastId.isEmpty() ? OptionalLong.of(hub.position()) : hub.position(lastId);
            if (behind.isPresent()) {
                greet(sink, lastId.isEmpty() ? hub.id(behind.getAsLong()) : "");
                reader = resume(sink, request, filter, behind.getAsLong());
            }
            while (reader == null) {
                var now = hub.position();
                var reason = "events since " + Request.quoted(lastId) + " are gone; read the lists again";
                sink.emit(SseEvent.builder()
                        .id(hub.id(now))
                        .name("reset")
                        .data(Wire.write(Map.of("reason", reason)))
                        .build());
                reader = hub.join(filter, now);
            }
            follow(sink, reader, request.admitted());
        } catch (UncheckedIOException | ServerConnectionException e) {
            throw new CloseConnectionException("the reader has gone", e);
        } finally {
            if (reader != null) {
                hub.leave(reader);
            }
        }
    }

    /// Says that from now on nothing is missed.
    ///
    /// @param id of the event before; empty if the reader knows it
    private static void greet(SseSink sink, String id) {
        var greeting = SseEvent.builder().comment("hello");
        sink.emit((id.isEmpty() ? greeting : greeting.id(id)).build());
    }

    /// Tells what came behind an event, until the reader is where the others are.
    ///
    /// @return `null` if something of it is not kept
    private @Nullable EventReader resume(SseSink sink, Request request, EventFilter filter, long behind) {
        var position = behind;
        var reader = hub.join(filter, position);
        while (reader == null) {
            var page = hub.missed(position);
            if (page.isEmpty() || !request.admitted().getAsBoolean()) {
                return null;
            }
            page.stream().filter(filter::accepts).forEach(event -> emit(sink, event));
            position = page.getLast().number();
            reader = hub.join(filter, position);
        }
        return reader;
    }

    private static void emit(SseSink sink, StreamEvent event) {
        sink.emit(SseEvent.builder()
                .id(event.id())
                .name(event.type())
                .data(event.data())
                .build());
    }

    private void follow(SseSink sink, EventReader reader, BooleanSupplier admitted) throws InterruptedException {
        while (true) {
            var event = reader.next(hub.heartbeat().toMillis());
            if (!admitted.getAsBoolean()) {
                reader.close("the token was revoked or has expired");
                event = null;
            }
            var end = reader.end();
            if (event != null) {
                emit(sink, event);
            } else if (end != null) {
                sink.emit(SseEvent.builder()
                        .name("dropped")
                        .data(Wire.write(Map.of("reason", end)))
                        .build());
                return;
            } else {
                sink.emit(SseEvent.builder().comment("still here").build());
            }
        }
    }
}
