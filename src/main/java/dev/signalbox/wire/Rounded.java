package dev.signalbox.wire;

/// Figures as they are written over the wire: their noise is not.
final class Rounded {
    private static final double PARTS = 10_000;

    private Rounded() {}

    static double of(double figure) {
        return Math.round(figure * PARTS) / PARTS;
    }
}
