package dev.signalbox.service.supervision;

import dev.signalbox.operation.OperationContext;
import dev.signalbox.service.Answer;
import dev.signalbox.service.Durations;
import dev.signalbox.service.Probe;
import dev.signalbox.service.Prober;
import dev.signalbox.service.ServiceDefinition;
import dev.signalbox.service.ServiceDriver;
import dev.signalbox.time.TimeSource;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Asks a service that is being started until it is ready. Prepared before the start, so that no output is
/// missed.
final class Readiness implements AutoCloseable {
    /// The longest wait for one answer, where the probe itself gives more time for all of them.
    private static final Duration LONGEST_TRY = Duration.ofSeconds(5);

    /// For the answer of a try that ends when the time is over.
    private static final Duration MOMENT = Duration.ofSeconds(1);

    private final Probe probe;
    private final String question;
    private final TimeSource time;
    private final OperationContext work;
    private final Prober.Asking asking;
    private final Appointment timeout;
    private final CompletableFuture<@Nullable String> problem = new CompletableFuture<>();
    private volatile boolean isOver;
    private volatile @Nullable Answer last;
    /// So many good answers in a row, which those that say nothing do not end. Written by the listener only.
    private volatile int good;
    private volatile Unasked unasked = Unasked.NONE;

    /// The last tries, as far as they could not be asked.
    ///
    /// @param why of the last of them
    private record Unasked(int tries, String why) {
        static final Unasked NONE = new Unasked(0, "");

        Unasked and(Answer answer) {
            return new Unasked(tries + 1, answer.text());
        }
    }

    Readiness(
            ServiceDefinition definition,
            Probe probe,
            ServiceDriver driver,
            Supervision shared,
            OperationContext work) {
        this.probe = probe;
        this.question = definition.shown(probe).check().text();
        this.time = shared.time();
        this.work = work;
        this.timeout = new Appointment(time);
        this.asking = shared.prober()
                .prepare(definition, probe, tryTimeout(probe), driver.log(), driver.listeners(), this::hear);
    }

    /// How long a readiness probe waits for one answer.
    static Duration tryTimeout(Probe probe) {
        var given = probe.tryTimeout();
        if (given != null) {
            return given;
        }
        return probe.timeout().compareTo(LONGEST_TRY) < 0 ? probe.timeout() : LONGEST_TRY;
    }

    /// Begins to ask.
    ///
    /// @return completes with `null` when it is ready, and with what is wrong when the probe's time is over
    CompletableFuture<@Nullable String> begin() {
        work.doing(waiting());
        timeout.set(probe.timeout(), this::timeIsOver);
        asking.begin(false);
        return problem;
    }

    /// Where a try may take all of the time, none has told yet why it gets no answer.
    private void timeIsOver() {
        isOver = true;
        if (isHeard()) {
            problem.complete(late());
        } else {
            timeout.set(MOMENT, () -> problem.complete(late()));
        }
    }

    private boolean isHeard() {
        return last != null || unasked.tries() > 0;
    }

    private void hear(Answer answer) {
        if (answer.countsForReady()) {
            last = answer;
            good = answer.isGood() ? good + 1 : 0;
            unasked = Unasked.NONE;
        } else {
            unasked = unasked.and(answer);
        }
        if (answer.isGood() && good >= probe.success()) {
            if (problem.complete(null)) {
                work.step("ready: " + answer.text());
            }
            return;
        }
        var found = answer.isGood() ? inARow(answer) : answer.text();
        var unknown = answer.countsForReady() ? "" : "cannot be asked: ";
        work.doing(waiting() + ": attempt " + answer.attempt() + ", " + unknown + found);
        if (isOver) {
            problem.complete(late());
        }
    }

    private String waiting() {
        return "waiting for " + question;
    }

    /// Of a good answer that is not enough.
    private String inARow(Answer answer) {
        return good + " of " + probe.success() + " good answers in a row, " + answer.text();
    }

    private String late() {
        var answer = last;
        var lately = unasked;
        if (answer == null) {
            return lately.tries() == 0
                    ? "not ready within " + Durations.text(probe.timeout())
                    : "ready could not be asked: " + lately.why();
        }
        var attempts = answer.attempt() == 1 ? "1 attempt" : answer.attempt() + " attempts";
        var problem = "not ready after " + attempts + ": " + (answer.isGood() ? inARow(answer) : answer.text());
        return switch (lately.tries()) {
            case 0 -> problem;
            case 1 -> problem + "; the last try could not be asked: " + lately.why();
            default -> problem + "; the last " + lately.tries() + " tries could not be asked: " + lately.why();
        };
    }

    @Override
    public void close() {
        timeout.cancel();
        asking.close();
    }
}
