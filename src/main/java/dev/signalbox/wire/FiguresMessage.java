package dev.signalbox.wire;

import dev.signalbox.journal.History.Figures;
import dev.signalbox.journal.History.Performance;
import dev.signalbox.operation.OperationKind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;

@Says("What a service's operations were like.")
public record FiguresMessage(
        @Says("what those of each kind were like") List<KindFiguresMessage> operations, UptimeMessage uptime) {
    public static FiguresMessage of(Performance performance) {
        var kinds = new ArrayList<KindFiguresMessage>();
        for (var kind : OperationKind.values()) {
            var figures = performance.operations().get(kind);
            if (figures != null) {
                kinds.add(KindFiguresMessage.of(kind, figures));
            }
        }
        return new FiguresMessage(kinds, UptimeMessage.of(performance.uptime()));
    }

    public Performance toPerformance() {
        var figures = new EnumMap<OperationKind, Figures>(OperationKind.class);
        operations.forEach(kind -> figures.put(kind.toKind(), kind.toFigures()));
        return new Performance(figures, uptime.toUptime());
    }
}
