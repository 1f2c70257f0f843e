package dev.signalbox.console.notices;

import dev.signalbox.console.commands.Actions;
import dev.signalbox.console.commands.Notices;
import dev.signalbox.console.commands.Notices.Offer;
import dev.signalbox.console.commands.Views;
import dev.signalbox.console.desktop.Desktop;
import dev.signalbox.console.fx.FxThread;
import dev.signalbox.console.fx.Texts;
import dev.signalbox.console.model.OperationQueueModel;
import dev.signalbox.console.model.ServiceModel;
import dev.signalbox.console.model.Ticker;
import dev.signalbox.console.notices.Notice.Kind;
import dev.signalbox.console.notices.Notice.Weight;
import dev.signalbox.engine.Engine;
import dev.signalbox.journal.JournalException;
import dev.signalbox.service.ServiceDefinition.Dependency;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.collections.ListChangeListener;
import javafx.stage.Stage;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Decides where a notice is told. All are kept in the [centre][#centre()]. What nobody knows yet is told in the corner
/// unless the row of its service, which can be seen, says it; and on the desktop while the window is not in front. FX
/// thread.
public final class NoticeDesk implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NoticeDesk.class);
    private static final Duration FOR_NOW = Duration.ofMinutes(30);

    private final OperationQueueModel model;
    private final Engine engine;
    private final Actions actions;
    private final Stage stage;
    private final Notices corner;
    private final Desktop desktop;
    private final Instant opened;
    private final NoticeBook book;
    private final NoticeWatch watch;
    private final NoticeCentre centre;
    private final Subscription ticks;
    private NoticeSettings settings;
    private Predicate<ServiceModel> inSight = _ -> false;
    private Runnable changed = () -> {};

    // Given before anything can be told.
    @SuppressWarnings("NullAway.Init")
    private Views views;

    /// @param corner of the window, where what no row says is told
    /// @param desktop closed by this
    /// @param settings as they were when a window was open last
    public NoticeDesk(
            OperationQueueModel model,
            Engine engine,
            Actions actions,
            Ticker ticker,
            Stage stage,
            Notices corner,
            Desktop desktop,
            NoticeSettings settings) {
        this.model = model;
        this.engine = engine;
        this.actions = actions;
        this.stage = stage;
        this.corner = corner;
        this.desktop = desktop;
        this.settings = settings;
        opened = model.time().now();
        book = new NoticeBook(model.time()::now, this::needs, settings.mutes());
        centre = new NoticeCentre(model, actions, book, this);
        watch = new NoticeWatch(model, engine, this::noticed);
        ticks = ticker.onTick(book::endMutes);
        book.mutes().addListener((ListChangeListener<Mute>) _ -> save(this.settings.muting(book.mutesNow())));
        corner.onShowAll(() -> show(true));
        desktop.onOpen(this::open);
        desktop.onProblem(centre::showProblem);
    }

    /// Sets what the window shows.
    ///
    /// @param rows tells whether the row of a service can be seen
    public void attach(Views given, Predicate<ServiceModel> rows) {
        views = given;
        inSight = rows;
    }

    /// Sets what is done when [#settings()] are others.
    public void onSettings(Runnable action) {
        changed = action;
    }

    /// What is kept for the next window.
    public NoticeSettings settings() {
        return settings.seenAt(model.time().now());
    }

    NoticeSettings liked() {
        return settings;
    }

    void save(NoticeSettings newSettings) {
        settings = newSettings;
        changed.run();
    }

    /// Looks for what happened while no window was open.
    public void begin() {
        var seen = settings.seen();
        if (seen != null) {
            Thread.ofVirtual().name("missed notices").start(() -> {
                try {
                    var missed = MissedNotices.between(engine.history(), seen, opened);
                    FxThread.run(() -> book.addMissed(missed));
                } catch (JournalException e) {
                    LOG.warn("it is not known what happened while no window was open: {}", e.getMessage());
                }
            });
        }
    }

    private Needs needs() {
        return new Needs(model.services().stream()
                .collect(Collectors.toMap(
                        ServiceModel::id,
                        service -> service.definition().dependsOn().stream()
                                .map(Dependency::service)
                                .collect(Collectors.toSet()))));
    }

    // --- telling ---

    private void noticed(Notice notice) {
        if (notice.kind() == Kind.RECOVERED) {
            book.recovered(notice.service());
        }
        var added = book.add(notice);
        if (added == null) {
            return;
        }
        var incident = added.incident();
        var key = key(incident);
        if (!added.news()) {
            if (!incident.isOpen() && notice.kind() == Kind.RECOVERED) {
                corner.takeBack(key);
                desktop.takeBack(key);
            }
            return;
        }
        var service = service(notice.service());
        if (!centre.isOpen() && (service == null || !inSight.test(service))) {
            corner.tell(
                    key,
                    incident.title(),
                    incident.summary(),
                    incident.worst().notice().kind().glyph(),
                    offer(incident, notice));
        }
        if (isToldOnDesktop(notice)) {
            desktop.tell(key, incident.title(), onDesktop(incident));
        }
    }

    private boolean isToldOnDesktop(Notice notice) {
        var now = LocalTime.ofInstant(notice.at(), ZoneId.systemDefault());
        var inFront = stage.isFocused() && !stage.isIconified();
        return settings.desktop() && !inFront && (notice.weight() == Weight.FAILURE || !settings.isQuietAt(now));
    }

    /// Without what services wrote: a desktop shows it also where it is locked.
    private String onDesktop(Incident incident) {
        var what = incident.lines().size() == 1 ? "" : Texts.of("notices.count", incident.count());
        return Texts.of("notices.desktop", engine.workspace(), what, what.isEmpty() ? 0 : 1);
    }

    private static String key(Incident incident) {
        return "incident-" + incident.id();
    }

    private Offer offer(Incident incident, Notice notice) {
        var service = service(notice.service());
        if (incident.services().size() > 1 || service == null) {
            return new Offer(Texts.of("notices.show"), () -> show(true));
        }
        return switch (notice.kind()) {
            case FAILED, TIMED_OUT, NOT_STOPPED ->
                new Offer(Texts.of("notices.why"), () -> openOperation(incident, notice.operation()));
            default -> new Offer(Texts.of("notices.log-of"), () -> showLog(incident, service));
        };
    }

    void showLog(Incident incident, ServiceModel service) {
        book.read(incident.id());
        leave();
        actions.run("logs", service);
    }

    void openOperation(Incident incident, long operation) {
        book.read(incident.id());
        leave();
        views.openOperation(operation);
    }

    void open(ServiceModel service) {
        leave();
        actions.run("open", service);
    }

    /// What the operator has clicked on the desktop.
    private void open(String key) {
        stage.setIconified(false);
        stage.show();
        stage.toFront();
        stage.requestFocus();
        book.incidents().stream()
                .filter(incident -> key(incident).equals(key))
                .findFirst()
                .ifPresent(incident -> {
                    var service = service(incident.worst().notice().service());
                    if (service != null) {
                        actions.run("open", service);
                    }
                    book.read(incident.id());
                });
    }

    @Nullable
    ServiceModel service(String id) {
        return model.find(id).orElse(null);
    }

    // --- muting ---

    /// Whether notices of all these services are told nowhere.
    public boolean areMuted(List<ServiceModel> services) {
        return services.stream().allMatch(service -> book.isMuted(service.id()));
    }

    /// Mutes these services for half an hour; where all of them are, tells of them again.
    public void toggleMute(List<ServiceModel> services) {
        var ids = services.stream().map(ServiceModel::id).collect(Collectors.toSet());
        if (areMuted(services)) {
            ids.forEach(book::unmute);
        } else {
            book.mute(ids, model.time().now().plus(FOR_NOW));
        }
    }

    /// Takes back what is told of an incident somewhere, as somebody has read it.
    void read(Incident incident) {
        book.read(incident.id());
        corner.takeBack(key(incident));
        desktop.takeBack(key(incident));
    }

    void readAll() {
        book.incidents().stream().filter(incident -> !incident.read()).toList().forEach(this::read);
    }

    void mute(Incident incident, Set<String> services, @Nullable Instant until) {
        if (services.equals(incident.services())) {
            book.muteIncident(incident, until);
            corner.takeBack(key(incident));
            desktop.takeBack(key(incident));
        } else {
            book.mute(services, until);
        }
    }

    // --- the centre ---

    /// Where all of them are shown.
    public NoticeCentre centre() {
        return centre;
    }

    /// How many incidents somebody should read.
    public ReadOnlyIntegerProperty unreadProperty() {
        return book.unreadProperty();
    }

    /// Opens the centre, or closes it.
    public void show(boolean open) {
        centre.show(open);
        if (open) {
            corner.clear();
        }
    }

    /// Where it lies over what is looked at now.
    private void leave() {
        centre.show(false);
    }

    @Override
    public void close() {
        ticks.unsubscribe();
        watch.close();
        desktop.close();
    }
}
