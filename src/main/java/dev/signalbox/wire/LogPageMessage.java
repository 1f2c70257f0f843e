package dev.signalbox.wire;

import dev.signalbox.log.LogPage;
import java.util.List;

@Says("Some lines of the output of some services, one behind the other.")
public record LogPageMessage(
        List<PlacedLogLineMessage> lines,

        @Says("how many of them are before the place that was asked for")
        int behind,

        @Says("whether nothing is kept before them") boolean oldest,

        @Says("whether nothing has been written behind them")
        boolean newest) {
    public static LogPageMessage of(LogPage page) {
        return new LogPageMessage(
                page.lines().stream().map(PlacedLogLineMessage::of).toList(),
                page.behind(),
                page.oldest(),
                page.newest());
    }

    public LogPage toPage(RemoteClock clock) {
        return new LogPage(lines.stream().map(line -> line.toLine(clock)).toList(), behind, oldest, newest);
    }
}
