package dev.signalbox.console.commands;

import dev.signalbox.console.commands.Action.Manner;
import dev.signalbox.console.commands.Action.Reach;
import dev.signalbox.console.commands.Action.Section;
import dev.signalbox.console.fx.ClipboardText;
import dev.signalbox.console.fx.Texts;
import dev.signalbox.console.model.OperationQueueModel;
import dev.signalbox.console.model.ServiceFilter;
import dev.signalbox.console.model.ServiceModel;
import dev.signalbox.console.model.ServiceTab;
import dev.signalbox.console.model.Trouble;
import dev.signalbox.console.model.Trouble.Remedy;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.service.ServiceState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Predicate;
import javafx.scene.input.KeyCode;

/// Everything that hands can do in the window, in one list. Keys, buttons, menus and the sheet of keys are made
/// of it, so that each of them does the same, and says why where it cannot be done. FX thread.
public final class Actions {
    private final OperationQueueModel model;
    private final Commands commands;
    private final ServiceFilter filter;
    private final List<Action> all = new ArrayList<>();
    private Consumer<String> teller = _ -> {};
    private Predicate<List<ServiceModel>> muted = _ -> false;

    // Given before anything can be done.
    @SuppressWarnings("NullAway.Init")
    private Views views;

    public Actions(OperationQueueModel model, Commands commands, ServiceFilter filter) {
        this.model = model;
        this.commands = commands;
        this.filter = filter;
        table();
        services();
        queues();
        looks();
        copies();
        workspace();
        window();
    }

    /// Sets what the actions show and move.
    public void attach(Views given) {
        views = given;
        muted = given::areMuted;
    }

    /// Sets what tells the operator why something was not done.
    public void onTell(Consumer<String> action) {
        teller = action;
        commands.undo().onTell(action);
    }

    /// What carries out what is asked of services.
    public Commands commands() {
        return commands;
    }

    /// All actions, in the order in which they are offered.
    public List<Action> all() {
        return Collections.unmodifiableList(all);
    }

