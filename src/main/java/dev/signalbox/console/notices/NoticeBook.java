package dev.signalbox.console.notices;

import dev.signalbox.console.notices.Notice.Kind;
import dev.signalbox.console.notices.Notice.Weight;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/// All that was noticed and is kept: put together to incidents, the newest first, with what is muted. FX thread.
///
/// A notice joins an incident if their services are the same or need each other, and the incident is open or had
/// another notice within [#TOGETHER].
final class NoticeBook {
    static final Duration TOGETHER = Duration.ofMinutes(5);
    /// How many lines are kept of all incidents together.
    static final int MOST_LINES = 1_000;

    private final InstantSource clock;
    private final Supplier<Needs> needs;
    private final ObservableList<Incident> incidents = FXCollections.observableArrayList();
    private final ObservableList<Mute> mutes = FXCollections.observableArrayList();
    // Kept, as they listen to the lists only as long as they are.
    private final ObservableList<Incident> readOnlyIncidents = FXCollections.unmodifiableObservableList(incidents);
    private final ObservableList<Mute> readOnlyMutes = FXCollections.unmodifiableObservableList(mutes);
    private final ReadOnlyIntegerWrapper unread = new ReadOnlyIntegerWrapper(this, "unread", 0);
    private long ids;

    /// @param clock of the engine
    /// @param needs which services need which others now
    /// @param muted from the window before
    NoticeBook(InstantSource clock, Supplier<Needs> needs, Collection<Mute> muted) {
        this.clock = clock;
        this.needs = needs;
        mutes.setAll(muted);
        endMutes();
    }

    /// What came of a notice.
    ///
    /// @param news whether nobody knows yet, and it is to be told
    record Added(Incident incident, boolean news) {}

    ObservableList<Incident> incidents() {
        return readOnlyIncidents;
    }

    /// How many incidents somebody should read.
    ReadOnlyIntegerProperty unreadProperty() {
        return unread.getReadOnlyProperty();
    }

    /// Takes in what happens now.
    ///
    /// @return `null` if it is nothing to be kept: that something runs again of which no trouble is known
    @Nullable
    Added add(Notice notice) {
        return add(notice, false);
    }

    /// Takes in what happened while no window was open; told nowhere but here.
    void addMissed(Collection<Notice> missed) {
        missed.forEach(notice -> add(notice, true));
    }

    private @Nullable Added add(Notice notice, boolean missed) {
        endMutes();
        var muted = isMuted(notice.service());
        var now = needs.get();
        for (int i = 0; i < incidents.size(); i++) {
            var known = incidents.get(i);
            if (known.muted() == muted && known.missed() == missed && belongs(notice, known, now)) {
                var news = known.isNews(notice);
                var grown = known.with(notice, now);
                incidents.remove(i);
                place(grown);
                return new Added(grown, news && !muted && !missed);
            }
        }
        if (notice.kind() == Kind.RECOVERED) {
            return null;
        }
        var begun = Incident.of(++ids, notice, missed, muted);
        place(begun);
        return new Added(begun, notice.weight().compareTo(Weight.WARNING) >= 0 && !muted && !missed);
    }

    private static boolean belongs(Notice notice, Incident incident, Needs needs) {
        var same = incident.services().contains(notice.service());
        if (notice.kind() == Kind.RECOVERED) {
            return incident.down().contains(notice.service());
        }
        if (same && incident.down().contains(notice.service())) {
            return true;
        }
        var recent = !notice.at().isAfter(incident.last().plus(TOGETHER));
        return recent
                && (same
                        || incident.services().stream().anyMatch(service -> needs.connects(notice.service(), service)));
    }

    private void place(Incident incident) {
        int i = 0;
        while (i < incidents.size() && incidents.get(i).last().isAfter(incident.last())) {
            i++;
        }
        incidents.add(i, incident);
        var kept = incidents.stream().mapToInt(each -> each.lines().size()).sum();
        while (kept > MOST_LINES && incidents.size() > 1) {
            kept -= incidents.removeLast().lines().size();
        }
        count();
    }

    private void count() {
        unread.set((int)
                incidents.stream().filter(each -> !each.read() && !each.muted()).count());
    }

    /// How many notices are kept of what is muted, or of what is not.
    int kept(boolean muted) {
        return incidents.stream()
                .filter(each -> each.muted() == muted)
                .mapToInt(Incident::count)
                .sum();
    }

    /// How many notices of a service were kept since it was muted.
    int keptOf(Mute mute) {
        return incidents.stream()
                .filter(Incident::muted)
                .flatMap(each -> each.lines().stream())
                .filter(line -> line.notice().service().equals(mute.service())
                        && !line.last().isBefore(mute.since()))
                .mapToInt(Incident.Line::times)
                .sum();
    }

    // --- reading ---

    void read(long incident) {
        replace(incident, Incident::asRead);
    }

    void readAll() {
        incidents.replaceAll(Incident::asRead);
        count();
    }

    private void replace(long incident, UnaryOperator<Incident> change) {
        for (int i = 0; i < incidents.size(); i++) {
            if (incidents.get(i).id() == incident) {
                incidents.set(i, change.apply(incidents.get(i)));
            }
        }
        count();
    }

    // --- muting ---

    /// What is muted now.
    ObservableList<Mute> mutes() {
        return readOnlyMutes;
    }

    @Nullable
    Mute muteOf(String service) {
        return mutes.stream()
                .filter(mute -> mute.service().equals(service) && !mute.isOver(clock.instant()))
                .findFirst()
                .orElse(null);
    }

    boolean isMuted(String service) {
        return muteOf(service) != null;
    }

    /// Mutes services: notices of them are kept, and told nowhere.
    ///
    /// @param until when it ends; `null` for when each of them has recovered
    void mute(Collection<String> services, @Nullable Instant until) {
        var now = clock.instant();
        var kept = new ArrayList<>(mutes);
        kept.removeIf(mute -> services.contains(mute.service()));
        services.stream()
                .filter(service -> !service.isEmpty())
                .map(each -> new Mute(each, now, until))
                .forEach(kept::add);
        while (kept.size() > NoticeSettings.MOST_MUTES) {
            kept.removeFirst();
        }
        mutes.setAll(kept);
    }

    /// Mutes what an incident is about, and the incident itself.
    void muteIncident(Incident incident, @Nullable Instant until) {
        replace(incident.id(), each -> each.inSilence(true));
        mute(incident.services(), until);
    }

    void unmute(String service) {
        mutes.removeIf(mute -> mute.service().equals(service));
    }

    /// Ends what was muted until then.
    void endMutes() {
        var now = clock.instant();
        mutes.removeIf(mute -> mute.isOver(now));
    }

    /// Ends what was muted until the service has recovered.
    void recovered(String service) {
        mutes.removeIf(mute -> mute.until() == null && Objects.equals(mute.service(), service));
    }

    /// What there is to be told of at the end of the window, or kept for the next one.
    List<Mute> mutesNow() {
        endMutes();
        return List.copyOf(mutes);
    }
}
