package dev.signalbox.wire;

import dev.signalbox.operation.Source;
import java.util.List;

@Says("Who asked for an operation.")
public record SourceMessage(String road, String actor) {
    public static SourceMessage of(Source source) {
        return new SourceMessage(Words.of(source.road()), source.actor());
    }

    static List<SourceMessage> of(List<Source> sources) {
        return sources.stream().map(SourceMessage::of).toList();
    }

    Source toSource() {
        return new Source(Words.constant("road", road, Source.Road.class), actor);
    }
}
