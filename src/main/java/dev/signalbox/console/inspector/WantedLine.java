package dev.signalbox.console.inspector;

import dev.signalbox.console.fx.Texts;
import dev.signalbox.console.fx.Times;
import dev.signalbox.console.model.ServiceModel;
import dev.signalbox.service.Intent;
import java.time.Instant;

/// What persons want of a service, since when and by whom, on one line: `shall run since 14:02:11, by operator`.
final class WantedLine {
    private WantedLine() {}

    /// Empty while nothing is known.
    static String of(ServiceModel service, Instant now) {
        var desired = service.intent().desired();
        if (!service.connection().isUp()) {
            return "";
        }
        var what = switch (desired.value()) {
            case RUNNING -> Texts.of("inspector.wanted.run");
            case STOPPED -> Texts.of("inspector.wanted.stop");
            case UNSET ->
                Texts.of(service.definition().autostart() ? "inspector.wanted.autostart" : "inspector.wanted.nobody");
        };
        return desired.value() == Intent.Value.UNSET ? what : what + asked(desired, now);
    }

    private static String asked(Intent.Desired desired, Instant now) {
        var since = desired.since();
        return since == null
                ? Texts.of("inspector.wanted.by", desired.by())
                : Texts.of("inspector.wanted.since-by", Times.moment(since, now), desired.by());
    }
}
