package dev.signalbox.console.notices;

import dev.signalbox.console.model.StateGlyph;
import dev.signalbox.text.PlainText;
import java.time.Instant;
import org.kordamp.ikonli.octicons.Octicons;

/// Something that happened and may need somebody's attention. Immutable.
///
/// @param at wall clock
/// @param service the service's id; empty for what is about the engine
/// @param words what happened, as it follows the service's name: `exit code 1`
/// @param detail more of it, which may quote what others wrote; empty if there is none
/// @param operation the id of the operation that it is about, 0 for none
/// @param plan the id of the plan that the operation belongs to, 0 for none
public record Notice(Instant at, String service, Kind kind, String words, String detail, long operation, long plan) {
    private static final int MOST_WORDS = 300;

    /// How much it matters. The later the more.
    public enum Weight {
        /// All is well again.
        GOOD,
        /// Worth knowing.
        NOTE,
        /// Somebody should look into it.
        WARNING,
        /// Something that should run does not, or was not done.
        FAILURE
    }

    /// What can be noticed.
    public enum Kind {
        RECOVERED(Weight.GOOD, Octicons.CHECK_CIRCLE_FILL_16, "run"),
        LATE(Weight.NOTE, Octicons.STOPWATCH_16, "held"),
        SKIPPED(Weight.WARNING, Octicons.CLOCK_16, "held"),
        NOT_READY(Weight.WARNING, Octicons.ISSUE_DRAFT_16, "held"),
        STUCK(Weight.WARNING, Octicons.STOP_16, "held"),
        LOG(Weight.WARNING, Octicons.FILE_16, "held"),
        UNHEALTHY(Weight.FAILURE, Octicons.PULSE_16, "fail"),
        CRASHED(Weight.FAILURE, Octicons.ZAP_16, "fail"),
        CRASH_LOOP(Weight.FAILURE, Octicons.ALERT_16, "fail"),
        /// A start or a restart.
        FAILED(Weight.FAILURE, Octicons.X_CIRCLE_FILL_16, "fail"),
        /// A stop.
        NOT_STOPPED(Weight.FAILURE, Octicons.X_CIRCLE_FILL_16, "fail"),
        /// A start or a restart.
        TIMED_OUT(Weight.FAILURE, Octicons.STOPWATCH_16, "fail"),
        JOURNAL(Weight.FAILURE, Octicons.DATABASE_16, "fail"),
        ENGINE(Weight.FAILURE, Octicons.SERVER_16, "fail");

        private final Weight weight;
        private final Octicons icon;
        private final String tone;

        Kind(Weight weight, Octicons icon, String tone) {
            this.weight = weight;
            this.icon = icon;
            this.tone = tone;
        }

        public Weight weight() {
            return weight;
        }

        StateGlyph glyph() {
            return new StateGlyph(icon, tone);
        }

        /// Whether what it is about is in trouble from then on, until it has recovered.
        boolean isTrouble() {
            return switch (this) {
                case NOT_READY, STUCK, UNHEALTHY, CRASHED, CRASH_LOOP, FAILED, TIMED_OUT, JOURNAL -> true;
                case RECOVERED, LATE, SKIPPED, LOG, NOT_STOPPED, ENGINE -> false;
            };
        }
    }

    public Notice {
        words = PlainText.beginning(PlainText.line(words), MOST_WORDS);
        detail = PlainText.beginning(PlainText.line(detail), MOST_WORDS);
    }

    /// One that is about no operation.
    static Notice of(Instant at, String service, Kind kind, String words, String detail) {
        return new Notice(at, service, kind, words, detail, 0, 0);
    }

    /// On one line, without what it quotes: `backend: exit code 1`.
    String title() {
        return service.isEmpty() ? words : service + ": " + words;
    }

    /// On one line, with its detail.
    String line() {
        return detail.isEmpty() ? title() : title() + ": " + detail;
    }

    Weight weight() {
        return kind.weight();
    }

    boolean isOfSameOperation(Notice other) {
        return operation > 0 && operation == other.operation;
    }

    /// Whether it tells the same of the same once more, as each try of a crash loop does.
    boolean repeats(Notice other) {
        return service.equals(other.service) && kind == other.kind && words.equals(other.words);
    }
}
