package dev.signalbox.text;

import java.util.Locale;

/// How numbers of bytes are written for people, in decimal units.
public final class ByteSizes {
    private static final String[] UNITS = {"B", "KB", "MB", "GB", "TB"};

    private ByteSizes() {}

    /// With at most one digit behind the point: `0 B`, `1.1 MB`, `50 MB`.
    public static String text(long bytes) {
        return text(bytes, Double.POSITIVE_INFINITY, 999.95);
    }

    /// The same in as few letters as a column of them needs: `1.6 GB`, but `812 MB`.
    public static String brief(long bytes) {
        return text(bytes, 9.95, 999.5);
    }

    /// @param whole from where on there is no digit behind the point
    /// @param next from where on it would be rounded to a thousand of the unit
    private static String text(long bytes, double whole, double next) {
        double value = bytes;
        int unit = 0;
        for (; value >= next && unit < UNITS.length - 1; unit++) {
            value /= 1_000;
        }
        var rounded = String.format(Locale.ROOT, value < whole ? "%.1f" : "%.0f", value);
        var digits = rounded.endsWith(".0") ? rounded.substring(0, rounded.length() - 2) : rounded;
        return digits + " " + UNITS[unit];
    }
}
