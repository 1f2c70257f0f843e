package dev.signalbox.console.fx;

import dev.signalbox.operation.Source;
import javafx.scene.control.Label;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.octicons.Octicons;

/// Who asked for an operation: an icon and words. FX thread.
public final class SourceLabel extends Label {
    private Source.@Nullable Road road;

    public SourceLabel() {
        getStyleClass().add("source");
        setMinWidth(0);
    }

    /// Shows who it was.
    public void show(Source source) {
        show(source, source.toString());
    }

    /// Shows who it was in words that say more than that.
    public void show(Source source, String words) {
        setText(words);
        if (source.road() != road) {
            road = source.road();
            setGraphic(new FontIcon(icon(source.road())));
        }
    }

    private static Ikon icon(Source.Road road) {
        return switch (road) {
            case OPERATOR -> Octicons.PERSON_16;
            case AUTOSTART -> Octicons.ROCKET_16;
            case SCHEDULE -> Octicons.CLOCK_16;
            case CRASH_RECOVERY -> Octicons.HISTORY_16;
            case HEALTH -> Octicons.PULSE_16;
            case RELOAD -> Octicons.FILE_CODE_16;
            case CLOSING -> Octicons.SIGN_OUT_16;
            case HTTP_API -> Octicons.GLOBE_16;
            case COMMAND_LINE -> Octicons.TERMINAL_16;
        };
    }
}
