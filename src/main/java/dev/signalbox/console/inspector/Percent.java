package dev.signalbox.console.inspector;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/// How the inspector writes shares.
final class Percent {
    private static final double SMALLEST = 0.001;
    private static final double FINE = 0.99;
    private static final BigDecimal NOT_ALL = new BigDecimal("99.99");

    private Percent() {}

    /// A share from 0 to 1 as `0 %`, `2.5 %`, `99.98 %` or `100 %`. Neither none nor all is said of a share that
    /// only comes close.
    static String of(double share) {
        if (share <= 0 || share >= 1) {
            return share <= 0 ? "0 %" : "100 %";
        }
        if (share < SMALLEST) {
            return "< 0.1 %";
        }
        var digits = share > FINE ? 2 : 1;
        var percent = BigDecimal.valueOf(share).movePointRight(2).setScale(digits, RoundingMode.HALF_UP);
        return percent.min(NOT_ALL).stripTrailingZeros().toPlainString() + " %";
    }

    /// How often in a day: `0`, `0.3`, `12.5`.
    static String perDay(double times) {
        return times > 0 && times < 0.1 ? "< 0.1" : times == 0 ? "0" : String.format(Locale.ROOT, "%.1f", times);
    }
}
