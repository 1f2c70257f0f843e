package dev.signalbox.console.inspector;

import dev.signalbox.console.commands.Actions;
import dev.signalbox.console.fx.Texts;
import dev.signalbox.console.fx.Times;
import dev.signalbox.console.model.Backlog;
import dev.signalbox.console.model.HoldWords;
import dev.signalbox.console.model.OperationQueueModel;
import dev.signalbox.console.model.ServiceModel;
import dev.signalbox.console.model.Ticker;
import dev.signalbox.journal.History;
import dev.signalbox.operation.QueueSnapshot;
import java.util.List;
import java.util.concurrent.Executor;
import javafx.fxml.FXML;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.octicons.Octicons;

/// A service's queue: what runs or ran last, what waits, and what can be done about it.
final class QueueTab implements InspectorTab {
    private final OperationQueueModel model;
    private final Actions actions;
    private final Ticker ticker;
    private final TroubleCard troubleCard;
    private final WantedCard wantedCard;
    private final ScheduleCard scheduleCard;
    private final ActiveCard activeCard;
    private final LastCard lastCard = new LastCard();
    private final WaitingList waiting;
    private final FiguresCard figuresCard;
    private final Node resumeIcon = new FontIcon(Octicons.PLAY_16);
    private final Node pauseIcon = Icons.pause();

    private @Nullable ServiceModel service;
    private Subscription subscription = Subscription.EMPTY;

    @FXML
    private VBox top;

    @FXML
    private Label topTitle;

    @FXML
    private VBox rest;

    @FXML
    private Label count;

    @FXML
    private Label emptyIn;

    @FXML
    private Label heldBadge;

    @FXML
    private Label empty;

    @FXML
    private Button hold;

    @FXML
    private Button merge;

    @FXML
    private Label mergeCount;

    @FXML
    private Button clear;

    @FXML
    private VBox figures;

    /// @param background what `history` is asked on
    QueueTab(OperationQueueModel model, Ticker ticker, Actions actions, History history, Executor background) {
        this.model = model;
        this.ticker = ticker;
        this.actions = actions;
        this.troubleCard = new TroubleCard(model.time(), actions);
        this.wantedCard = new WantedCard(model.time(), actions);
        this.scheduleCard = new ScheduleCard(model.time(), actions);
        this.activeCard = new ActiveCard(model, actions);
        this.waiting = new WaitingList(model.time(), actions.commands(), () -> run("stop-now"));
        this.figuresCard = new FiguresCard(model.time(), history, background);
    }

    @FXML
    void initialize() {
        top.getChildren().addAll(0, List.of(troubleCard, wantedCard, scheduleCard));
        VBox.setMargin(troubleCard, new Insets(8, 0, 4, 0));
        VBox.setMargin(wantedCard, new Insets(8, 0, 4, 0));
        VBox.setMargin(scheduleCard, new Insets(8, 0, 4, 0));
        top.getChildren().addAll(activeCard, lastCard);
        rest.getChildren().add(waiting);
        figures.getChildren().add(figuresCard);
    }

    @Override
    public void show(@Nullable ServiceModel service) {
        this.service = service;
        waiting.stopDrag();
        waiting.of(service);
        figuresCard.show(service);
        subscription.unsubscribe();
        subscription = service == null
                ? Subscription.EMPTY
                : service.follow(() -> render(service)).and(ticker.onTick(this::tick));
    }

    private void render(ServiceModel shown) {
        var snapshot = shown.queue();
        var active = snapshot.active();
        topTitle.setText(Texts.of(active != null ? "inspector.queue.active" : "inspector.queue.last"));
        troubleCard.show(shown);
        wantedCard.show(shown);
        scheduleCard.show(shown);
        activeCard.show(shown);
        renderLast(shown);
        waiting.show(snapshot.waiting());
        renderWaiting(snapshot);
    }

    private void tick() {
        troubleCard.tick();
        activeCard.tick();
        waiting.tick();
        figuresCard.tick();
        renderEmptyIn();
    }

    /// Only while nothing but the service itself decides when what waits comes to its turn.
    private void renderEmptyIn() {
        var snapshot = service == null ? null : service.queue();
        if (snapshot == null
                || snapshot.waiting().isEmpty()
                || snapshot.isHeld()
                || snapshot.wedged()
                || snapshot.waiting().stream().anyMatch(next -> next.operation().plan() != 0)) {
            emptyIn.setVisible(false);
            return;
        }
        var backlog = Backlog.of(
                snapshot, _ -> true, model.runTimes()::usual, model.time().nanoTime());
        emptyIn.setVisible(backlog.complete());
        emptyIn.setText(Texts.of("inspector.queue.empty-in", Times.about(backlog.time())));
    }

    private void renderLast(ServiceModel shown) {
        lastCard.setVisible(shown.queue().active() == null);
        if (lastCard.isVisible()) {
            lastCard.show(shown.queue().last(), shown.status());
        }
    }

    private void renderWaiting(QueueSnapshot snapshot) {
        var size = snapshot.waiting().size();
        count.setText(Integer.toString(size));
        count.setVisible(size > 0);
        waiting.setVisible(size > 0);
        empty.setVisible(size == 0);
        var unreachable = service != null && !service.connection().isUp();
        renderHold(snapshot.isHeld() && !unreachable);
        if (unreachable || !snapshot.isHeld()) {
            empty.setText(Texts.of(unreachable ? "inspector.queue.unknown" : "inspector.queue.empty"));
        }
        renderEmptyIn();
        hold.setText(Texts.of(snapshot.held() ? "inspector.queue.resume" : "inspector.queue.hold"));
        hold.setGraphic(snapshot.held() ? resumeIcon : pauseIcon);
        hold.setDisable(unreachable);
        var mergeable = snapshot.mergeable();
        merge.setDisable(mergeable == 0 || unreachable);
        mergeCount.setText(Integer.toString(mergeable));
        mergeCount.setVisible(mergeable > 0);
        clear.setDisable(size == 0 || unreachable);
    }

    private void renderHold(boolean held) {
        heldBadge.setVisible(held);
        if (held && service != null) {
            var now = model.time().now();
            var words = HoldWords.describe(service, now);
            heldBadge.setText(HoldWords.badge(service, now));
            heldBadge.setTooltip(new Tooltip(words));
            empty.setText(Texts.of("inspector.queue.emptyHeld", words));
        }
    }

    private void run(String action) {
        if (service != null) {
            actions.run(action, service);
        }
    }

    @FXML
    void toggleHold() {
        run("hold");
    }

    @FXML
    void mergeDuplicates() {
        run("merge");
    }

    @FXML
    void clearQueue() {
        run("clear");
    }
}
