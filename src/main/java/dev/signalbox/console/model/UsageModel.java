package dev.signalbox.console.model;

import dev.signalbox.engine.Engine;
import dev.signalbox.metrics.Usage;
import dev.signalbox.metrics.Usages;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/// What services use, and used in the last minute, as it is shown. FX thread.
public final class UsageModel {
    /// How many looks are kept to be drawn: one a second.
    public static final int LOOKS = 60;

    private final Engine engine;
    private final Map<String, Line> lines = new HashMap<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private Usages known = Usages.NONE;

    /// The last looks at a service, oldest first.
    private static final class Line {
        private static final Line NONE = new Line();

        private final double[] cpu = new double[LOOKS];
        private final double[] memory = new double[LOOKS];

        Line() {
            Arrays.fill(cpu, Double.NaN);
            Arrays.fill(memory, Double.NaN);
        }

        void add(@Nullable Usage usage) {
            push(cpu, usage == null ? Double.NaN : usage.cpu());
            push(memory, usage == null ? Double.NaN : usage.memory());
        }

        private static void push(double[] all, double value) {
            System.arraycopy(all, 1, all, 0, all.length - 1);
            all[all.length - 1] = value;
        }
    }

    UsageModel(Engine engine) {
        this.engine = engine;
    }

    /// Takes in what is known by now. Called with each tick.
    public void look() {
        var now = engine.usages();
        if (now.equals(known)) {
            return;
        }
        known = now;
        now.services().keySet().forEach(id -> lines.computeIfAbsent(id, _ -> new Line()));
        lines.forEach((id, line) -> line.add(now.services().get(id)));
        listeners.forEach(Runnable::run);
    }

    /// Calls `listener` when there is news, until the subscription ends.
    public Subscription onNews(Runnable listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /// What all use, and what the machine has.
    public Usages usages() {
        return known;
    }

    /// What a service uses; `null` if it does not run, or that is not known.
    public @Nullable Usage of(String service) {
        return known.services().get(service);
    }

    /// Its share of one core at the last looks, oldest first; not a number where that is not known.
    public double[] cpu(String service) {
        return line(service).cpu.clone();
    }

    /// Its resident bytes at the last looks, likewise.
    public double[] memory(String service) {
        return line(service).memory.clone();
    }

    private Line line(String service) {
        return lines.getOrDefault(service, Line.NONE);
    }
}
