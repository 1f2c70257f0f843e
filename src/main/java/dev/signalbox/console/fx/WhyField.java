package dev.signalbox.console.fx;

import dev.signalbox.operation.Why;
import javafx.scene.control.TextField;
import javafx.scene.control.TextFormatter;

/// Where the operator may say why. FX thread.
public final class WhyField extends TextField {
    public WhyField() {
        setTextFormatter(new TextFormatter<>(change -> isShort(change.getControlNewText()) ? change : null));
    }

    private static boolean isShort(String text) {
        return text.codePointCount(0, text.length()) <= Why.MOST;
    }

    /// What was said, in words that have no problem; empty if nothing was.
    public String why() {
        return Why.cleaned(getText());
    }
}
