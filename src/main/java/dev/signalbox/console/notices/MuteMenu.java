package dev.signalbox.console.notices;

import dev.signalbox.console.fx.Texts;
import dev.signalbox.console.fx.Times;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.octicons.Octicons;

/// For how long what an incident is about is muted: all of it, or one of its services. Made when it is opened, for the
/// time that it is then. FX thread.
final class MuteMenu extends MenuButton {
    private static final Duration HALF_AN_HOUR = Duration.ofMinutes(30);
    private static final int HOURS = 10;
    private static final LocalTime MORNING = LocalTime.of(8, 0);

    private final Incident incident;
    private final Instant now;
    private final BiConsumer<Set<String>, @Nullable Instant> mute;

    /// @param mute gets the services, and until when; `null` for until they have recovered
    MuteMenu(Incident incident, Instant now, BiConsumer<Set<String>, @Nullable Instant> mute) {
        super(Texts.of("notices.mute"));
        var glyph = new FontIcon(Octicons.BELL_SLASH_16);
        glyph.getStyleClass().addAll("glyph", "tiny-glyph");
        setGraphic(glyph);
        this.incident = incident;
        this.now = now;
        this.mute = mute;
        getStyleClass().addAll("tool-button", "small-tool", "groups-button");
        setMinWidth(USE_PREF_SIZE);
        getItems().setAll(all());
    }

    private List<MenuItem> all() {
        var services = incident.services();
        var items = new ArrayList<>(items(services));
        if (services.size() > 1) {
            items.add(new SeparatorMenuItem());
            for (var service : services) {
                if (!service.isEmpty()) {
                    var only = new Menu(Texts.of("notices.mute.only", service));
                    only.setMnemonicParsing(false);
                    only.getItems().setAll(items(Set.of(service)));
                    items.add(only);
                }
            }
        }
        return items;
    }

    private List<MenuItem> items(Set<String> services) {
        var until = new Menu(Texts.of("notices.mute.until"));
        var zone = ZoneId.systemDefault();
        var hour = now.atZone(zone).truncatedTo(ChronoUnit.HOURS);
        for (int i = 1; i <= HOURS; i++) {
            until.getItems()
                    .add(item(
                            Times.minute(hour.plusHours(i).toInstant()),
                            services,
                            hour.plusHours(i).toInstant()));
        }
        var morning = now.atZone(zone)
                .toLocalDate()
                .plusDays(1)
                .atTime(MORNING)
                .atZone(zone)
                .toInstant();
        until.getItems().add(item(Texts.of("notices.mute.tomorrow", Times.minute(morning)), services, morning));
        var items = new ArrayList<MenuItem>();
        items.add(item(Texts.of("notices.mute.half-hour"), services, now.plus(HALF_AN_HOUR)));
        if (incident.down().stream().anyMatch(services::contains)) {
            items.add(item(Texts.of("notices.mute.recovered"), services, null));
        }
        items.add(until);
        return items;
    }

    private MenuItem item(String words, Set<String> services, @Nullable Instant until) {
        var item = new MenuItem(words);
        item.setMnemonicParsing(false);
        item.setOnAction(_ -> mute.accept(services, until));
        return item;
    }
}
