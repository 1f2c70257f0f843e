package dev.signalbox.console.notices;

import java.time.Instant;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// How an operator likes to be told, and what for the next window is to know. Immutable.
///
/// @param desktop whether the desktop tells what happens while the window is not in front
/// @param quiet whether it tells of failures only from `from` to `to`
/// @param from where the operator is
/// @param to where the operator is; a time before `from` is one of the next day
/// @param mutes at most [#MOST_MUTES]
/// @param seen when a window was open last, wall clock; `null` if there was none
public record NoticeSettings(
        boolean desktop,
        boolean quiet,
        LocalTime from,
        LocalTime to,
        List<Mute> mutes,
        @Nullable Instant seen) {
    static final int MOST_MUTES = 200;

    public static final NoticeSettings DEFAULT =
            new NoticeSettings(true, false, LocalTime.of(22, 0), LocalTime.of(7, 0), List.of(), null);

    public NoticeSettings {
        mutes = mutes.stream().limit(MOST_MUTES).toList();
    }

    NoticeSettings onDesktop(boolean on) {
        return new NoticeSettings(on, quiet, from, to, mutes, seen);
    }

    NoticeSettings quiet(boolean on) {
        return new NoticeSettings(desktop, on, from, to, mutes, seen);
    }

    NoticeSettings quietBetween(LocalTime newFrom, LocalTime newTo) {
        return new NoticeSettings(desktop, quiet, newFrom, newTo, mutes, seen);
    }

    NoticeSettings muting(List<Mute> newMutes) {
        return new NoticeSettings(desktop, quiet, from, to, newMutes, seen);
    }

    /// The same for the next window.
    public NoticeSettings seenAt(Instant now) {
        return new NoticeSettings(desktop, quiet, from, to, mutes, now);
    }

    /// Whether it is a quiet hour.
    boolean isQuietAt(LocalTime now) {
        var within =
                from.isBefore(to) ? !now.isBefore(from) && now.isBefore(to) : !now.isBefore(from) || now.isBefore(to);
        return quiet && within;
    }

    /// Reads them; what is missing or cannot be read is as in [#DEFAULT].
    public static NoticeSettings load(Properties stored) {
        return new NoticeSettings(
                Boolean.parseBoolean(stored.getProperty("notices.desktop", "true")),
                Boolean.parseBoolean(stored.getProperty("notices.quiet", "false")),
                time(stored.getProperty("notices.quiet.from", ""), DEFAULT.from),
                time(stored.getProperty("notices.quiet.to", ""), DEFAULT.to),
                stored.getProperty("notices.muted", "")
                        .lines()
                        .map(Mute::parse)
                        .filter(Objects::nonNull)
                        .toList(),
                instant(stored.getProperty("notices.seen", "")));
    }

    /// Writes them into `stored`.
    public void store(Properties stored) {
        stored.setProperty("notices.desktop", Boolean.toString(desktop));
        stored.setProperty("notices.quiet", Boolean.toString(quiet));
        stored.setProperty("notices.quiet.from", from.toString());
        stored.setProperty("notices.quiet.to", to.toString());
        stored.setProperty("notices.muted", mutes.stream().map(Mute::text).collect(Collectors.joining("\n")));
        if (seen != null) {
            stored.setProperty("notices.seen", seen.toString());
        }
    }

    private static LocalTime time(String text, LocalTime otherwise) {
        try {
            return LocalTime.parse(text);
        } catch (DateTimeParseException e) {
            return otherwise;
        }
    }

    private static @Nullable Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
