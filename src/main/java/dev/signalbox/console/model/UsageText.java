package dev.signalbox.console.model;

import dev.signalbox.console.fx.Texts;
import dev.signalbox.metrics.Usage;
import dev.signalbox.metrics.Usages;
import dev.signalbox.text.ByteSizes;
import org.jspecify.annotations.Nullable;

/// How the window writes what services use.
public final class UsageText {
    private static final String UNKNOWN = "–";
    private static final int PERCENT = 100;

    private UsageText() {}

    /// As `41%`, of one core.
    public static String cpu(@Nullable Usage usage) {
        return usage == null || Double.isNaN(usage.cpu()) ? UNKNOWN : percent(usage.cpu());
    }

    private static String percent(double share) {
        return Math.round(share * PERCENT) + "%";
    }

    /// As `812 MB`.
    public static String memory(@Nullable Usage usage) {
        return usage == null ? UNKNOWN : ByteSizes.brief(usage.memory());
    }

    /// What all use of the machine; empty where that is not known.
    public static String totals(Usages usages) {
        var machine = usages.machine();
        if (machine.cores() == 0 || machine.memory() == 0) {
            return "";
        }
        var cpu = 0.0;
        var memory = 0L;
        for (var usage : usages.services().values()) {
            cpu += Double.isNaN(usage.cpu()) ? 0 : usage.cpu();
            memory += usage.memory();
        }
        return Texts.of(
                "summary.machine",
                percent(cpu / machine.cores()),
                machine.cores(),
                ByteSizes.brief(memory),
                ByteSizes.brief(machine.memory()));
    }
}
