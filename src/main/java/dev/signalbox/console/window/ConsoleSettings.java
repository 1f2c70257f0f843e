package dev.signalbox.console.window;

import dev.signalbox.console.fx.Theme;
import dev.signalbox.console.model.ServiceTab;
import dev.signalbox.console.notices.NoticeSettings;
import java.util.List;
import java.util.Set;

/// How an operator likes the window.
///
/// @param width of the window with its frame, px
/// @param height of the window with its frame, px
/// @param collapsed the groups whose services are folded away
/// @param lately what was chosen in the palette lately, the newest first
/// @param notices how the operator likes to be told what happens
public record ConsoleSettings(
        Theme theme,
        double width,
        double height,
        ServiceTab tab,
        Set<String> collapsed,
        List<String> lately,
        NoticeSettings notices) {
    public static final double MIN_WIDTH = 960;
    public static final double MIN_HEIGHT = 480;

    public static final ConsoleSettings DEFAULT =
            new ConsoleSettings(Theme.DARK, 1440, 900, ServiceTab.QUEUE, Set.of());

    /// With what is usual of the rest.
    public ConsoleSettings(Theme theme, double width, double height, ServiceTab tab, Set<String> collapsed) {
        this(theme, width, height, tab, collapsed, List.of(), NoticeSettings.DEFAULT);
    }

    public ConsoleSettings {
        width = Math.max(width, MIN_WIDTH);
        height = Math.max(height, MIN_HEIGHT);
        collapsed = Set.copyOf(collapsed);
        lately = List.copyOf(lately);
    }
}
