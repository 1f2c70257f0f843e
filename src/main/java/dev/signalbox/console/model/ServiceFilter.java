package dev.signalbox.console.model;

import java.util.Locale;
import java.util.stream.Stream;
import javafx.beans.InvalidationListener;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;

/// Which services the table shows. FX thread.
public final class ServiceFilter {
    private final StringProperty text = new SimpleStringProperty(this, "text", "");
    private final ObjectProperty<@Nullable Condition> condition = new SimpleObjectProperty<>(this, "condition", null);

    /// Words that must all be part of a service's id, group, command, state or condition.
    public StringProperty textProperty() {
        return text;
    }

    /// The only condition that is shown; `null` for all.
    public ObjectProperty<@Nullable Condition> conditionProperty() {
        return condition;
    }

    /// Whether anything is filtered at all.
    public boolean isActive() {
        return condition.get() != null || !text.get().isBlank();
    }

    /// Shows everything again.
    public void clear() {
        text.set("");
        condition.set(null);
    }

    /// Calls `listener` after each change.
    public void onChange(Runnable listener) {
        InvalidationListener changed = _ -> listener.run();
        text.addListener(changed);
        condition.addListener(changed);
    }

    /// Whether `service` is shown.
    public boolean matches(ServiceModel service) {
        var wanted = condition.get();
        if (wanted != null && Condition.of(service) != wanted) {
            return false;
        }
        var words = text.get().strip().toLowerCase(Locale.ROOT);
        return words.isEmpty() || Stream.of(words.split("\\s+", -1)).allMatch(described(service)::contains);
    }

    private static String described(ServiceModel service) {
        var definition = service.definition();
        var waits = Condition.waits(service.status(), service.why());
        return String.join(
                        "\n",
                        definition.id(),
                        definition.group(),
                        definition.command().text(),
                        service.status().state().word(),
                        Condition.of(service).word(),
                        waits ? Condition.WAITING.word() : "")
                .toLowerCase(Locale.ROOT);
    }
}
