package dev.signalbox.service.supervision;

import dev.signalbox.service.Intent.Followed;
import dev.signalbox.service.Schedule;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Keeps how far the schedule of a service was followed, so that what came due while no engine ran is not lost without
/// a word. Safe to use from any thread.
final class Missed {
    /// So many are counted.
    private static final int MOST = 100;

    private final String service;
    private final Supervision shared;
    private final OwnRequests requests;
    private final AtomicReference<@Nullable Starts> open = new AtomicReference<>();
    /// Whose start waits for the end of the last run.
    private final AtomicReference<@Nullable Schedule> waiting = new AtomicReference<>();

    /// Starts that nobody has made.
    private record Starts(Schedule schedule, int count) {
        String number() {
            return count == 1 ? "a start" : (count < MOST ? count + "" : MOST + " or more") + " starts";
        }
    }

    Missed(String service, Supervision shared, OwnRequests requests) {
        this.service = service;
        this.shared = shared;
        this.requests = requests;
    }

    /// From now on `schedule` is followed, or none. Looks what of it was missed.
    void follow(@Nullable Schedule schedule) {
        open.set(null);
        var waits = waiting.get();
        if (schedule != null && waits != null && waits.text().equals(schedule.text())) {
            return;
        }
        waiting.set(null);
        if (schedule == null) {
            return;
        }
        var intent = shared.intents().of(service);
        var followed = intent.followed();
        if (intent.suspension() != null
                || followed == null
                || !followed.schedule().equals(schedule.text())) {
            followed(schedule); // before this it was another one, or none
            return;
        }
        var count = count(schedule, followed.until());
        if (count > 0) {
            open.set(new Starts(schedule, count));
        }
    }

    private int count(Schedule schedule, Instant from) {
        var now = shared.time().now();
        var count = 0;
        for (var due = schedule.next(from); due != null && !due.isAfter(now) && count < MOST; count++) {
            due = schedule.next(due);
        }
        return count;
    }

    /// What has come due by now is dealt with.
    void followed(Schedule schedule) {
        var now = new Followed(schedule.text(), shared.time().now());
        var _ = shared.intents().change(service, intent -> intent.followed(now));
    }

    /// A start has come due. One that is to wait for the end of the last run is not dealt with before it begins, so
    /// an end of the engine in between leaves it to the next one.
    void due(Schedule schedule) {
        if (requests.isToWait(schedule)) {
            waiting.set(schedule);
        } else {
            followed(schedule);
        }
    }

    /// What waited has begun, or is not to come.
    void waitsNoMore() {
        var waited = waiting.getAndSet(null);
        if (waited != null) {
            followed(waited);
        }
    }

    /// Deals with what was missed, once the engine starts things.
    void settle() {
        var missed = open.getAndSet(null);
        if (missed == null) {
            return;
        }
        var schedule = missed.schedule();
        due(schedule);
        if (schedule.missed() == Schedule.Missed.RUN_ONCE) {
            var why = "for " + missed.number() + " that came due while no engine ran";
            requests.startBySchedule(schedule, why, this::waitsNoMore);
        } else {
            requests.skip(schedule, missed.number(), "no engine ran");
        }
    }
}
