package dev.signalbox.console.window;

import dev.signalbox.console.fx.Theme;
import dev.signalbox.console.model.ServiceTab;
import java.util.List;
import java.util.Set;

/// How an operator likes the window.
///
/// @param width of the window with its frame, px
/// @param height of the window with its frame, px
/// @param collapsed the groups whose services are folded away
/// @param lately what was chosen in the palette lately, the newest first
public record ConsoleSettings(
        Theme theme, double width, double height, ServiceTab tab, Set<String> collapsed, List<String> lately) {
    public static final double MIN_WIDTH = 960;
    public static final double MIN_HEIGHT = 480;

    public static final ConsoleSettings DEFAULT =
            new ConsoleSettings(Theme.DARK, 1440, 900, ServiceTab.QUEUE, Set.of(), List.of());

    public ConsoleSettings {
        width = Math.max(width, MIN_WIDTH);
        height = Math.max(height, MIN_HEIGHT);
        collapsed = Set.copyOf(collapsed);
        lately = List.copyOf(lately);
    }

    /// Of who has not used the palette yet.
    public ConsoleSettings(Theme theme, double width, double height, ServiceTab tab, Set<String> collapsed) {
        this(theme, width, height, tab, collapsed, List.of());
    }
}
