package dev.signalbox.engine.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.operation.BulkPlan;
import dev.signalbox.operation.Operation;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.Source;
import dev.signalbox.time.SystemTime;
import dev.signalbox.wire.RemoteClock;
import dev.signalbox.wire.ResubmissionMessage;
import dev.signalbox.wire.Wire;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Of which plans the answer to a resubmission tells.
final class InterruptionsTest {
    private static final Instant AT = Instant.parse("2026-01-01T12:00:00Z");

    private final SystemTime time = new SystemTime();

    @AfterEach
    void close() {
        time.close();
    }

    private static Operation start(long id, String service, long plan) {
        return new Operation(id, service, OperationKind.START, Source.OPERATOR, Map.of(), plan, AT);
    }

    private static String json(Operation queued) {
        return """
                {"id": %d, "service": "%s", "kind": "start", "state": "waiting", "plan": %d, "steps": [],
                 "source": {"road": "http_api", "actor": "deploy"}, "submitted_at": "%s"}""".formatted(queued.id(), queued.service(), queued.plan(), AT);
    }

    @Test
    void restOfAPlan_isKnownByItsMembers_whereAnotherOneWasRefused() throws IOException {
        var asked = List.of(start(11, "db", 11), start(12, "web", 11), start(13, "web", 13), start(15, "web", 15));
        var json = "{\"operations\": [%s, %s], \"refused\": [\"no\"]}"
                .formatted(json(start(21, "web", 21)), json(start(22, "web", 22)));
        var tickets = new Tickets(_ -> false);
        var clock = RemoteClock.inStep(time);

        var answer = Wire.readAnswer(json, ResubmissionMessage.class);
        var read = Interruptions.resubmission(
                answer.operations(),
                answer.refused(),
                asked,
                message -> tickets.accepted(message.toOperation(clock), true),
                _ -> new BulkPlan(List.of(), 0, true, false));

        assertThat(read.refused()).containsExactly("no");
        assertThat(read.queued()).isEmpty();
        assertThat(read.plans()).containsOnlyKeys(13L, 15L);
        assertThat(Objects.requireNonNull(read.plans().get(13L)).id()).isEqualTo(21);
        assertThat(Objects.requireNonNull(read.plans().get(15L)).id()).isEqualTo(22);
    }
}
