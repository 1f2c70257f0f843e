package dev.signalbox.console.fx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Whether what is written can be read: by the contrast of [WCAG 2.2](https://www.w3.org/TR/WCAG22/#contrast-minimum),
/// of each colour of text on all that lies behind such text.
class ContrastTest {
    /// That of text of ordinary size.
    private static final double LEAST = 4.5;

    private static final Path SHEETS = Path.of("src/main/resources/dev/signalbox/console");
    private static final Pattern COLOUR = Pattern.compile("(-[\\w-]+):\\s*(#[0-9a-f]{6});");
    private static final Pattern TEXT = Pattern.compile("-fx-(?:text-)?fill:\\s*([\\w-]+)");

    /// What rows, cards, sheets, the log and buttons lie on.
    private static final List<String> EVERYWHERE = List.of(
            "-color-bg-default",
            "-color-bg-subtle",
            "-color-bg-inset",
            "-signalbox-selection",
            "-signalbox-alert",
            "-signalbox-raised",
            "-signalbox-control");

    private static final Map<String, List<String>> BEHIND = Map.ofEntries(
            Map.entry("-signalbox-strong", with("-signalbox-control-hover", "-signalbox-count")),
            Map.entry("-color-fg-default", with("-signalbox-control-hover")),
            Map.entry("-color-fg-muted", EVERYWHERE),
            Map.entry("-signalbox-run-text", EVERYWHERE),
            Map.entry("-signalbox-act-text", EVERYWHERE),
            Map.entry("-signalbox-fail-text", with("-signalbox-control-hover")),
            Map.entry("-signalbox-held-text", with("-signalbox-held-bg")),
            Map.entry("-signalbox-count-text", List.of("-signalbox-count")),
            Map.entry("-color-danger-fg", EVERYWHERE),
            Map.entry("white", List.of("-signalbox-primary", "-signalbox-bar-bad", "-signalbox-danger-hover")));

    /// What fills shapes.
    private static final Set<String> NO_TEXT = Set.of("transparent", "null", "-color-border-default");

    private static List<String> with(String... more) {
        return Stream.concat(EVERYWHERE.stream(), Stream.of(more)).toList();
    }

    @ParameterizedTest
    @EnumSource
    void text_canBeReadOnAllThatLiesBehindIt(Theme theme) throws IOException {
        var colours = colours(theme);
        var weak = new ArrayList<String>();
        BEHIND.forEach((text, surfaces) -> surfaces.forEach(surface -> {
            var contrast = contrast(colour(colours, text), colour(colours, surface));
            if (contrast < LEAST) {
                weak.add(String.format(Locale.ROOT, "%s on %s: %.2f", text, surface, contrast));
            }
        }));
        assertThat(weak).isEmpty();
    }

    @Test
    void eachColourOfText_isLookedAt() throws IOException {
        var used = new TreeSet<String>();
        try (var sheets = Files.walk(SHEETS)) {
            for (var sheet :
                    sheets.filter(file -> file.toString().endsWith(".css")).toList()) {
                TEXT.matcher(Files.readString(sheet))
                        .results()
                        .map(text -> text.group(1))
                        .forEach(used::add);
            }
        }
        used.removeIf(colour -> colour.startsWith("-signalbox-log-") || NO_TEXT.contains(colour));
        assertThat(BEHIND.keySet()).containsAll(used);
        assertThat(used).hasSizeGreaterThan(5);
    }

    private static Map<String, String> colours(Theme theme) throws IOException {
        var name = theme.name().toLowerCase(Locale.ROOT);
        var primer = atlantafx.base.theme.Theme.class.getResourceAsStream("primer-" + name + ".css");
        var found = new HashMap<>(Map.of("white", "#ffffff"));
        for (var sheet : List.of(text(primer), text(Theme.class.getResourceAsStream("tokens-" + name + ".css")))) {
            COLOUR.matcher(sheet).results().forEach(colour -> found.put(colour.group(1), colour.group(2)));
        }
        return found;
    }

    private static String text(InputStream sheet) throws IOException {
        try (sheet) {
            return new String(sheet.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String colour(Map<String, String> colours, String name) {
        return Objects.requireNonNull(colours.get(name), name);
    }

    private static double contrast(String one, String other) {
        var first = luminance(one);
        var second = luminance(other);
        return (Math.max(first, second) + 0.05) / (Math.min(first, second) + 0.05);
    }

    private static double luminance(String colour) {
        return 0.2126 * linear(colour, 1) + 0.7152 * linear(colour, 3) + 0.0722 * linear(colour, 5);
    }

    private static double linear(String colour, int from) {
        var value = Integer.parseInt(colour.substring(from, from + 2), 16) / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
    }
}
