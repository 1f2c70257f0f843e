package dev.signalbox.console.window;

import dev.signalbox.console.about.AboutSheet;
import dev.signalbox.console.commands.Actions;
import dev.signalbox.console.commands.Commands;
import dev.signalbox.console.commands.Notices;
import dev.signalbox.console.desktop.Desktop;
import dev.signalbox.console.fx.Fonts;
import dev.signalbox.console.fx.FxmlView;
import dev.signalbox.console.fx.ScreenFit;
import dev.signalbox.console.fx.Texts;
import dev.signalbox.console.fx.Theme;
import dev.signalbox.console.fx.WindowIcon;
import dev.signalbox.console.history.HistoryActions;
import dev.signalbox.console.history.HistoryWindow;
import dev.signalbox.console.inspector.Inspector;
import dev.signalbox.console.model.OperationQueueModel;
import dev.signalbox.console.model.ServiceFilter;
import dev.signalbox.console.model.Ticker;
import dev.signalbox.console.notices.NoticeDesk;
import dev.signalbox.console.palette.PaletteSheet;
import dev.signalbox.console.plan.PlanBarView;
import dev.signalbox.console.recovery.Recovery;
import dev.signalbox.console.reload.ReloadBarView;
import dev.signalbox.console.reload.Reloading;
import dev.signalbox.console.services.ServicesView;
import dev.signalbox.engine.Engine;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableSet;
import javafx.collections.SetChangeListener;
import javafx.scene.Scene;
import javafx.stage.Stage;

/// The main window. FX thread.
///
/// It hides its stage when the operator has decided to close it and, if so answered, all services have stopped;
/// what follows is up to the one who built it.
public final class ConsoleWindow implements AutoCloseable {
    /// Of materials, as the build leaves it in the program's folder, of which the launcher tells where it is.
    private static final Path BILL = Path.of(System.getProperty("signalbox.home", "target/signalbox"), "sbom.json");

    private final Stage stage;
    private final Inspector inspector;
    private final SettingsFile file;
    private final ObjectProperty<Theme> theme;
    private final ObservableSet<String> collapsed;
    private final Ticker ticker;
    private final StatusBarView statusBar;
    private final ServicesView services;
    private final Engine engine;
    private final Notices notices;
    private final NoticeDesk desk;
    private final Recovery recovery;
    private final HistoryWindow history;
    private final PaletteSheet palette;
    /// As they are where it is not maximised.
    private double width;

    private double height;

    /// As the other one, with a desktop that is told nothing.
    public ConsoleWindow(
            Stage stage,
            OperationQueueModel model,
            Engine engine,
            ConsoleSettings settings,
            SettingsFile file,
            Inspector.Factory inspectors) {
        this(stage, model, engine, settings, file, inspectors, Desktop.none());
    }

    /// @param stage not shown yet
    /// @param model closed by its owner, after this window
    /// @param engine of the model
    /// @param settings as `file` has them
    /// @param file where changes of the settings are kept
    /// @param inspectors makes what shows the selected service
    /// @param desktop told what happens while the window is not in front; closed by this window
    public ConsoleWindow(
            Stage stage,
            OperationQueueModel model,
            Engine engine,
            ConsoleSettings settings,
            SettingsFile file,
            Inspector.Factory inspectors,
            Desktop desktop) {
        this.stage = stage;
        this.file = file;
        Fonts.load();
        WindowIcon.giveTo(stage);
        theme = new SimpleObjectProperty<>(settings.theme());
        collapsed = FXCollections.observableSet(new TreeSet<>(settings.collapsed()));
        ticker = new Ticker(model);
        this.engine = engine;
        notices = new Notices(stage);
        var commands = new Commands(model, stage, notices);
        recovery = new Recovery(model, commands.plans(), notices);
        var past = new HistoryActions(model, commands, engine.history());
        history = new HistoryWindow(model, past, engine.workspace(), theme, stage);
        past.onSearch(history::show);
        var filter = new ServiceFilter();
        var actions = new Actions(model, commands, filter);
        inspector = inspectors.create(ticker, actions, past);
        var place = engine.place().name();
        var reloads = engine.reloads();
        var reloading = reloads == null
                ? null
                : new Reloading(reloads, place, commands.plans().layer(), notices);
        var reloadBar = new ReloadBarView(reloads, reloading, place);
        var connectionBar = new ConnectionBarView(model, ticker);
        statusBar = new StatusBarView(engine, model, ticker, history::show);
        services = new ServicesView(model, actions, filter, collapsed, ticker);
        var notStartedBar = new NotStartedBarView(model, actions, services::focus);
        desk = new NoticeDesk(model, engine, actions, ticker, stage, notices, desktop, settings.notices());
        var toolbar = new ToolbarView(model, actions, filter, engine, theme, desk.unreadProperty());
        var summary = new SummaryView(model, filter, ticker);
        var view = new ConsoleView(
                toolbar,
                summary,
                services,
                inspector,
                commands.plans().layer(),
                model,
                actions,
                ticker,
                notices,
                desk,
                history,
                reloading,
                new AboutSheet(model, engine, commands.plans().layer(), BILL),
                theme);
        palette = view.palette();
        palette.remember(settings.lately());
        history.onPalette(() -> {
            stage.toFront();
            view.showPalette();
        });
        past.onShowLog(operation -> {
            stage.toFront();
            view.showLog(operation);
        });
        var planBar = new PlanBarView(commands.plans());
        var scene = new Scene(FxmlView.CONSOLE.load(
                view, toolbar, reloadBar, connectionBar, notStartedBar, summary, planBar, services, statusBar));
        inspector.showTab(settings.tab());

        theme.subscribe(now -> now.applyTo(scene));
        theme.addListener(_ -> save());
        collapsed.addListener((SetChangeListener<String>) _ -> save());
        desk.attach(view, services::isInSight);
        desk.onSettings(this::save);
        model.onRefused(notices::refused);
        model.onForgotten(notices::forgotten);
        model.onUnanswered(notices::unanswered);
        var ending = engine.ending();
        if (ending != null) {
            stage.setOnCloseRequest(new Closing(stage, commands.plans().layer(), model, ending)::requested);
            stage.setTitle(Texts.of("window.title", engine.workspace()));
        } else {
            stage.setTitle(Texts.of("window.title", engine.workspace() + " · " + place));
        }
        stage.setScene(scene);
        width = settings.width();
        height = settings.height();
        var fit = ScreenFit.of(stage, ConsoleSettings.MIN_WIDTH, ConsoleSettings.MIN_HEIGHT);
        fit.size(width, height);
        stage.setMaximized(fit.isFilledBy(width, height));
    }

    /// Opens the window.
    public void show() {
        stage.show();
        services.selectFirst();
        services.focus();
        tell();
    }

    /// Tells what happened to the record of the operations since the last console was open.
    private void tell() {
        var notice = engine.journalNotice();
        if (notice != null) {
            notices.warn(Texts.of("journal.notice"), notice);
        }
        recovery.begin();
        desk.begin();
    }

    private ConsoleSettings settings() {
        if (!stage.isMaximized()) {
            width = stage.getWidth();
            height = stage.getHeight();
        }
        return new ConsoleSettings(
                theme.get(), width, height, inspector.tab(), Set.copyOf(collapsed), palette.lately(), desk.settings());
    }

    private void save() {
        file.saveSoon(settings());
    }

    /// Stops all that the window does by itself, and keeps its settings.
    @Override
    public void close() {
        history.close();
        desk.close();
        ticker.close();
        statusBar.close();
        file.save(settings());
    }
}
