package dev.signalbox.service;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// When something happens by itself: a cron expression of the five fields that UNIX has, minute, hour, day of the
/// month, month and day of the week, or a word such as `@daily`. Where both days are restricted, either of them is
/// enough. Two schedules that say the same are equal. Immutable.
///
/// A time that the clocks skip when summer time begins is left out. One that comes twice when it ends is done once, the
/// first time; but schedules of every hour go by the time that passes, so both of these hours have their starts.
public final class Schedule {
    private static final String FIELDS = "five fields: minute, hour, day of the month, month, day of the week";
    private static final Map<String, String> WORDS = Map.of(
            "@hourly", "0 * * * *",
            "@daily", "0 0 * * *",
            "@midnight", "0 0 * * *",
            "@weekly", "0 0 * * 0",
            "@monthly", "0 0 1 * *",
            "@yearly", "0 0 1 1 *",
            "@annually", "0 0 1 1 *");
    private static final CronParser PARSER = new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));

    /// What becomes of starts that came due while no engine ran.
    public enum Missed {
        /// They are left out, and told of.
        SKIP,
        /// There is one for all of them.
        RUN_ONCE
    }

    /// What becomes of a start that comes due while the last run goes on.
    public enum Overlap {
        /// It is left out, and told of.
        SKIP,
        /// It waits for the end of that, unless another one waits already.
        QUEUE
    }

    private final String cron;
    private final @Nullable ZoneId zone;
    private final Missed missed;
    private final Overlap overlap;
    private final ExecutionTime times;
    private final boolean everyHour;

    private Schedule(String cron, @Nullable ZoneId zone, Missed missed, Overlap overlap, ExecutionTime times) {
        this.cron = cron;
        this.zone = zone;
        this.missed = missed;
        this.overlap = overlap;
        this.times = times;
        this.everyHour = fields(cron).split("\\s+", -1)[1].startsWith("*");
    }

    /// Reads a cron expression such as `*/15 8-18 * * MON-FRI`, for the time zone of the machine.
    ///
    /// @throws IllegalArgumentException with a message for people, if it is none, or names a day that no year has
    public static Schedule parse(String text) {
        return parse(text, null, Missed.SKIP, Overlap.SKIP);
    }

    /// The same.
    ///
    /// @param zone whose clocks it goes by; `null` for that of the machine
    public static Schedule parse(String text, @Nullable ZoneId zone, Missed missed, Overlap overlap) {
        var cron = text.strip();
        var fields = fields(cron);
        if (fields.indexOf('|') >= 0 || fields.split("\\s+").length != 5) {
            throw new IllegalArgumentException("a schedule has " + FIELDS + ", or is a word such as @daily");
        }
        var schedule = new Schedule(cron, zone, missed, overlap, times(fields));
        if (schedule.next(Instant.EPOCH.atZone(ZoneOffset.UTC)) == null) {
            throw new IllegalArgumentException("that day never comes");
        }
        return schedule;
    }

    private static String fields(String cron) {
        return WORDS.getOrDefault(cron, cron);
    }

    private static ExecutionTime times(String fields) {
        try {
            return ExecutionTime.forCron(PARSER.parse(fields));
        } catch (IllegalArgumentException e) {
            var cause = e.getCause() == null ? e : e.getCause();
            throw new IllegalArgumentException(
                    Objects.requireNonNullElse(cause.getMessage(), "a schedule has " + FIELDS), e);
        }
    }

    /// The first time after `after`, in its zone; `null` if there is none.
    public @Nullable ZonedDateTime next(ZonedDateTime after) {
        var next = times.nextExecution(after).orElse(null);
        while (next != null && !everyHour && isSecond(next)) {
            next = times.nextExecution(next).orElse(null);
        }
        return next;
    }

    /// Whether the clocks have shown this time before.
    private static boolean isSecond(ZonedDateTime time) {
        return !time.withEarlierOffsetAtOverlap().getOffset().equals(time.getOffset());
    }

    /// The first time after `after`, by the clocks that it goes by; `null` if there is none.
    public @Nullable Instant next(Instant after) {
        var next = next(after.atZone(zone()));
        return next == null ? null : next.toInstant();
    }

    /// The expression as it was written, and the zone if one was.
    public String text() {
        return zone == null ? cron : cron + " " + zone;
    }

    /// The expression as it was written.
    public String cron() {
        return cron;
    }

    /// Whose clocks it goes by, which is that of the machine if it does not say.
    public ZoneId zone() {
        return zone == null ? ZoneId.systemDefault() : zone;
    }

    public Missed missed() {
        return missed;
    }

    public Overlap overlap() {
        return overlap;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Schedule that && toString().equals(that.toString());
    }

    @Override
    public int hashCode() {
        return toString().hashCode();
    }

    /// All that it says, for people.
    @Override
    public String toString() {
        return text()
                + (missed == Missed.SKIP ? "" : ", missed " + word(missed))
                + (overlap == Overlap.SKIP ? "" : ", overlap " + word(overlap));
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
