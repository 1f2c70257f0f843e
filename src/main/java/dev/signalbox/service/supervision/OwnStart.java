package dev.signalbox.service.supervision;

import dev.signalbox.operation.Source;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The start that the [Reconciler] has decided for one service: submitted once at a time, and where it is refused,
/// left alone for a while. Safe to use from any thread; never waits.
final class OwnStart {
    private static final Logger LOG = LoggerFactory.getLogger(OwnStart.class);
    private static final Duration REFUSED = Duration.ofSeconds(5);

    private final String service;
    private final OwnRequests requests;
    private final Supervision shared;
    private volatile boolean submitted;
    private volatile String refusal = "";
    /// Whether that was told in the log.
    private boolean refusalTold;

    OwnStart(String service, OwnRequests requests, Supervision shared) {
        this.service = service;
        this.requests = requests;
        this.shared = shared;
    }

    /// Whether it was submitted and is not answered yet.
    boolean isSubmitted() {
        return submitted;
    }

    /// Why the last one was refused, for as long as that is left alone; empty if it was not.
    String refusal() {
        return refusal;
    }

    /// Submits one, unless the last is not answered yet.
    void submit(Source source) {
        if (!submitted) {
            submitted = true;
            requests.start(source).thenAccept(this::answered);
        }
    }

    /// What the queue said to it: a refusal is told as it begins and as it ends, and tried again meanwhile.
    private void answered(String why) {
        refusal = why;
        if (!why.isEmpty()) {
            if (!refusalTold) {
                LOG.warn("{}: its start was refused, and is tried again: {}", service, why);
            }
            shared.time().schedule(REFUSED, () -> {
                refusal = "";
                shared.reconciler().look();
            });
        } else if (refusalTold) {
            LOG.info("{}: its start is accepted again", service);
        }
        refusalTold = !why.isEmpty();
        submitted = false;
        shared.reconciler().look();
    }
}
