package dev.signalbox.console.services;

import dev.signalbox.console.commands.Actions;
import dev.signalbox.console.commands.Target;
import dev.signalbox.console.commands.UndoBar;
import dev.signalbox.console.commands.Views;
import dev.signalbox.console.fx.Popups;
import dev.signalbox.console.model.OperationQueueModel;
import dev.signalbox.console.model.ServiceFilter;
import dev.signalbox.console.model.ServiceModel;
import dev.signalbox.console.model.ServiceTab;
import dev.signalbox.console.model.Ticker;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.ObservableSet;
import javafx.fxml.FXML;
import javafx.geometry.Insets;
import javafx.geometry.Orientation;
import javafx.geometry.Side;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.skin.VirtualFlow;
import javafx.scene.input.ContextMenuEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;

/// The table of services with its keys. FX thread.
public final class ServicesView implements Views.Table {
    private static final int JUMPS = 3;
    private static final double MENU_INSET = 12;

    private final OperationQueueModel model;
    private final Actions actions;
    private final ServiceFilter filter;
    private final Ticker ticker;
    private final Rows rows;
    private final UsageColumns columns = new UsageColumns();
    private final RowContext context;
    private final List<RowCell> cells = new ArrayList<>();
    private final ReadOnlyObjectWrapper<@Nullable ServiceModel> selected = new ReadOnlyObjectWrapper<>();
    private Runnable open = () -> {};
    private Consumer<ServiceTab> openTab = _ -> {};

    @FXML
    private ListView<Row> list;

    // Made once the list is there.
    @SuppressWarnings("NullAway.Init")
    private RowSelection selection;

    @SuppressWarnings("NullAway.Init")
    private RowMenus menus;

    @FXML
    private HBox header;

    @FXML
    private Label cpuHead;

    @FXML
    private Label memoryHead;

    @FXML
    private StackPane footPlace;

    /// @param collapsed the names of the groups that are folded away
    public ServicesView(
            OperationQueueModel model,
            Actions actions,
            ServiceFilter filter,
            ObservableSet<String> collapsed,
            Ticker ticker) {
        this.model = model;
        this.actions = actions;
        this.filter = filter;
        this.ticker = ticker;
        this.rows = new Rows(model, filter, collapsed);
        this.context = new RowContext(model.usages(), columns, model.time(), model.runTimes(), actions, new Opening());
    }

    @FXML
    void initialize() {
        columns.follow(list.widthProperty());
        cpuHead.visibleProperty().bind(columns.cpu());
        memoryHead.visibleProperty().bind(columns.memory());
        list.setItems(rows.list());
        list.setCellFactory(_ -> {
            var cell = new RowCell(context, selection, menus, this::headingClicked);
            cells.add(cell);
            return cell;
        });
        selection = new RowSelection(list, rows);
        menus = new RowMenus(actions, rows, selection);
        list.getSelectionModel().selectedItemProperty().subscribe(row -> {
            if (row instanceof Row.Service(var service) && !rows.isRebuilding()) {
                selected.set(service);
            }
        });
        var foot = new Foot(actions, new UndoBar(actions, ticker), new SelectionBar(selection, actions), model.time());
        actions.onTell(foot::say);
        footPlace.getChildren().add(foot);
        rows.onRebuilt(this::reselect);
        // After the rows, which listen first. Rows that come and go by themselves move no selection: the next press of
        // a key would hit another service.
        filter.textProperty().subscribe((_, text) -> {
            if (!text.isBlank()) {
                selectFirst();
            }
        });
        filter.conditionProperty().subscribe((_, condition) -> {
            if (condition != null && target().services().isEmpty()) {
                selectFirst();
            }
        });
        list.setOnContextMenuRequested(this::menuRequested);
        ticker.onTick(() -> {
            model.usages().look();
            cells.forEach(RowCell::tick);
        });
        model.usages().onNews(() -> cells.forEach(RowCell::showUsage));
        list.skinProperty().subscribe(this::alignHeader);
    }

