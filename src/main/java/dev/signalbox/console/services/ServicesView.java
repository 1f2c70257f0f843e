package dev.signalbox.console.services;

import dev.signalbox.console.Commands;
import dev.signalbox.console.Inspector;
import dev.signalbox.console.OperationQueueModel;
import dev.signalbox.console.ServiceFilter;
import dev.signalbox.console.ServiceModel;
import dev.signalbox.console.Ticker;
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
import javafx.scene.control.ListView;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.skin.VirtualFlow;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;

/// The table of services with its keys. FX thread.
public final class ServicesView {
    private static final int JUMPS = 3;

    private final OperationQueueModel model;
    private final Commands commands;
    private final ServiceFilter filter;
    private final Ticker ticker;
    private final Rows rows;
    private final RowContext context;
    private final List<RowCell> cells = new ArrayList<>();
    private final ReadOnlyObjectWrapper<@Nullable ServiceModel> selected = new ReadOnlyObjectWrapper<>();
    private Runnable search = () -> {};
    private Runnable open = () -> {};
    private Consumer<Inspector.Tab> openTab = _ -> {};

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
    private HBox hints;

    @FXML
    private StackPane foot;

    /// @param collapsed the names of the groups that are folded away
    public ServicesView(
            OperationQueueModel model,
            Commands commands,
            ServiceFilter filter,
            ObservableSet<String> collapsed,
            Ticker ticker) {
        this.model = model;
        this.commands = commands;
        this.filter = filter;
        this.ticker = ticker;
        this.rows = new Rows(model, filter, collapsed);
        this.context = new RowContext(model.time(), model.runTimes(), commands, new Opening());
    }

    @FXML
    void initialize() {
        list.setItems(rows.list());
        list.setCellFactory(_ -> {
            var cell = new RowCell(context, rows, menus);
            cells.add(cell);
            return cell;
        });
        selection = new RowSelection(list, rows);
        menus = new RowMenus(model, context, selection);
        list.getSelectionModel().selectedItemProperty().subscribe(row -> {
            if (row instanceof Row.Service(var service) && !rows.isRebuilding()) {
                selected.set(service);
            }
        });
        var bar = new SelectionBar(selection, commands, this::selectFocused);
        foot.getChildren().add(bar);
        hints.visibleProperty().bind(bar.visibleProperty().not());
        rows.onRebuilt(this::reselect);
        var keys = new RowKeys(this, commands);
        list.addEventFilter(KeyEvent.KEY_PRESSED, keys::pressed);
        list.addEventFilter(KeyEvent.KEY_TYPED, keys::typed);
        ticker.onTick(() -> cells.forEach(RowCell::tick));
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

    /// What happens when the operator wants to filter.
    public void onSearch(Runnable action) {
        search = action;
    }

    /// What happens when the operator wants to see the selected service in detail.
    public void onOpen(Runnable action) {
        open = action;
    }

    /// What happens when the operator wants to see one side of the selected service.
    public void onOpenTab(Consumer<Inspector.Tab> action) {
        openTab = action;
    }

    /// Takes the focus.
    public void focus() {
        list.requestFocus();
    }

    /// Selects the topmost service.
    public void selectFirst() {
        select(0, 1);
    }

    /// Selects the service `id`, for which the filter and folded groups give way.
    ///
    /// @return whether there is such a service
    public boolean reveal(String id) {
        var found = model.services().stream()
                .filter(service -> service.id().equals(id))
                .findFirst();
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

    /// The selected service if it can be seen; keys act on no other.
    @Nullable
    ServiceModel visibleSelection() {
        return list.getSelectionModel().getSelectedItem() instanceof Row.Service(var service) ? service : null;
    }

    void search() {
        search.run();
    }

    void openLogs() {
        openTab.accept(Inspector.Tab.LOGS);
    }

    /// The selected services that can be seen, from the top; keys act on no others.
    List<ServiceModel> selection() {
        return selection.services();
    }

    /// Selects the service `distance` services below the selected one, or as far as there are any.
    void move(int distance) {
        move(distance, this::select);
    }

    /// As [#move], and lets all between it and where the selection began be selected.
    void extend(int distance) {
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
    void selectAll() {
        selection.all();
    }

    /// Leaves of several selected services only the one that was selected last.
    void selectFocused() {
        select(list.getSelectionModel().getSelectedIndex(), 1);
    }

    void selectLast() {
        select(rows.list().size() - 1, -1);
    }

    /// How many services fit into the table, more or less.
    int page() {
        return list.lookup(".virtual-flow") instanceof VirtualFlow<?> flow && flow.getFirstVisibleCell() != null
                ? Math.max(
                        1,
                        flow.getLastVisibleCell().getIndex()
                                - flow.getFirstVisibleCell().getIndex())
                : 1;
    }

    /// Folds the group of the selected row away and selects its heading, or unfolds it and selects its first
    /// service.
    void fold(boolean away) {
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

    /// Whether the heading of a group is selected; then Enter unfolds it.
    boolean isGroupSelected() {
        return list.getSelectionModel().getSelectedItem() instanceof Row.Group;
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
        public void open(ServiceModel service) {
            selectRow(service);
            open.run();
        }

        @Override
        public void open(ServiceModel service, Inspector.Tab tab) {
            selectRow(service);
            openTab.accept(tab);
        }

        private void selectRow(ServiceModel service) {
            selection.show(service);
        }
    }
}
