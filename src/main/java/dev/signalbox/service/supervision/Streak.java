package dev.signalbox.service.supervision;

import dev.signalbox.service.Answer;
import dev.signalbox.service.ServiceStatus.Unasked;
import java.time.InstantSource;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the answers to a probe amount to: so many good ones in a row make it good, so many bad ones bad, and
/// those that say nothing leave it as it is (rule 30). Told by one thread at a time, read by any.
final class Streak {
    private static final Logger LOG = LoggerFactory.getLogger(Streak.class);

    private final String service;
    private final String probe;
    private final int limit;
    private final int enough;
    private final Predicate<Answer> counts;
    private final InstantSource clock;
    private int bad;
    private int row;
    private volatile boolean good;
    private volatile String lastAnswer;
    private volatile @Nullable Unasked unasked;

    /// @param service whose probe it is
    /// @param probe its name
    /// @param limit how many bad answers in a row count
    /// @param enough how many good ones do
    /// @param counts whether an answer says anything
    /// @param good whether it is good until they do
    /// @param lastAnswer what stands for the last answer until there is one
    Streak(
            String service,
            String probe,
            int limit,
            int enough,
            Predicate<Answer> counts,
            InstantSource clock,
            boolean good,
            String lastAnswer) {
        this.service = service;
        this.probe = probe;
        this.limit = limit;
        this.enough = enough;
        this.counts = counts;
        this.clock = clock;
        this.good = good;
        this.lastAnswer = lastAnswer;
    }

    /// Takes the next answer.
    ///
    /// @return whether it completes a row of bad ones; then the next row begins
    boolean completedBadRow(Answer answer) {
        if (!counts.test(answer)) {
            couldNotAsk(answer.text());
            return false;
        }
        if (unasked != null) {
            LOG.info("{}: {} can be asked again", service, probe);
            unasked = null;
        }
        lastAnswer = answer.text();
        if (answer.isGood()) {
            bad = 0;
            row = Math.min(row + 1, enough);
            if (row == enough) {
                good = true;
            }
            return false;
        }
        row = 0;
        bad = (bad + 1) % limit;
        if (bad != 0) {
            return false;
        }
        good = false;
        return true;
    }

    private void couldNotAsk(String why) {
        var before = unasked;
        if (before == null) {
            LOG.warn("{}: {} cannot be asked: {}", service, probe, why);
        }
        unasked = new Unasked(probe, why, before == null ? clock.instant() : before.since());
    }

    boolean isGood() {
        return good;
    }

    /// The last answer that counted, and whose it is: "alive probe: exit code 1", as that of the service is
    /// another.
    String text() {
        return probe + " probe: " + lastAnswer;
    }

    /// Why the last try could not be asked, `null` if it could.
    @Nullable
    Unasked unasked() {
        return unasked;
    }
}