    /// The action of that id.
    ///
    /// @throws IllegalArgumentException if there is none
    public Action get(String id) {
        return all.stream()
                .filter(action -> action.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no action " + id));
    }

    /// Does an action, or tells why it cannot be done.
    public void run(Action action, Target target) {
        var obstacle = action.whyNot(target);
        if (obstacle == null) {
            action.deed().accept(target);
        } else {
            teller.accept(Texts.of("action.not-now", action.text(target), obstacle));
        }
    }

    /// As [#run(Action, Target)], unless the action is called otherwise now than it was as it was offered.
    public void runAs(Action action, Target target, String offered) {
        if (action.text(target).equals(offered)) {
            run(action, target);
        } else {
            teller.accept(Texts.of("action.not-now", offered, Texts.of("obstacle.changed")));
        }
    }

    /// Does what a failed service's note or card offers.
    public void remedy(ServiceModel service, Remedy remedy) {
        run(remedy == Remedy.START ? "start" : "remedy-" + remedy, service);
    }

    /// As [#run(Action, Target)], with the action of that id.
    public void run(String id, Target target) {
        run(get(id), target);
    }

    /// As [#run(Action, Target)], to one service.
    public void run(String id, ServiceModel service) {
        run(get(id), Target.of(service));
    }

    // --- the list ---

    private void services() {
        asking("start", Shortcut.shift(KeyCode.ENTER), OperationKind.START);
        asking("restart", Shortcut.of(KeyCode.R), OperationKind.RESTART);
        one("restart-with-dependents", Section.SERVICE, commands::restartWithDependents)
                .connected()
                .key(Shortcut.shift(KeyCode.R))
                .unlessFor("no-dependents", commands::isNeededByNone)
                .add();
        asking("stop", Shortcut.of(KeyCode.S), OperationKind.STOP);
        one("stop-now", Section.SERVICE, commands::stopNow)
                .connected()
                .key(Shortcut.shift(KeyCode.S))
                .called(target ->
                        target.services().stream().anyMatch(ServiceModel::isStoppingNow) ? "kill" : "stop-now")
                .unlessFor("nothing-to-stop", Actions::isAtRest)
                .add();
        for (var remedy : List.of(Remedy.RETRY_NOW, Remedy.STOP_RETRYING, Remedy.REPLACE_BLOCKER)) {
            one("remedy-" + remedy, Section.SERVICE, service -> commands.remedy(service, remedy))
                    .connected()
                    .manner(Manner.WHERE_POSSIBLE)
                    .named(target -> target.only() == null ? "" : remedy.words(onlyOf(target)))
                    .unlessFor("no-trouble", service -> !hasRemedy(service, remedy))
                    .add();
        }
        one("keep-running", Section.SERVICE, commands::keepRunning)
                .connected()
                .manner(Manner.WHERE_POSSIBLE)
                .unlessFor("not-to-be-stopped", service -> !service.isUnstopped())
                .add();
        one("take-over", Section.SERVICE, commands::takeOver)
                .connected()
                .manner(Manner.WHERE_POSSIBLE)
                .unlessFor("not-elsewhere", service -> !service.isElsewhere())
                .unlessFor("at-work", service -> service.queue().active() != null)
                .add();
        one("suspend-schedule", Section.SERVICE, commands::toggleSchedule)
                .connected()
                .manner(Manner.WHERE_POSSIBLE)
                .unlessFor("no-schedule", service -> !service.isScheduled())
                .unlessFor("suspended", service -> service.intent().suspension() != null)
                .add();
        one("resume-schedule", Section.SERVICE, commands::toggleSchedule)
                .connected()
                .manner(Manner.WHERE_POSSIBLE)
                .unlessFor("not-suspended", service -> service.intent().suspension() == null)
                .add();
    }

    private void queues() {
        several("hold", Section.QUEUE, commands::toggleHold)
                .key(Shortcut.of(KeyCode.H))
                .called(target -> isHeld(target) ? "resume" : "hold")
                .add();
        several("hold-because", Section.QUEUE, commands::holdBecause).add();
        several("cancel-last", Section.QUEUE, commands::cancelLastQueued)
                .key(Shortcut.of(KeyCode.DELETE))
                .unlessFor("nothing-waits", service -> service.queue().waiting().isEmpty())
                .add();
        one("merge", Section.QUEUE, commands::merge)
                .connected()
                .key(Shortcut.of(KeyCode.M))
                .unlessFor("nothing-to-merge", service -> service.queue().mergeable() == 0)
                .add();
        one("clear", Section.QUEUE, commands::clear)
                .connected()
                .unlessFor("nothing-waits", service -> service.queue().waiting().isEmpty())
                .add();
        one("abandon", Section.QUEUE, commands::abandon)
                .connected()
                .manner(Manner.WHERE_POSSIBLE)
                .unlessFor("not-stuck", service -> !service.queue().wedged())
                .add();
        plain("undo", Section.QUEUE, () -> commands.undo().takeBack())
                .connected()
                .key(Shortcut.control(KeyCode.Z))
                .unless(_ -> commands.undo().whyNot())
                .add();
    }

    private void looks() {
        one("open", Section.LOOK, service -> views.openDetails(service))
                .key(Shortcut.of(KeyCode.ENTER))
                .add();
        look("queue", ServiceTab.QUEUE, Shortcut.of(KeyCode.DIGIT1));
        look("logs", ServiceTab.LOGS, Shortcut.of(KeyCode.L), Shortcut.of(KeyCode.DIGIT2));
        look("service-history", ServiceTab.HISTORY, Shortcut.of(KeyCode.DIGIT3));
        look("definition", ServiceTab.DEFINITION, Shortcut.of(KeyCode.DIGIT4));
        draft("mute", Section.LOOK, target -> views.toggleMute(target.services()))
                .selected(Reach.SEVERAL)
                .called(target -> !target.services().isEmpty() && muted.test(target.services()) ? "unmute" : "mute")
                .add();
    }

    private void look(String id, ServiceTab tab, Shortcut... keys) {
        one(id, Section.LOOK, service -> views.open(service, tab)).key(keys).add();
    }

    private void copies() {
        one(
                        "copy-pid",
                        Section.COPY,
                        service ->
                                ClipboardText.put(Long.toString(service.status().pid())))
                .manner(Manner.WHERE_POSSIBLE)
                .unlessFor("does-not-run", service -> service.status().pid() <= 0)
                .add();
        one(
                        "copy-command",
                        Section.COPY,
                        service ->
                                ClipboardText.put(service.definition().command().text()))
                .add();
    }

    private void workspace() {
        for (var kind : List.of(OperationKind.START, OperationKind.RESTART, OperationKind.STOP)) {
            plain(kind.word() + "-all", Section.WORKSPACE, () -> commands.ask(kind, shown(), ""))
                    .connected()
                    .named(_ -> filter.isActive()
                            ? Texts.of("toolbar." + kind.word() + "-shown", shown().size())
                            : Texts.of("toolbar." + kind.word() + "-all"))
                    .unless("none-shown", () -> shown().isEmpty())
                    .add();
        }
        plain("hold-all", Section.WORKSPACE, () -> commands.holdAll(!allHeld()))
                .connected()
                .named(_ -> Texts.of(allHeld() ? "menu.resume-all" : "toolbar.hold-all"))
                .add();
        plain("reload", Section.WORKSPACE, () -> views.reload())
                .key(Shortcut.of(KeyCode.F5))
                .unless("no-reload", () -> !views.canReload())
                .add();
        plain("history", Section.WORKSPACE, () -> views.openHistory())
                .key(Shortcut.control(KeyCode.H))
                .add();
    }

    private boolean allHeld() {
        return model.totalsProperty().get().allHeld();
    }

    /// The services that the filter lets through.
    public List<ServiceModel> shown() {
        return model.services().stream().filter(filter::matches).toList();
    }

    private void window() {
        plain("filter", Section.WINDOW, () -> views.filter())
                .key(Shortcut.typed("/"))
                .add();
        plain("find", Section.WINDOW, this::find)
                .key(Shortcut.control(KeyCode.F))
                .add();
        plain("notices", Section.WINDOW, () -> views.toggleNotices())
                .key(Shortcut.of(KeyCode.N))
                .add();
        plain("theme", Section.WINDOW, () -> views.switchTheme()).add();
        plain("palette", Section.WINDOW, () -> views.showPalette())
                .key(Shortcut.control(KeyCode.K))
                .add();
        plain("keys", Section.WINDOW, () -> views.showKeys())
                .key(Shortcut.typed("?"), Shortcut.of(KeyCode.F1))
                .add();
        plain("about", Section.WINDOW, () -> views.showAbout()).add();
        plain("copy-diagnostics", Section.WINDOW, () -> views.copyDiagnostics()).add();
    }

    private void find() {
        if (!views.find()) {
            views.filter();
        }
    }

    private void table() {
        for (var step : List.of(KeyCode.UP, KeyCode.DOWN)) {
            int down = step == KeyCode.DOWN ? 1 : -1;
            move("move", Shortcut.of(step), () -> views.table().move(down));
            move("extend", Shortcut.shift(step), () -> views.table().extend(down));
        }
        for (var step : List.of(KeyCode.PAGE_UP, KeyCode.PAGE_DOWN)) {
            int down = step == KeyCode.PAGE_DOWN ? 1 : -1;
            move(
                    "page",
                    Shortcut.of(step),
                    () -> views.table().move(down * views.table().page()));
            move(
                    "extend-page",
                    Shortcut.shift(step),
                    () -> views.table().extend(down * views.table().page()));
        }
        move("ends", Shortcut.of(KeyCode.HOME), () -> views.table().selectFirst());
        move("ends", Shortcut.of(KeyCode.END), () -> views.table().selectLast());
        move("fold", Shortcut.of(KeyCode.LEFT), () -> views.table().fold(true));
        move("fold", Shortcut.of(KeyCode.RIGHT), () -> views.table().fold(false));
        // Before what Enter does with services.
        plain("fold", Section.TABLE, () -> views.table().toggle())
                .manner(Manner.MOVES)
                .key(Shortcut.of(KeyCode.ENTER))
                .unless("no-group", () -> !views.table().isGroupSelected())
                .add();
        move("select-all", Shortcut.control(KeyCode.A), () -> views.table().selectAll());
        // Not left to the toolkit, which tells of these keys on some desktops only.
        plain("menu", Section.TABLE, () -> views.table().openMenu())
                .key(Shortcut.of(KeyCode.CONTEXT_MENU), Shortcut.shift(KeyCode.F10))
                .unless("none-selected", () -> views.target().services().isEmpty())
                .add();
        plain("select-one", Section.TABLE, () -> views.table().selectFocused())
                .manner(Manner.MOVES)
                .key(Shortcut.of(KeyCode.ESCAPE))
                .unless("one-selected", () -> !views.table().isSeveralSelected())
                .add();
    }

    private void move(String id, Shortcut key, Runnable deed) {
        plain(id, Section.TABLE, deed).manner(Manner.MOVES).key(key).add();
    }

    // --- how the list is written ---

    /// Asks for the same operation on one service or several.
    private void asking(String id, Shortcut key, OperationKind kind) {
        draft(id, Section.SERVICE, target -> commands.ask(kind, target.services(), target.scope()))
                .connected()
                .selected(Reach.SEVERAL)
                .key(key)
                .add();
    }

    /// Something that is done to each of several services.
    private ActionDraft several(String id, Section section, Consumer<List<ServiceModel>> deed) {
        return draft(id, section, target -> deed.accept(target.services()))
                .connected()
                .selected(Reach.SEVERAL);
    }

    /// Something that is done to one service.
    private ActionDraft one(String id, Section section, Consumer<ServiceModel> deed) {
        return draft(id, section, target -> deed.accept(onlyOf(target))).selected(Reach.ONE);
    }

    /// Something that is about no service.
    private ActionDraft plain(String id, Section section, Runnable deed) {
        return draft(id, section, _ -> deed.run());
    }

    private ActionDraft draft(String id, Section section, Consumer<Target> deed) {
        return new ActionDraft(
                id, section, deed, () -> model.connectionProperty().get().isUp(), all::add);
    }

    private static ServiceModel onlyOf(Target target) {
        return Objects.requireNonNull(target.only());
    }

    /// Whether *Hold queue* resumes: each queue of the target is held by itself.
    public static boolean isHeld(Target target) {
        return !target.services().isEmpty()
                && target.services().stream()
                        .allMatch(service -> service.queue().held());
    }

    private static boolean isAtRest(ServiceModel service) {
        return service.status().state() == ServiceState.STOPPED
                && service.queue().isIdle();
    }

    private boolean hasRemedy(ServiceModel service, Remedy remedy) {
        var trouble = Trouble.of(service, model.time().now());
        return trouble != null && trouble.remedies().contains(remedy);
    }
}
