package dev.signalbox.console.log;

import static org.assertj.core.api.Assertions.assertThat;

import atlantafx.base.theme.PrimerDark;
import dev.signalbox.log.LogLine;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import javafx.application.Application;
import javafx.geometry.Point2D;
import javafx.scene.AccessibleAttribute;
import javafx.scene.Scene;
import javafx.scene.control.ScrollBar;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

@ExtendWith(ApplicationExtension.class)
class LogViewTest {

    private static final double ROW = LogFonts.ROW_HEIGHT + 2 * LogLayout.LINE_PAD;

    @SuppressWarnings("NullAway.Init")
    private LogView view;

    @SuppressWarnings("NullAway.Init")
    private StackPane root;

    @Start
    void start(Stage stage) {
        Application.setUserAgentStylesheet(new PrimerDark().getUserAgentStylesheet());
        view = new LogView(ZoneOffset.UTC);
        root = new StackPane(view);
        stage.setScene(new Scene(root, 408, 420));
        stage.show();
        view.requestFocus();
    }

    @Test
    void follow_staysAtTheEndWhileLinesCome(FxRobot robot) {
        append(robot, 0, 100);
        append(robot, 100, 7_000);
        assertThat(view.size()).isEqualTo(5_000);
        assertThat(shownText()).contains("line 6999").doesNotContain("line 6900");
        assertThat(view.followProperty().get()).isTrue();
    }

    @Test
    void follow_endsByScrollingUpAndComesBackAtTheEnd(FxRobot robot) {
        append(robot, 0, 100);
        robot.type(KeyCode.PAGE_UP);
        assertThat(view.followProperty().get()).isFalse();
        String before = shownText();

        append(robot, 100, 200);
        assertThat(shownText()).isEqualTo(before);

        robot.type(KeyCode.END);
        assertThat(view.followProperty().get()).isTrue();
        append(robot, 200, 201);
        assertThat(shownText()).contains("line 200");
    }

    @Test
    void follow_turnedOnGoesToTheEnd(FxRobot robot) {
        append(robot, 0, 100);
        robot.type(KeyCode.HOME);
        assertThat(shownText()).startsWith("line 0\n");
        robot.interact(() -> view.followProperty().set(true));
        layout(robot);
        assertThat(shownText()).contains("line 99");
    }

    @Test
    void wheel_scrolls(FxRobot robot) {
        append(robot, 0, 100);
        robot.interact(() -> view.fireEvent(wheel(40)));
        assertThat(view.followProperty().get()).isFalse();
        robot.interact(() -> view.fireEvent(wheel(-20)));
        assertThat(view.followProperty().get()).isFalse();
        robot.interact(() -> view.fireEvent(wheel(-20)));
        assertThat(view.followProperty().get()).isTrue();
    }

    @Test
    void arrows_scrollByARow(FxRobot robot) {
        append(robot, 0, 100);
        robot.type(KeyCode.HOME).type(KeyCode.DOWN, 3).type(KeyCode.UP);
        assertThat(view.viewport().position()).isGreaterThan(1).isLessThan(2);
    }

    @Test
    void wrap_breaksLongLinesIntoRows(FxRobot robot) {
        robot.interact(() -> view.append(List.of(Samples.line("word ".repeat(40)), Samples.line("next"))));
        layout(robot);
        assertThat(view.viewport().lineAt(2 * ROW)).isZero();
        robot.interact(() -> view.wrapProperty().set(false));
        layout(robot);
        assertThat(view.viewport().lineAt(ROW + LogViewport.PAD + 1)).isEqualTo(1);
    }

