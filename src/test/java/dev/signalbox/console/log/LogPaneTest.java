package dev.signalbox.console.log;

import static dev.signalbox.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.console.fx.FxTest;
import dev.signalbox.console.fx.Theme;
import java.util.List;
import javafx.scene.AccessibleAttribute;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The search in a log, by keys and by buttons.
class LogPaneTest extends FxTest {

    private LogPane pane;
    private LogView view;

    @BeforeEach
    void open() throws Exception {
        pane = fx(() -> {
            var fresh = new LogPane();
            var scene = new Scene(fresh, 500, 400);
            Theme.DARK.applyTo(scene);
            stage.setScene(scene);
            stage.show();
            return fresh;
        });
        view = pane.view();
        interact(() -> {
            view.append(Samples.numbered(0, 100));
            pane.layout();
            view.requestFocus();
        });
    }

    private void find(String text) {
        ctrlF();
        interact(() -> field().setText(text));
    }

    private void ctrlF() {
        press(KeyCode.CONTROL).type(KeyCode.F).release(KeyCode.CONTROL);
    }

    private void shift(KeyCode key) {
        press(KeyCode.SHIFT).type(key).release(KeyCode.SHIFT);
    }

    private TextField field() {
        return lookup("#findInLog").query();
    }

    private String found() {
        return lookup("#foundInLog").<Label>query().getText();
    }

    private void tells(String words) {
        await().until(() -> found().equals(words));
    }

    private String shownText() {
        interact(() -> pane.layout());
        return String.valueOf(view.queryAccessibleAttribute(AccessibleAttribute.TEXT));
    }

    @Test
    void typedText_isFoundOnScreenFirst_andTheEndIsFollowedNoMore() {
        assertThat(lookup("#findInLog").query().getParent().isVisible()).isFalse();
        ctrlF();
        assertThat(field().isFocused()).isTrue();
        assertThat(view.followProperty().get()).isTrue();

        write("LINE 9");

        tells("2 of 11");
        assertThat(view.selectedText()).isEqualTo("line 90\n");
        assertThat(view.followProperty().get()).isFalse();
    }

    @Test
    void enterAndF3_goDown_withShiftUp_andRound() {
        find("line 1");
        tells("11 of 11");
        assertThat(view.selectedText()).isEqualTo("line 19\n");

        type(KeyCode.ENTER);
        tells("1 of 11");
        assertThat(shownText()).contains("line 1\n");
        type(KeyCode.F3);
        tells("2 of 11");
        assertThat(view.selectedText()).isEqualTo("line 10\n");
        shift(KeyCode.ENTER);
        shift(KeyCode.F3);
        tells("11 of 11");
        interact(() -> view.requestFocus());
        type(KeyCode.F3);
        tells("1 of 11");
    }

    @Test
    void buttons_doTheSame_andSayWhatTheyDo() {
        find("line 1");
        tells("11 of 11");

        clickOn("#find-next");
        tells("1 of 11");
        clickOn("#find-previous");
        tells("11 of 11");

        for (var name : List.of("previous", "next", "close")) {
            var button = lookup("#find-" + name).<Button>query();
            assertThat(button.getAccessibleText()).isNotBlank();
            assertThat(button.getTooltip().getText()).startsWith(button.getAccessibleText());
        }
        clickOn("#find-close");
        assertThat(view.isFocused()).isTrue();
    }

    @Test
    void escape_endsTheSearch_andTheNextOneBeginsWithItsText() {
        find("line 1");
        tells("11 of 11");

        type(KeyCode.ESCAPE);

        assertThat(field().getParent().isVisible()).isFalse();
        assertThat(view.isFocused()).isTrue();
        assertThat(view.finder().text()).isEmpty();
        type(KeyCode.F3);
        tells("11 matches");
        assertThat(field().getSelectedText()).isEqualTo("line 1");
    }

    @Test
    void absentText_isSaidToBeAbsent_andTheLogGoesOn() {
        find("absent");
        tells("No matches");
        assertThat(view.followProperty().get()).isTrue();

        interact(() -> view.append(List.of(Samples.line("no longer absent"))));

        tells("1 match");
        assertThat(view.selectedText()).isEmpty();
        type(KeyCode.ENTER);
        tells("1 of 1");
        interact(() -> field().setText("neither"));
        tells("No matches");
        interact(() -> field().clear());
        tells("");
    }

    @Test
    void newLines_areSearched_andThoseThatScrollOutAreDropped() {
        find("line 1");
        tells("11 of 11");
        type(KeyCode.ENTER);
        tells("1 of 11");

        interact(() -> view.append(List.of(Samples.line("another line 1"))));
        tells("1 of 12");
        interact(() -> view.append(Samples.numbered(0, LogBuffer.CAPACITY - 10)));
        tells("1,112 matches");
        type(KeyCode.ENTER);
        await().until(() -> !view.selectedText().isEmpty());
    }

    @Test
    void otherLog_isSearchedForTheSame_andStaysAtItsEnd() {
        find("line 1");
        tells("11 of 11");
        interact(() -> {
            view.clear();
            view.followProperty().set(true);
        });
        tells("No matches");

        interact(() -> view.append(Samples.numbered(0, 20)));

        tells("11 matches");
        assertThat(view.followProperty().get()).isTrue();
    }

    @Test
    void placeInALongLine_isBroughtOnScreen_wrappedOrNot() {
        String line = "word ".repeat(4_000) + "needle " + "word ".repeat(4_000);
        interact(() -> {
            view.clear();
            view.append(List.of(Samples.line(line), Samples.line("end")));
            pane.layout();
        });
        find("needle");
        tells("1 of 1");
        shownText();
        double y = view.viewport().topY();
        assertThat(y).isLessThan(-1_000);

        interact(() -> view.wrapProperty().set(false));
        shownText();
        type(KeyCode.ENTER);
        shownText();
        var bar = view.lookupAll(".scroll-bar").stream()
                .map(ScrollBar.class::cast)
                .filter(each -> each.getOrientation() == javafx.geometry.Orientation.HORIZONTAL)
                .findFirst()
                .orElseThrow();
        assertThat(bar.getValue()).isBetween(20_000.0, bar.getMax());
    }

    @Test
    void longLinesFullOfMatches_areDrawnAndSearched() {
        interact(() -> {
            view.clear();
            view.wrapProperty().set(false);
            view.append(java.util.Collections.nCopies(100, Samples.line("a".repeat(20_000))));
            pane.layout();
        });
        find("a");
        await().until(() -> found().endsWith(" of 2,000,000"));
    }
}