    /// The columns of the header stay above those of the rows, which a scroll bar makes narrower.
    private void alignHeader() {
        for (var node : list.lookupAll(".scroll-bar")) {
            if (node instanceof ScrollBar bar && bar.getOrientation() == Orientation.VERTICAL) {
                bar.visibleProperty().subscribe(shown -> setHeaderInset(shown ? bar.getWidth() : 0));
                bar.widthProperty().subscribe(width -> setHeaderInset(bar.isVisible() ? width.doubleValue() : 0));
            }
        }
    }

    private void setHeaderInset(double right) {
        HBox.setMargin(header.getChildren().getLast(), new Insets(0, right, 0, 0));
    }

    /// The service that was selected last, even if the filter hides it now.
    public ReadOnlyObjectProperty<@Nullable ServiceModel> selectedProperty() {
        return selected.getReadOnlyProperty();
    }

    /// What happens when the operator wants to see the selected service in detail.
    public void onOpen(Runnable action) {
        open = action;
    }

    /// What happens when the operator wants to see one side of the selected service.
    public void onOpenTab(Consumer<ServiceTab> action) {
        openTab = action;
    }

    /// Takes the focus.
    public void focus() {
        list.requestFocus();
    }

    @Override
    public void selectFirst() {
        select(0, 1);
    }

    /// Selects the service `id`, for which the filter and folded groups give way.
    ///
    /// @return whether there is such a service
    public boolean reveal(String id) {
        var found = model.find(id);
        found.ifPresent(service -> {
            if (!filter.matches(service)) {
                filter.clear();
            }
            rows.fold(service.definition().group(), false);
            selection.show(service);
            var index = rows.list().indexOf(new Row.Service(service));
            if (index >= 0) {
                reveal(index);
            }
        });
        return found.isPresent();
    }

    /// Whether the whole row of a service can be seen.
    public boolean isInSight(ServiceModel service) {
        var shown = list.localToScene(list.getLayoutBounds());
        return cells.stream()
                .filter(cell -> !cell.isEmpty() && new Row.Service(service).equals(cell.getItem()))
                .filter(cell -> cell.getScene() != null && cell.isVisible())
                .map(cell -> cell.localToScene(cell.getLayoutBounds()))
                .anyMatch(row -> row.getMinY() >= shown.getMinY() - 1 && row.getMaxY() <= shown.getMaxY() + 1);
    }

    /// What keys act on: the selected services, or the group whose heading is selected; never what cannot be seen.
    public Target target() {
        var group = selection.group();
        return group == null ? Target.of(selection.services()) : new Target(rows.members(group), group);
    }

    /// Where the keys of the table are pressed.
    public Node keyTarget() {
        return list;
    }

    /// Selects the service `distance` services below the selected one, or as far as there are any.
    @Override
    public void move(int distance) {
        move(distance, this::select);
    }

    /// As [#move], and lets all between it and where the selection began be selected.
    @Override
    public void extend(int distance) {
        move(distance, (index, step) -> {
            var stop = stop(index, step);
            if (stop >= 0) {
                selection.extend(stop);
                reveal(stop);
            }
        });
    }

    private void move(int distance, Selecting selecting) {
        int step = Integer.signum(distance);
        for (int i = 0; i < Math.abs(distance); i++) {
            selecting.select(list.getSelectionModel().getSelectedIndex() + step, step);
        }
    }

    /// Selects from an index on in the direction of a step.
    private interface Selecting {
        void select(int index, int step);
    }

    /// Selects all services that can be seen.
    @Override
    public void selectAll() {
        selection.all();
    }

    /// Leaves of several selected services only the one that was selected last.
    @Override
    public void selectFocused() {
        select(list.getSelectionModel().getSelectedIndex(), 1);
    }

    @Override
    public void selectLast() {
        select(rows.list().size() - 1, -1);
    }

    /// How many services fit into the table, more or less.
    @Override
    public int page() {
        return list.lookup(".virtual-flow") instanceof VirtualFlow<?> flow && flow.getFirstVisibleCell() != null
                ? Math.max(
                        1,
                        flow.getLastVisibleCell().getIndex()
                                - flow.getFirstVisibleCell().getIndex())
                : 1;
    }

