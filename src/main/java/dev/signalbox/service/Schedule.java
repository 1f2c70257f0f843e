package dev.signalbox.service;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// When something happens by itself: a cron expression of the five fields that UNIX has, minute, hour, day of the
/// month, month and day of the week. Where both days are restricted, either of them is enough. Two schedules with
/// the same text are equal. Immutable.
public final class Schedule {
    private static final String FIELDS = "five fields: minute, hour, day of the month, month, day of the week";
    private static final CronParser PARSER = new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));

    private final String text;
    private final ExecutionTime times;

    private Schedule(String text, ExecutionTime times) {
        this.text = text;
        this.times = times;
    }

    /// Reads a cron expression such as `*/15 8-18 * * MON-FRI`.
    ///
    /// @throws IllegalArgumentException with a message for people, if it is none, or names a day that no year has
    public static Schedule parse(String text) {
        var expression = text.strip();
        if (expression.indexOf('|') >= 0 || expression.split("\\s+").length != 5) {
            throw new IllegalArgumentException("a schedule has " + FIELDS);
        }
        var schedule = new Schedule(expression, times(expression));
        if (schedule.next(Instant.EPOCH.atZone(ZoneOffset.UTC)) == null) {
            throw new IllegalArgumentException("that day never comes");
        }
        return schedule;
    }

    private static ExecutionTime times(String expression) {
        try {
            return ExecutionTime.forCron(PARSER.parse(expression));
        } catch (IllegalArgumentException e) {
            var cause = e.getCause() == null ? e : e.getCause();
            throw new IllegalArgumentException(
                    Objects.requireNonNullElse(cause.getMessage(), "a schedule has " + FIELDS), e);
        }
    }

    /// The first time after `after`, in its zone; `null` if there is none. A time that the clocks skip when
    /// summer time begins is skipped.
    public @Nullable ZonedDateTime next(ZonedDateTime after) {
        return times.nextExecution(after).orElse(null);
    }

    /// The expression as it was written.
    public String text() {
        return text;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Schedule that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
