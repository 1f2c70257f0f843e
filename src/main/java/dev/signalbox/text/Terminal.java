package dev.signalbox.text;

import java.io.PrintWriter;
import java.util.regex.Pattern;

/// Where commands print: the only way of theirs to standard output and standard error. What is printed is one line for
/// each call, and steers nothing but the few colours that commands have, and those of
/// services.
public final class Terminal {
    private static final Pattern COLOUR = Pattern.compile("\u001B\\[(?:0|2|3[1-3])m");

    private final PrintWriter out;

    public Terminal(PrintWriter out) {
        this.out = out;
    }

    /// Prints one line: [PlainText#output] of `line`, but with its colours.
    public void println(Object line) {
        out.println(shown(line.toString()));
    }

    /// The same of three parts, of which the second is a service's output and keeps its [Colours].
    public void println(String before, String output, String after) {
        out.println(shown(before) + Colours.of(output) + shown(after));
    }

    private static String shown(String text) {
        var shown = new StringBuilder();
        var end = 0;
        for (var colour = COLOUR.matcher(text); colour.find(); end = colour.end()) {
            shown.append(PlainText.output(text.substring(end, colour.start()))).append(colour.group());
        }
        return shown.append(PlainText.output(text.substring(end))).toString();
    }

    public void flush() {
        out.flush();
    }
}
