package dev.signalbox.console.log;

/// How a stretch of text looks.
///
/// @param faint less important than the text around it; only used where `color` is the default
record AnsiStyle(Color color, boolean bold, boolean faint) {

    static final AnsiStyle PLAIN = new AnsiStyle(new Default(), false, false);

    sealed interface Color {}

    /// The colour of ordinary text.
    record Default() implements Color {}

    /// One of the 16 colours that the theme defines: 0 to 7, and 8 to 15 for the bright ones.
    record Palette(int index) implements Color {}

    /// A colour that the service chose, `0xRRGGBB`.
    record Rgb(int value) implements Color {}

    AnsiStyle withColor(Color newColor) {
        return new AnsiStyle(newColor, bold, faint);
    }

    AnsiStyle withWeight(boolean newBold, boolean newFaint) {
        return new AnsiStyle(color, newBold, newFaint);
    }

    /// The colour of `index` in the xterm table: 16 theme colours, a cube of 6 × 6 × 6, and 24 greys.
    static Color indexed(int index) {
        if (index < 16) {
            return new Palette(index);
        }
        if (index >= 232) {
            int grey = 8 + 10 * (index - 232);
            return new Rgb(grey << 16 | grey << 8 | grey);
        }
        int cube = index - 16;
        return new Rgb(level(cube / 36) << 16 | level(cube / 6 % 6) << 8 | level(cube % 6));
    }

    private static int level(int step) {
        return step == 0 ? 0 : 55 + 40 * step;
    }
}
