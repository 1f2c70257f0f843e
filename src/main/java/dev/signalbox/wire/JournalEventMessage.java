package dev.signalbox.wire;

import dev.signalbox.journal.JournalEvent;
import java.time.Instant;

@Says("Something that happened and was no operation.")
public record JournalEventMessage(Instant at, String service, String kind, String value, String text) {
    public static JournalEventMessage of(JournalEvent event) {
        return new JournalEventMessage(event.at(), event.service(), event.kind().word(), event.value(), event.text());
    }

    public JournalEvent toEvent(RemoteClock clock) {
        return new JournalEvent(
                clock.here(at), service, Words.constant("kind", kind, JournalEvent.Kind.class), value, text);
    }
}
