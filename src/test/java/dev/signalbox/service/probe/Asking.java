package dev.signalbox.service.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.log.LogFiles;
import dev.signalbox.service.Answer;
import dev.signalbox.service.Probe;
import dev.signalbox.service.Probe.Check;
import dev.signalbox.service.ServiceDefinition;
import dev.signalbox.service.TestDefinitions;
import dev.signalbox.time.FakeTime;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Asks real questions at times that the test makes.
final class Asking implements AutoCloseable {
    static final Duration EVERY = Duration.ofSeconds(1);
    static final Duration TRY_TIMEOUT = Duration.ofSeconds(2);
    static final ServiceDefinition SERVICE = TestDefinitions.argv("backend", "true");
    private static final long PATIENCE_SECONDS = 60;

    final FakeTime time = new FakeTime();
    final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
    private final Probes probes = new Probes(time, new Random(1));

    /// Asks for the first time, and waits for no answer.
    Probing begin(Check check) {
        return begin(SERVICE, check, null);
    }

    Probing begin(ServiceDefinition service, Check check, @Nullable LogFiles log) {
        var probing = prepare(service, check, log);
        probing.begin(false);
        time.advance(Duration.ZERO);
        return probing;
    }

    Probing prepare(ServiceDefinition service, Check check, @Nullable LogFiles log) {
        var probe = new Probe(check, EVERY, Duration.ofSeconds(15), 3, Duration.ZERO);
        return probes.prepare(service, probe, TRY_TIMEOUT, log, answers::add);
    }

    Answer ask(Check check) throws InterruptedException {
        return ask(SERVICE, check);
    }

    Answer ask(ServiceDefinition service, Check check) throws InterruptedException {
        try (var _ = begin(service, check, null)) {
            return answer();
        }
    }

    Answer answer() throws InterruptedException {
        var answer = answers.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(answer).as("an answer").isNotNull();
        return answer;
    }

    /// The answers that nobody has waited for.
    List<Answer> rest() {
        return List.copyOf(answers);
    }

    void timeOut() {
        time.advance(TRY_TIMEOUT);
    }

    @Override
    public void close() {
        probes.close();
    }
}
