package dev.signalbox.console.log;

import java.util.ArrayList;
import java.util.List;

/// The parameters of one "select graphic rendition" sequence: `1;31`, `38;5;208`, `38:2::255:128:0`.
///
/// What is not understood is skipped, and so is a colour that breaks off.
final class SgrParameters {

    private static final int MAX = 0xffff;

    private final List<Integer> values = new ArrayList<>();
    private int next;

    SgrParameters(String parameters) {
        for (String group : parameters.split(";", -1)) {
            String[] parts = group.split(":", -1);
            for (int i = 0; i < parts.length; i++) {
                // In the colon form a colour space stands between "2" and red; it is mostly empty.
                boolean colorSpace = i == 2 && parts.length >= 6 && parts[1].equals("2");
                if (!colorSpace) {
                    values.add(number(parts[i]));
                }
            }
        }
    }

    AnsiStyle applyTo(AnsiStyle start) {
        AnsiStyle style = start;
        while (next < values.size()) {
            int code = values.get(next++);
            style = switch (code) {
                case 0 -> AnsiStyle.PLAIN;
                case 1 -> style.withWeight(true, false);
                case 2 -> style.withWeight(false, true);
                case 22 -> style.withWeight(false, false);
                case 30, 31, 32, 33, 34, 35, 36, 37 -> style.withColor(new AnsiStyle.Palette(code - 30));
                case 90, 91, 92, 93, 94, 95, 96, 97 -> style.withColor(new AnsiStyle.Palette(code - 90 + 8));
                case 38 -> style.withColor(color(style.color()));
                case 39 -> style.withColor(AnsiStyle.PLAIN.color());
                case 48, 58 -> {
                    color(style.color()); // background and underline colours are not drawn, but their numbers are read
                    yield style;
                }
                default -> style;
            };
        }
        return style;
    }

    private AnsiStyle.Color color(AnsiStyle.Color fallback) {
        int kind = take();
        if (kind == 5) {
            int index = take();
            return index >= 0 && index <= 255 ? AnsiStyle.indexed(index) : fallback;
        }
        if (kind == 2) {
            int red = take();
            int green = take();
            int blue = take();
            boolean valid = inByte(red) && inByte(green) && inByte(blue);
            return valid ? new AnsiStyle.Rgb(red << 16 | green << 8 | blue) : fallback;
        }
        return fallback;
    }

    private int take() {
        return next < values.size() ? values.get(next++) : -1;
    }

    private static boolean inByte(int value) {
        return value >= 0 && value <= 255;
    }

    /// An empty or strange number counts as 0, as terminals have it; a huge one stays outside every range.
    private static int number(String digits) {
        int value = 0;
        for (int i = 0; i < digits.length(); i++) {
            char digit = digits.charAt(i);
            if (digit < '0' || digit > '9') {
                return 0;
            }
            value = Math.min(MAX, value * 10 + digit - '0');
        }
        return value;
    }
}
