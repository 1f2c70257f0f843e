package dev.signalbox.api;

import dev.signalbox.api.Route.Parameter;
import io.helidon.http.sse.SseEvent;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.sse.SseSink;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.BooleanSupplier;

/// The stream of events, as server-sent events.
final class EventsResource {
    private final EventHub hub;

    EventsResource(EventHub hub) {
        this.hub = hub;
    }

    List<Route> routes() {
        return List.of(Route.get("/events", "What happens, as it happens", "text/event-stream", this::read)
                .with(
                        Parameter.text("service", "only what is about these services, comma-separated"),
                        Parameter.text("type", "only these types, comma-separated")));
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
        var lastId = request.header().apply("Last-Event-ID").orElse("");
        return (Answer.Stream) response -> write(response, request, types, lastId);
    }

    private void write(ServerResponse response, Request request, List<String> types, String lastId)
            throws InterruptedException {
        var joined = hub.join(request.texts("service"), types, lastId);
        try (var sink = response.sink(SseSink.TYPE)) {
            var begin = SseEvent.builder().id(hub.id(joined.position()));
            if (joined.resumed()) {
                sink.emit(
                        lastId.isEmpty()
                                ? begin.comment("hello").build()
                                : SseEvent.builder().comment("hello").build());
            } else {
                var reason = "events since " + Request.quoted(lastId) + " are gone; read the lists again";
                sink.emit(begin.name("reset")
                        .data(Json.text(Json.message("reason", reason)))
                        .build());
            }
            follow(sink, joined.reader(), request.admitted());
        } catch (UncheckedIOException | ServerConnectionException e) {
            throw new CloseConnectionException("the reader has gone", e);
        } finally {
            hub.leave(joined.reader());
        }
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
                sink.emit(SseEvent.builder()
                        .id(hub.id(event))
                        .name(event.type())
                        .data(event.data())
                        .build());
            } else if (end != null) {
                sink.emit(SseEvent.builder()
                        .name("dropped")
                        .data(Json.text(Json.message("reason", end)))
                        .build());
                return;
            } else {
                sink.emit(SseEvent.builder().comment("still here").build());
            }
        }
    }
}
