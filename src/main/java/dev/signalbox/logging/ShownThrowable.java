package dev.signalbox.logging;

import dev.signalbox.text.PlainText;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Stands for another throwable in a trace: the same but for its words, which are on one line.
final class ShownThrowable extends Throwable {
    private static final long serialVersionUID = 1L;

    private final String words;

    private ShownThrowable(Throwable shown) {
        words = PlainText.line(shown.toString());
        setStackTrace(shown.getStackTrace());
    }

    /// With all that it was caused by, and what was suppressed for it.
    static Throwable of(Throwable thrown) {
        return of(thrown, new IdentityHashMap<>());
    }

    /// @param known what is shown already, as a throwable may come round to itself
    private static ShownThrowable of(Throwable thrown, Map<Throwable, ShownThrowable> known) {
        var before = known.get(thrown);
        if (before != null) {
            return before;
        }
        var shown = new ShownThrowable(thrown);
        known.put(thrown, shown);
        @Nullable Throwable cause = thrown.getCause();
        if (cause != null) {
            var causeShown = of(cause, known);
            if (causeShown != shown) {
                shown.initCause(causeShown);
            }
        }
        for (var suppressed : thrown.getSuppressed()) {
            var suppressedShown = of(suppressed, known);
            if (suppressedShown != shown) {
                shown.addSuppressed(suppressedShown);
            }
        }
        return shown;
    }

    /// What a trace shows: the class of the other one, and its message.
    @Override
    @SuppressWarnings("OverrideThrowableToString")
    public String toString() {
        return words;
    }
}
