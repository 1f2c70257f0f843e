package dev.signalbox.console.window;

import dev.signalbox.console.fx.Fonts;
import dev.signalbox.console.fx.Texts;
import dev.signalbox.console.fx.Theme;
import dev.signalbox.console.fx.WindowIcon;
import java.io.File;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import javafx.stage.FileChooser.ExtensionFilter;
import javafx.stage.Stage;

/// What is shown where there is no workspace: it offers the demo. FX thread.
public final class Welcome {
    private final Stage stage = new Stage();
    private final Consumer<Optional<Path>> chosen;

    private Welcome(Path demo, Consumer<Optional<Path>> chosen) {
        this.chosen = chosen;
        Fonts.load();
        WindowIcon.giveTo(stage);
        var heading = new Label(Texts.of("welcome.title"));
        heading.getStyleClass().add("question-title");
        var text = new Label(Texts.of("welcome.text"));
        text.setWrapText(true);
        var open = button("welcome.demo", () -> answer(Optional.of(demo)));
        open.setDefaultButton(true);
        open.getStyleClass().add("modal-primary");
        var quit = button("welcome.quit", () -> answer(Optional.empty()));
        quit.setCancelButton(true);
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        var buttons = new HBox(8, button("welcome.open", this::browse), space, quit, open);
        buttons.getStyleClass().add("welcome-buttons");
        var content = new VBox(heading, text, buttons);
        content.getStyleClass().addAll("question", "welcome");
        var scene = new Scene(content);
        Theme.DARK.applyTo(scene);
        stage.setTitle(Texts.of("welcome.window"));
        stage.setScene(scene);
        stage.setResizable(false);
        stage.setOnCloseRequest(_ -> answer(Optional.empty()));
        open.requestFocus();
    }

    /// Asks what to open.
    ///
    /// @param chosen gets the answer, once; nothing if the operator wants to quit
    public static void ask(Path demo, Consumer<Optional<Path>> chosen) {
        new Welcome(demo, chosen).stage.show();
    }

    private static Button button(String text, Runnable action) {
        var button = new Button(Texts.of(text));
        button.getStyleClass().addAll("tool-button", "modal-button");
        button.setOnAction(_ -> action.run());
        return button;
    }

    private void browse() {
        var chooser = new FileChooser();
        chooser.setTitle(Texts.of("welcome.chooser"));
        chooser.getExtensionFilters().add(new ExtensionFilter(Texts.of("welcome.files"), "*.yaml", "*.yml", "*.json"));
        Optional.ofNullable(chooser.showOpenDialog(stage))
                .map(File::toPath)
                .ifPresent(file -> answer(Optional.of(file)));
    }

    private void answer(Optional<Path> answer) {
        stage.hide();
        chosen.accept(answer);
    }
}