    /// Folds the group of the selected row away and selects its heading, or unfolds it and selects its first
    /// service.
    @Override
    public void fold(boolean away) {
        if (filter.isActive()) {
            return;
        }
        var row = list.getSelectionModel().getSelectedItem();
        if (row instanceof Row.Group(var group, var _, var collapsed) && collapsed != away) {
            rows.fold(group, away);
            select(indexOfGroup(group), 1);
        } else if (away
                && row instanceof Row.Service(var service)
                && !service.definition().group().isEmpty()) {
            rows.fold(service.definition().group(), true);
            select(indexOfGroup(service.definition().group()), 1);
        }
    }

    @Override
    public boolean isGroupSelected() {
        return selection.group() != null;
    }

    @Override
    public boolean isSeveralSelected() {
        return selection.services().size() > 1;
    }

    @Override
    public void toggle() {
        var group = selection.group();
        if (group != null) {
            toggle(group);
        }
    }

    private void headingClicked(String group) {
        focus();
        toggle(group);
    }

    private void toggle(String group) {
        // What a filter shows is not folded.
        if (!filter.isActive()) {
            rows.toggle(group);
        }
        selection.only(indexOfGroup(group));
    }

    /// By the key for menus, which is about what is selected.
    private void menuRequested(ContextMenuEvent request) {
        var index = list.getSelectionModel().getSelectedIndex();
        if (request.isKeyboardTrigger() && index >= 0) {
            openMenu();
            request.consume();
        }
    }

    @Override
    public void openMenu() {
        var index = list.getSelectionModel().getSelectedIndex();
        // Where the toolkit tells of the key too, it is open already.
        if (index >= 0 && !Popups.isOpen(list.getScene().getWindow())) {
            // It hangs on the row, which may have been scrolled away.
            reveal(index);
            cells.stream()
                    .filter(cell -> cell.getIndex() == index)
                    .findFirst()
                    .ifPresent(cell -> menus.of(cell.getItem()).show(cell, Side.BOTTOM, MENU_INSET, 0));
        }
    }

    private int indexOfGroup(String group) {
        var lines = rows.list();
        return IntStream.range(0, lines.size())
                .filter(line -> lines.get(line) instanceof Row.Group(var name, var _, var _) && name.equals(group))
                .findFirst()
                .orElse(0);
    }

    /// Keys stop at services, and at headings whose services cannot be seen.
    private static boolean isStop(Row row) {
        return switch (row) {
            case Row.Service _ -> true;
            case Row.Group group -> group.collapsed();
        };
    }

    /// Selects the first service or folded group from `index` on in the direction of `step`, and brings it into
    /// view.
    private void select(int index, int step) {
        var stop = stop(index, step);
        if (stop >= 0) {
            selection.only(stop);
            reveal(stop);
        }
    }

    /// The index of that row, or -1 if there is none.
    private int stop(int index, int step) {
        var lines = rows.list();
        for (int i = Math.max(0, index); i >= 0 && i < lines.size(); i += step) {
            if (isStop(lines.get(i))) {
                return i;
            }
        }
        return -1;
    }

    private void reveal(int index) {
        if (list.lookup(".virtual-flow") instanceof VirtualFlow<?> flow) {
            if (index > 0 && rows.list().get(index - 1) instanceof Row.Group) {
                flow.scrollTo(index - 1);
            }
            // A long jump goes by estimated heights; once laid out, more of them are known.
            for (int i = 0; i < JUMPS; i++) {
                flow.scrollTo(index);
                flow.layout();
            }
        }
    }

    private void reselect() {
        var service = selected.get();
        if (service != null && !model.services().contains(service)) {
            selected.set(null);
        }
        selection.restore(selected.get());
    }

    @FXML
    void clearFilter() {
        filter.clear();
        focus();
    }

    private final class Opening implements RowContext.Opener {
        @Override
        public void select(ServiceModel service) {
            selection.show(service);
        }

        @Override
        public void open(ServiceModel service) {
            select(service);
            open.run();
        }

        @Override
        public void open(ServiceModel service, ServiceTab tab) {
            select(service);
            openTab.accept(tab);
        }
    }
}
