package dev.signalbox.console.log;

import java.util.EnumSet;
import java.util.List;
import javafx.scene.paint.Color;

/// The colours that a style sheet gives to the log view, with those used where it says nothing.
enum LogColor {
    BACKGROUND("background", "#010409"),
    TEXT("text", "#c9d1d9"),
    MUTED("muted", "#8b949e"),
    /// Behind the console's own lines.
    BAND("band", "#161b22"),
    /// The edge of the console's own lines.
    ACCENT("accent", "#58a6ff"),
    /// The edge of errors.
    DANGER("danger", "#f85149"),
    FOCUS("focus", "#58a6ff"),
    SELECTION("selection", "#13233a"),
    /// Behind text that was searched for.
    MARK("mark", "#5a4a12"),
    /// Around the one of these that was gone to.
    CURRENT_MARK("current-mark", "#f2cc60"),
    BLACK("ansi-black", "#8b949e"),
    RED("ansi-red", "#ff7b72"),
    GREEN("ansi-green", "#7ee787"),
    YELLOW("ansi-yellow", "#e3b341"),
    BLUE("ansi-blue", "#79c0ff"),
    MAGENTA("ansi-magenta", "#d2a8ff"),
    CYAN("ansi-cyan", "#56d4dd"),
    WHITE("ansi-white", "#c9d1d9"),
    BRIGHT_BLACK("ansi-bright-black", "#8b949e"),
    BRIGHT_RED("ansi-bright-red", "#ffa198"),
    BRIGHT_GREEN("ansi-bright-green", "#56d364"),
    BRIGHT_YELLOW("ansi-bright-yellow", "#f2cc60"),
    BRIGHT_BLUE("ansi-bright-blue", "#a5d6ff"),
    BRIGHT_MAGENTA("ansi-bright-magenta", "#e2c5ff"),
    BRIGHT_CYAN("ansi-bright-cyan", "#b3f0ff"),
    BRIGHT_WHITE("ansi-bright-white", "#f0f6fc");

    private static final List<LogColor> ANSI = List.copyOf(EnumSet.range(BLACK, BRIGHT_WHITE));

    private final String cssName;
    private final String initial;

    LogColor(String cssName, String initial) {
        this.cssName = "-signalbox-log-" + cssName;
        this.initial = initial;
    }

    String cssName() {
        return cssName;
    }

    Color initial() {
        return Color.web(initial);
    }

    /// The colour of `index` in the palette of 16.
    static LogColor ansi(int index) {
        return ANSI.get(index);
    }
}
