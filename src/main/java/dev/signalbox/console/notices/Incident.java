package dev.signalbox.console.notices;

import dev.signalbox.console.fx.Texts;
import dev.signalbox.console.notices.Notice.Weight;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Notices that belong together: of one service, or of services that need each other, within a short time. Immutable;
/// the book replaces it.
///
/// @param id unique in its book, and rising
/// @param lines what happened, the oldest first; what happened several times once, where it happened first
/// @param marks when, the oldest first; of very many the newest
/// @param count how many notices there were
/// @param down the services that are in trouble still
/// @param cause of the services that failed, the one that all others need; empty if there is none
/// @param missed whether it happened while no window was open
/// @param muted whether it is kept, and told nowhere
/// @param read whether somebody has seen all of it
record Incident(
        long id,
        List<Line> lines,
        List<Mark> marks,
        int count,
        Set<String> down,
        String cause,
        boolean missed,
        boolean muted,
        boolean read) {
    /// More lines are kept of none: the first one, and the newest.
    static final int MOST_LINES = 60;

    private static final int MOST_MARKS = 120;

    /// Something that happened, and how often.
    ///
    /// @param notice the first one
    /// @param last when it happened last
    record Line(Notice notice, int times, Instant last) {}

    /// A moment in which something happened.
    record Mark(Instant at, Weight weight) {}

    Incident {
        lines = List.copyOf(lines);
        marks = List.copyOf(marks);
        down = Set.copyOf(down);
    }

    /// One that begins.
    static Incident of(long id, Notice notice, boolean missed, boolean muted) {
        return new Incident(
                id,
                List.of(new Line(notice, 1, notice.at())),
                List.of(new Mark(notice.at(), notice.weight())),
                1,
                notice.kind().isTrouble() ? Set.of(notice.service()) : Set.of(),
                notice.service(),
                missed,
                muted,
                notice.weight().compareTo(Weight.WARNING) < 0);
    }

    /// The same with one more.
    Incident with(Notice notice, Needs needs) {
        var newLines = new ArrayList<>(lines);
        var same = sameAs(notice);
        if (same < 0) {
            newLines.add(new Line(notice, 1, notice.at()));
            if (newLines.size() > MOST_LINES) {
                newLines.remove(1);
            }
        } else {
            var line = newLines.get(same);
            newLines.set(same, new Line(line.notice, line.times + 1, notice.at()));
        }
        var newMarks = new ArrayList<>(marks);
        newMarks.add(new Mark(notice.at(), notice.weight()));
        if (newMarks.size() > MOST_MARKS) {
            newMarks.removeFirst();
        }
        var newDown = new TreeSet<>(down);
        if (notice.kind().isTrouble()) {
            newDown.add(notice.service());
        } else if (notice.kind() == Notice.Kind.RECOVERED) {
            newDown.remove(notice.service());
        }
        return new Incident(
                id,
                newLines,
                newMarks,
                count + 1,
                newDown,
                cause(newLines, needs),
                missed,
                muted,
                read && !isNews(notice));
    }

    /// Whether a notice says something of it that nobody knows yet. What is tried again by itself, and fails as
    /// before, does not.
    boolean isNews(Notice notice) {
        return notice.weight().compareTo(Weight.WARNING) >= 0
                && lines.stream()
                        .noneMatch(line -> line.notice.service().equals(notice.service())
                                && line.notice.kind() == notice.kind()
                                && (isOpen() || line.notice.isOfSameOperation(notice)));
    }

    private int sameAs(Notice notice) {
        // What came between is told in its order: only the last line of the service may count up.
        for (int i = lines.size() - 1; i >= 0; i--) {
            if (lines.get(i).notice.repeats(notice)) {
                return i;
            }
            if (notice.kind() == Notice.Kind.RECOVERED
                    && lines.get(i).notice.service().equals(notice.service())) {
                return -1;
            }
        }
        return -1;
    }

    /// Of the services that failed, the one that all others need; empty if there is none.
    private static String cause(List<Line> lines, Needs needs) {
        var failed = failed(lines);
        return failed.stream()
                .filter(one -> failed.stream().allMatch(other -> other.equals(one) || needs.needs(other, one)))
                .findFirst()
                .orElse("");
    }

    private static Set<String> failed(List<Line> lines) {
        var failed = new LinkedHashSet<String>();
        for (var line : lines) {
            if (line.notice.weight() == Weight.FAILURE) {
                failed.add(line.notice.service());
            }
        }
        return failed;
    }

    private static Set<String> services(List<Line> lines) {
        var services = new LinkedHashSet<String>();
        lines.forEach(line -> services.add(line.notice.service()));
        return services;
    }

    /// The services that it is about, in the order in which they came up; among them the empty name for the engine.
    Set<String> services() {
        return services(lines);
    }

    Incident asRead() {
        return new Incident(id, lines, marks, count, down, cause, missed, muted, true);
    }

    Incident inSilence(boolean silence) {
        return new Incident(id, lines, marks, count, down, cause, missed, silence, read || silence);
    }

    /// Whether anything of it is in trouble still.
    boolean isOpen() {
        return !down.isEmpty();
    }

    Instant began() {
        return lines.getFirst().notice.at();
    }

    /// When something of it happened last.
    Instant last() {
        return marks.getLast().at();
    }

    /// The weightiest line; of several the newest.
    Line worst() {
        return lines.stream()
                .max(Comparator.comparing((Line line) -> line.notice.weight()).thenComparing(Line::last))
                .orElseThrow();
    }

    Weight weight() {
        return worst().notice.weight();
    }

    /// What it is called: by what went down.
    String title() {
        var failed = failed(lines);
        if (failed.size() < 2) {
            return worst().notice.title();
        }
        var others = failed.size() - 1;
        return cause.isEmpty()
                ? Texts.of("notices.title.several", failed.iterator().next(), others)
                : Texts.of("notices.title.cause", cause, others);
    }

    /// What there is to say below: what else happened, or how often.
    String summary() {
        if (lines.size() == 1) {
            var line = lines.getFirst();
            var detail = line.notice.detail();
            var times = line.times == 1 ? "" : Texts.of("notices.times", line.times);
            return detail.isEmpty() || times.isEmpty() ? detail + times : times + ", " + detail;
        }
        return Texts.of(
                "notices.summary",
                count,
                services().size(),
                lines.getFirst().notice.title());
    }
}
