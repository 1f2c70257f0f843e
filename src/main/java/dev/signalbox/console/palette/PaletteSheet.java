package dev.signalbox.console.palette;

import dev.signalbox.console.commands.Actions;
import dev.signalbox.console.commands.Target;
import dev.signalbox.console.commands.Views;
import dev.signalbox.console.fx.Keycap;
import dev.signalbox.console.fx.ModalLayer;
import dev.signalbox.console.fx.Sheet;
import dev.signalbox.console.fx.Texts;
import dev.signalbox.console.model.OperationQueueModel;
import dev.signalbox.console.model.Ticker;
import java.util.List;
import java.util.Objects;
import javafx.collections.ListChangeListener;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.octicons.Octicons;

/// The palette over the window: a field, what fits what is typed there, and what Enter would do. It does exactly what
/// the same button does, its questions included; where that is nothing it says why. FX thread.
public final class PaletteSheet implements Sheet {
    /// The action that opens it.
    static final String ACTION = "palette";

    /// As far below the edge of the window as the layer does not keep anyway.
    private static final double TOP = 72;

    private final OperationQueueModel model;
    private final Actions actions;
    private final Views views;
    private final ModalLayer layer;
    private final Ticker ticker;
    private final Offers offers;
    private final PaletteSearch search;
    private final Consequences consequences;
    private final TextField field = new TextField();
    private final Label count = new Label();
    private final PaletteList list;
    private final ConsequencePane pane = new ConsequencePane();
    private final Button doIt = button("palette.key.do", "key.enter");
    private final Button close = new Button("", new Keycap(Texts.of("key.escape")));
    private final VBox root = new VBox();
    private Subscription following = Subscription.EMPTY;
    private Target selected = Target.NONE;
    /// What came of the last press of Enter, as long as the same is looked at.
    private String said = "";

    public PaletteSheet(OperationQueueModel model, Actions actions, Views views, ModalLayer layer, Ticker ticker) {
        this.model = model;
        this.actions = actions;
        this.views = views;
        this.layer = layer;
        this.ticker = ticker;
        offers = new Offers(model, actions);
        search = new PaletteSearch(offers);
        consequences = new Consequences(model, actions);
        list = new PaletteList(consequences, this::clicked);
        doIt.setOnAction(_ -> choose(false));
        close.setId("closePalette");
        close.getStyleClass().setAll("button", "palette-close");
        close.setFocusTraversable(false);
        close.setAccessibleText(Texts.of("palette.close"));
        close.setOnAction(_ -> close());
        field.setId("paletteField");
        field.getStyleClass().add("palette-field");
        field.setAccessibleText(Texts.of("palette.title"));
        field.setPromptText(Texts.of("palette.prompt"));
        field.textProperty().subscribe((_, text) -> typed(text));
        HBox.setHgrow(field, Priority.ALWAYS);
        count.setId("paletteCount");
        count.getStyleClass().add("muted");
        count.setMinWidth(Region.USE_PREF_SIZE);
        list.chosenProperty().subscribe(_ -> look());
        root.setId("palette");
        root.getStyleClass().addAll("modal-dialog", "palette");
        root.getStylesheets()
                .add(Objects.requireNonNull(PaletteSheet.class.getResource("palette.css"))
                        .toExternalForm());
        root.setMaxHeight(Region.USE_PREF_SIZE);
        root.setAccessibleRole(AccessibleRole.DIALOG);
        root.setAccessibleText(Texts.of("palette.title"));
        root.getChildren().setAll(head(), list.root(), pane, foot());
        VBox.setVgrow(list.root(), Priority.ALWAYS);
        root.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
        StackPane.setAlignment(root, Pos.TOP_CENTER);
        StackPane.setMargin(root, new Insets(TOP, 0, 0, 0));
    }

    private HBox head() {
        var glyph = new FontIcon(Octicons.SEARCH_16);
        glyph.getStyleClass().add("glyph");
        var head = new HBox(glyph, field, count, close);
        head.getStyleClass().add("palette-head");
        return head;
    }

    private HBox foot() {
        var complete = button("palette.key.complete", "key.tab");
        complete.setOnAction(_ -> complete());
        var stay = button("palette.key.stay", "key.control-enter");
        stay.setOnAction(_ -> choose(true));
        var operation = button("palette.key.operation", "");
        operation.setGraphic(new Keycap(PaletteSearch.OPERATION));
        operation.setOnAction(_ -> begin(PaletteSearch.OPERATION));
        var group = button("palette.key.group", "");
        group.setGraphic(new Keycap(PaletteSearch.GROUP));
        group.setOnAction(_ -> begin(PaletteSearch.GROUP));
        var choose = new Label(Texts.of("palette.key.choose"));
        choose.getStyleClass().add("palette-hint");
        var arrows = new HBox(4, new Keycap("↑"), new Keycap("↓"), choose);
        arrows.setAlignment(Pos.CENTER_LEFT);
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        var foot = new HBox(arrows, doIt, complete, stay, space, operation, group);
        foot.getStyleClass().add("palette-foot");
        return foot;
    }

