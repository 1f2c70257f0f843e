package dev.signalbox.log;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How serious a line says it is.
public enum LogLevel {
    ERROR("E"),
    WARN("W"),
    INFO("I"),
    DEBUG("D");

    private static final int HEAD = 80;

    /// In the order tried at each place: `ERROR` as a word in capitals; `[E]`; `[error]`; `error:` at the start;
    /// `level=error` and `"level":"error"`; `E0102 15:04:05` as Kubernetes writes it.
    private static final Pattern LEVEL = Pattern.compile("""
            (?<![\\w.-])(?<word>TRACE|DEBUG|DBG|INFO|INF|NOTICE|WARN(?:ING)?|WRN|ERROR|ERR|FATAL|CRIT(?:ICAL)?|SEVERE|PANIC)(?![\\w.-])
            |\\[(?<letter>[TDIWEF])]
            |\\[(?i:(?<bracket>trace|debug|info|notice|warn(?:ing)?|error|fatal|critical|panic))]
            |^(?i:(?<start>trace|debug|info|warn(?:ing)?|error|fatal|critical|panic)):
            |\\b(?i:level|lvl|severity)"?[=:]\\s*"?(?i:(?<key>trace|debug|info|notice|warn(?:ing)?|err(?:or)?|fatal|crit(?:ical)?|panic))
            |^(?<glog>[IWEF])\\d{4}\\s""", Pattern.COMMENTS);

    private final String letter;

    LogLevel(String letter) {
        this.letter = letter;
    }

    /// `E`, `W`, `I` or `D`.
    public String letter() {
        return letter;
    }

    /// What the first words of `text`, free of escape sequences, say; `null` if nothing.
    public static @Nullable LogLevel of(String text) {
        Matcher matcher = LEVEL.matcher(text).region(0, Math.min(HEAD, text.length()));
        matcher.useTransparentBounds(true);
        if (!matcher.find()) {
            return null;
        }
        for (String group : new String[] {"word", "letter", "bracket", "start", "key", "glog"}) {
            String found = matcher.group(group);
            if (found != null) {
                return ofInitial(found.toUpperCase(Locale.ROOT).charAt(0));
            }
        }
        return null;
    }

    /// All words for one level share their first letters with no other level's words.
    private static LogLevel ofInitial(char initial) {
        return switch (initial) {
            case 'T', 'D' -> DEBUG;
            case 'I', 'N' -> INFO;
            case 'W' -> WARN;
            default -> ERROR;
        };
    }
}
