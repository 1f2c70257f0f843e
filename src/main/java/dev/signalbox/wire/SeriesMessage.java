package dev.signalbox.wire;

import dev.signalbox.metrics.Figure;
import dev.signalbox.metrics.Point;
import dev.signalbox.metrics.Series;
import dev.signalbox.metrics.Spread;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

@Says("What a service has used. Where a step is missing, nobody has looked or nothing ran.")
public record SeriesMessage(
        @Says("when the first step begins") Instant since,
        @Says("how long each step is") long stepSeconds,
        @Says("share of one core") SpreadsMessage cpu,
        @Says("resident bytes") SpreadsMessage memory,
        @Says("threads") SpreadsMessage tasks,
        @Says("open files") SpreadsMessage files) {

    public static SeriesMessage of(Series series) {
        return new SeriesMessage(
                series.since(),
                series.step().toSeconds(),
                SpreadsMessage.of(series, Figure.CPU),
                SpreadsMessage.of(series, Figure.MEMORY),
                SpreadsMessage.of(series, Figure.TASKS),
                SpreadsMessage.of(series, Figure.FILES));
    }

    public Series toSeries(RemoteClock clock) {
        var all = new TreeMap<Long, Map<Figure, Spread>>();
        cpu.addTo(all, Figure.CPU);
        memory.addTo(all, Figure.MEMORY);
        tasks.addTo(all, Figure.TASKS);
        files.addTo(all, Figure.FILES);
        var begin = clock.here(since);
        var points = all.entrySet().stream()
                .map(entry -> point(begin.plusSeconds(entry.getKey()), entry.getValue()))
                .toList();
        return new Series(begin, Duration.ofSeconds(stepSeconds), points);
    }

    private static Point point(Instant at, Map<Figure, Spread> figures) {
        return new Point(
                at,
                figures.getOrDefault(Figure.CPU, Spread.NONE),
                figures.getOrDefault(Figure.MEMORY, Spread.NONE),
                figures.getOrDefault(Figure.TASKS, Spread.NONE),
                figures.getOrDefault(Figure.FILES, Spread.NONE));
    }
}
