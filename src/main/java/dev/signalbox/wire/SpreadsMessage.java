package dev.signalbox.wire;

import dev.signalbox.metrics.Figure;
import dev.signalbox.metrics.Series;
import dev.signalbox.metrics.Spread;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

@Says("How a figure was in one step after another, as lists of one length.")
public record SpreadsMessage(
        @Says("when each step begins, in seconds behind the beginning of the first")
        List<Long> at,

        List<Double> min,
        List<Double> mean,
        List<Double> max) {

    static SpreadsMessage of(Series series, Figure figure) {
        var all = new SpreadsMessage(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (var point : series.points()) {
            var spread = point.of(figure);
            if (spread.isKnown()) {
                all.at.add(point.at().getEpochSecond() - series.since().getEpochSecond());
                all.min.add(Rounded.of(spread.min()));
                all.mean.add(Rounded.of(spread.mean()));
                all.max.add(Rounded.of(spread.max()));
            }
        }
        return all;
    }

    /// Adds to `all` how it was, by the seconds behind the beginning.
    void addTo(Map<Long, Map<Figure, Spread>> all, Figure figure) {
        for (int i = 0; i < at.size(); i++) {
            all.computeIfAbsent(at.get(i), _ -> new EnumMap<>(Figure.class))
                    .put(figure, new Spread(min.get(i), mean.get(i), max.get(i)));
        }
    }
}
