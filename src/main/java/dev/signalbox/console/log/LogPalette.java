package dev.signalbox.console.log;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import javafx.css.CssMetaData;
import javafx.css.SimpleStyleableObjectProperty;
import javafx.css.StyleConverter;
import javafx.css.Styleable;
import javafx.css.StyleableObjectProperty;
import javafx.css.StyleableProperty;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;

/// One view's colours: those of the style sheet, and those of services brought to where they can be read on its
/// background. FX thread only.
final class LogPalette {

    /// WCAG 2.2 AA for text.
    private static final double MIN_CONTRAST = 4.5;

    private static final int MIX_STEPS = 10;
    private static final int MAX_CACHED = 4_096;

    static final List<CssMetaData<? extends Styleable, ?>> CSS = Stream.concat(
                    Region.getClassCssMetaData().stream(),
                    Stream.of(LogColor.values()).map(ColorMetaData::new))
            .toList();

    private final Map<LogColor, StyleableObjectProperty<Color>> properties = new EnumMap<>(LogColor.class);
    private final Map<Integer, Color> readable = new HashMap<>();

    LogPalette(LogView view, Runnable onChange) {
        for (CssMetaData<?, ?> metaData : CSS) {
            if (metaData instanceof ColorMetaData color) {
                var property =
                        new SimpleStyleableObjectProperty<>(color, view, color.color.name(), color.color.initial());
                property.addListener((changed, old, value) -> {
                    readable.clear();
                    onChange.run();
                });
                properties.put(color.color, property);
            }
        }
    }

    Color get(LogColor color) {
        return property(color).get();
    }

    /// The colour to draw text of `style` with.
    Color text(AnsiStyle style) {
        return switch (style.color()) {
            case AnsiStyle.Default() -> get(style.faint() ? LogColor.MUTED : LogColor.TEXT);
            case AnsiStyle.Palette(int index) -> get(LogColor.ansi(index));
            case AnsiStyle.Rgb(int value) -> {
                if (readable.size() >= MAX_CACHED) {
                    readable.clear();
                }
                yield readable.computeIfAbsent(value, this::readable);
            }
        };
    }

    /// `value` moved towards the text's colour as far as it must be, so that its hue stays where it can.
    private Color readable(int value) {
        Color wanted = Color.rgb(value >> 16 & 0xff, value >> 8 & 0xff, value & 0xff);
        Color background = get(LogColor.BACKGROUND);
        Color text = get(LogColor.TEXT);
        for (int step = 0; step < MIX_STEPS; step++) {
            Color mixed = wanted.interpolate(text, (double) step / MIX_STEPS);
            if (contrast(mixed, background) >= MIN_CONTRAST) {
                return mixed;
            }
        }
        return text;
    }

    /// The contrast ratio of WCAG 2: 1 to 21.
    static double contrast(Color a, Color b) {
        double x = luminance(a) + 0.05;
        double y = luminance(b) + 0.05;
        return Math.max(x, y) / Math.min(x, y);
    }

    private static double luminance(Color color) {
        return 0.2126 * linear(color.getRed()) + 0.7152 * linear(color.getGreen()) + 0.0722 * linear(color.getBlue());
    }

    private static double linear(double channel) {
        return channel <= 0.04045 ? channel / 12.92 : Math.pow((channel + 0.055) / 1.055, 2.4);
    }

    private StyleableObjectProperty<Color> property(LogColor color) {
        return Objects.requireNonNull(properties.get(color));
    }

    private static final class ColorMetaData extends CssMetaData<LogView, Color> {

        private final LogColor color;

        ColorMetaData(LogColor color) {
            super(color.cssName(), StyleConverter.getColorConverter(), color.initial());
            this.color = color;
        }

        @Override
        public boolean isSettable(LogView view) {
            return !view.palette().property(color).isBound();
        }

        @Override
        public StyleableProperty<Color> getStyleableProperty(LogView view) {
            return view.palette().property(color);
        }
    }
}
