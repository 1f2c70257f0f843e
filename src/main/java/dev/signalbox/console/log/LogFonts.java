package dev.signalbox.console.log;

import dev.signalbox.console.fx.Fonts;
import java.util.HashMap;
import java.util.Map;
import javafx.scene.text.Font;
import javafx.scene.text.FontWeight;
import javafx.scene.text.Text;

/// The fonts of the log view and how wide their characters are. FX thread only.
final class LogFonts {

    /// Height of a row of text, in pixels.
    static final double ROW_HEIGHT = 17;
    /// From a row's top to its baseline, so that both fonts stand in the row's middle.
    static final double BASELINE = 13;

    private static final double SIZE = 12;

    private final Font regular;
    private final Font bold;
    private final Font ui;
    private final double cell;
    private final Map<Integer, Double> uiAdvances = new HashMap<>();

    LogFonts() {
        Fonts.load();
        regular = Font.font(Fonts.MONO, SIZE);
        bold = Font.font(Fonts.MONO, FontWeight.BOLD, SIZE);
        ui = Font.font(Fonts.UI, SIZE);
        cell = measure("0", regular);
    }

    Font mono(boolean isBold) {
        return isBold ? bold : regular;
    }

    Font ui() {
        return ui;
    }

    /// The width of one cell of the monospaced grid.
    double cell() {
        return cell;
    }

    Advances advances(LogEntry entry) {
        return entry.fromConsole() ? this::uiAdvance : this::monoAdvance;
    }

    private double monoAdvance(int codePoint) {
        return cell * CharacterCells.width(codePoint);
    }

    private double uiAdvance(int codePoint) {
        return uiAdvances.computeIfAbsent(
                codePoint, c -> CharacterCells.width(c) == 0 ? 0.0 : measure(Character.toString(c), ui));
    }

    private static double measure(String string, Font font) {
        Text text = new Text(string);
        text.setFont(font);
        return text.getLayoutBounds().getWidth();
    }
}
