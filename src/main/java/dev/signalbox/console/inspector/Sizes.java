package dev.signalbox.console.inspector;

import java.util.Locale;

/// How the inspector writes numbers of bytes.
final class Sizes {
    private static final String[] UNITS = {"B", "KB", "MB", "GB", "TB"};

    private Sizes() {}

    /// In decimal units with at most one digit behind the point: `0 B`, `1.1 MB`, `50 MB`.
    static String text(long bytes) {
        double value = bytes;
        int unit = 0;
        // From here on it would be rounded to a thousand of the unit.
        for (; value >= 999.95 && unit < UNITS.length - 1; unit++) {
            value /= 1_000;
        }
        var rounded = String.format(Locale.ROOT, "%.1f", value);
        var digits = rounded.endsWith(".0") ? rounded.substring(0, rounded.length() - 2) : rounded;
        return digits + " " + UNITS[unit];
    }
}