    @Test
    void copy_draggedLinesWithTheirTimes(FxRobot robot) {
        robot.interact(() -> view.append(List.of(
                Samples.line("one"),
                new LogLine(Instant.parse("2026-03-01T14:32:07.104Z"), LogLine.Stream.ERR, "\u001b[31mtwo\u001b[0m"),
                Samples.line("three"),
                Samples.line("four"))));
        layout(robot);
        robot.drag(row(1)).dropTo(row(2));
        assertThat(copied(robot)).isEqualTo("14:32:07.104 two\nthree\n");

        robot.interact(() -> shiftClick(3));
        robot.interact(() -> view.showTimesProperty().set(false));
        assertThat(copied(robot)).isEqualTo("two\nthree\nfour\n");

        robot.type(KeyCode.ESCAPE);
        assertThat(view.selectedText()).isEmpty();
    }

    @Test
    void copy_all(FxRobot robot) {
        append(robot, 0, 5_001);
        robot.press(KeyCode.CONTROL).type(KeyCode.A).release(KeyCode.CONTROL);
        assertThat(copied(robot)).startsWith("line 1\n").endsWith("line 5000\n").hasLineCount(5_000);
        robot.interact(view::clear);
        assertThat(view.selectedText()).isEmpty();
    }

    @Test
    void scrollBar_movesTheText(FxRobot robot) {
        append(robot, 0, 100);
        ScrollBar bar = (ScrollBar) view.lookup(".scroll-bar:vertical");
        robot.interact(() -> bar.setValue(10.5));
        layout(robot);
        assertThat(view.viewport().topLine()).isEqualTo(10);
        assertThat(view.followProperty().get()).isFalse();
        robot.interact(() -> bar.setValue(bar.getMax()));
        assertThat(view.followProperty().get()).isTrue();
    }

    @Test
    void hidden_drawsNothingUntilItIsSeenAgain(FxRobot robot) {
        append(robot, 0, 100);
        long before = view.viewport().topLine();
        robot.interact(() -> root.setVisible(false));
        append(robot, 100, 200);
        assertThat(view.viewport().topLine()).isEqualTo(before);
        robot.interact(() -> root.setVisible(true));
        layout(robot);
        assertThat(shownText()).contains("line 199");
    }

    private void append(FxRobot robot, int from, int to) {
        robot.interact(() -> view.append(Samples.numbered(from, to)));
        layout(robot);
    }

    private void layout(FxRobot robot) {
        robot.interact(() -> root.layout());
    }

    private String copied(FxRobot robot) {
        robot.press(KeyCode.CONTROL).type(KeyCode.C).release(KeyCode.CONTROL);
        String[] text = new String[1];
        robot.interact(() -> text[0] = Clipboard.getSystemClipboard().getString());
        return text[0];
    }

    private Point2D row(int index) {
        return view.localToScreen(200, LogViewport.PAD + (index + 0.5) * ROW);
    }

    /// The headless platform's robot knows neither the wheel's direction nor modifiers of a click.
    private static ScrollEvent wheel(double deltaY) {
        var none = ScrollEvent.HorizontalTextScrollUnits.NONE;
        var noneEither = ScrollEvent.VerticalTextScrollUnits.NONE;
        return new ScrollEvent(
                ScrollEvent.SCROLL,
                0,
                0,
                0,
                0,
                false,
                false,
                false,
                false,
                false,
                false,
                0,
                deltaY,
                0,
                deltaY,
                none,
                0,
                noneEither,
                0,
                0,
                null);
    }

    private void shiftClick(int index) {
        double y = LogViewport.PAD + (index + 0.5) * ROW;
        for (var type : List.of(MouseEvent.MOUSE_PRESSED, MouseEvent.MOUSE_RELEASED)) {
            view.lookup("Canvas")
                    .fireEvent(new MouseEvent(
                            type,
                            200,
                            y,
                            200,
                            y,
                            MouseButton.PRIMARY,
                            1,
                            true,
                            false,
                            false,
                            false,
                            true,
                            false,
                            false,
                            false,
                            false,
                            true,
                            null));
        }
    }

    private String shownText() {
        return String.valueOf(view.queryAccessibleAttribute(AccessibleAttribute.TEXT));
    }
}
