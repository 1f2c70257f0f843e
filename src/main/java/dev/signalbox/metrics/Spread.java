package dev.signalbox.metrics;

/// How a figure was over some time.
///
/// @param min the least that was seen; [Double#NaN] where none was, and so are the others then
/// @param mean of all that was seen
/// @param max the most that was seen
public record Spread(double min, double mean, double max) {
    /// Nothing was seen.
    public static final Spread NONE = new Spread(Double.NaN, Double.NaN, Double.NaN);

    static Spread of(double value) {
        return new Spread(value, value, value);
    }

    /// Whether anything was seen.
    public boolean isKnown() {
        return !Double.isNaN(mean);
    }
}