    private static Button button(String text, String key) {
        var button = new Button(Texts.of(text), key.isEmpty() ? null : new Keycap(Texts.of(key)));
        button.getStyleClass().setAll("button", "palette-key");
        button.setContentDisplay(ContentDisplay.LEFT);
        button.setFocusTraversable(false);
        return button;
    }

    /// What was chosen lately, the newest first, to be kept until the next window.
    public List<String> lately() {
        return offers.kept();
    }

    /// Goes on with what was chosen in an earlier window.
    public void remember(List<String> lately) {
        offers.remember(lately);
    }

    /// Opens it, with nothing typed.
    ///
    /// @param target what is highlighted in the table
    public void show(Target target) {
        selected = target;
        field.clear();
        refill();
        following = Subscription.combine(ticker.onTick(this::update), followServices());
        layer.show(this);
    }

    private Subscription followServices() {
        ListChangeListener<Object> changed = _ -> refill();
        model.services().addListener(changed);
        return () -> model.services().removeListener(changed);
    }

    /// Makes all offers anew, and leaves what was typed.
    private void refill() {
        search.refill(selected);
        typed(field.getText());
    }

    private void close() {
        following.unsubscribe();
        layer.close(this);
    }

    private void typed(String text) {
        consequences.update();
        var found = search.find(text);
        list.show(found.lines());
        count.setText(found.count());
        look();
    }

    /// What is said is true now.
    private void update() {
        consequences.update();
        list.update();
        showConsequence();
    }

    /// Something else is looked at.
    private void look() {
        said = "";
        showConsequence();
    }

    private void showConsequence() {
        var choice = list.chosen();
        var obstacle = choice == null ? null : choice.whyNot();
        if (choice == null) {
            pane.refuse(Texts.of("palette.nothing"));
        } else if (obstacle != null) {
            pane.refuse(Texts.of("palette.not-now.enter", obstacle));
        } else {
            pane.show(consequences.of(choice));
        }
        if (!said.isEmpty()) {
            pane.remark(said);
        }
    }

    private void say(String text) {
        said = text;
        update();
    }

    // --- keys ---

    private void key(KeyEvent key) {
        if (key.isShortcutDown() && key.getCode() == KeyCode.ENTER) {
            choose(true);
            key.consume();
        } else if (key.isShortcutDown() && key.getCode() == KeyCode.K) {
            close();
            key.consume();
        } else if (!key.isShortcutDown() && !key.isShiftDown() && !key.isAltDown()) {
            plain(key);
        }
    }

    private void plain(KeyEvent key) {
        switch (key.getCode()) {
            case UP -> list.move(-1);
            case DOWN -> list.move(1);
            case PAGE_UP -> list.move(-PaletteList.PAGE);
            case PAGE_DOWN -> list.move(PaletteList.PAGE);
            case HOME -> list.move(Integer.MIN_VALUE);
            case END -> list.move(Integer.MAX_VALUE);
            case TAB -> complete();
            default -> {
                return;
            }
        }
        key.consume();
    }

    private void begin(String scope) {
        field.setText(scope);
        field.end();
    }

    /// Types the rest of what is chosen.
    private void complete() {
        var choice = list.chosen();
        if (choice != null) {
            field.setText(search.completed(choice));
            field.end();
        }
    }

    private void clicked(Line.Found found) {
        list.choose(found);
        choose(false);
    }

    /// Does what is chosen.
    ///
    /// @param stay whether the palette stays
    private void choose(boolean stay) {
        var choice = list.chosen();
        var obstacle = choice == null ? null : choice.whyNot();
        if (choice == null) {
            say(Texts.of("palette.refused.nothing"));
        } else if (obstacle != null) {
            say(Texts.of("palette.refused", choice.text(), obstacle));
        } else if (stay) {
            search.chosen(choice);
            run(choice);
            say(Texts.of("palette.done", choice.text()));
        } else {
            search.chosen(choice);
            close();
            run(choice);
        }
    }

    private void run(Choice choice) {
        switch (choice) {
            case Choice.Deed deed -> deed.run(actions);
            case Choice.Jump jump -> views.openOperation(jump.number());
        }
    }

    // --- as a sheet ---

    @Override
    public Region root() {
        return root;
    }

    @Override
    public Node focus() {
        return field;
    }

    @Override
    public Button primaryButton() {
        return doIt;
    }

    @Override
    public Button cancelButton() {
        return close;
    }

    @Override
    public boolean isLight() {
        return true;
    }
}
