package dev.signalbox.console.inspector;

import dev.signalbox.console.FxmlView;
import java.text.MessageFormat;
import java.util.Locale;

/// The texts of the inspector: those under `inspector.` in the bundle of all views.
final class Texts {
    private Texts() {}

    /// The text `inspector.<key>` with `values` in its places.
    static String text(String key, Object... values) {
        return new MessageFormat(FxmlView.TEXTS.getString("inspector." + key), Locale.ROOT).format(values);
    }
}
