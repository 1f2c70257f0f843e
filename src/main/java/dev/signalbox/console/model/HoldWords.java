package dev.signalbox.console.model;

import dev.signalbox.console.fx.Texts;
import dev.signalbox.console.fx.Times;
import dev.signalbox.service.Intent.Hold;
import java.time.Instant;
import java.time.ZoneId;

/// How the window says that a queue is held.
public final class HoldWords {
    private HoldWords() {}

    /// In a word or two: `held`, `all queues held`, `held, ends at 14:00`.
    public static String badge(ServiceModel service, Instant now) {
        var words = Texts.of(service.queue().held() ? "hold.badge" : "hold.badge.all");
        var hold = service.intent().hold();
        return hold == null || hold.until() == null ? words : Texts.of("hold.badge.until", words, end(hold, now));
    }

    /// In full: by whom, since when, why, until when, and what that means.
    public static String describe(ServiceModel service, Instant now) {
        var own = service.queue().held();
        var meaning = Texts.of(own ? "hold.meaning" : "hold.meaning.all");
        var hold = service.intent().hold();
        if (hold == null) {
            return meaning;
        }
        var why = hold.why().isEmpty() ? "" : "\n" + hold.why();
        var until = hold.until() == null ? "" : "\n" + Texts.of("hold.until", end(hold, now));
        return Texts.of("hold.by", hold.by(), Times.moment(hold.since(), now)) + why + until + "\n" + meaning;
    }

    private static String end(Hold hold, Instant now) {
        var until = hold.until();
        return until == null ? "" : Times.next(until, now, ZoneId.systemDefault());
    }
}
