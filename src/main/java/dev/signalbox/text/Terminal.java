package dev.signalbox.text;

import java.io.PrintWriter;
import java.util.regex.Pattern;

/// Where commands print: the only way of theirs to standard output and standard error. What is printed is one line for
/// each call, and steers nothing but the few colours that commands have.
public final class Terminal {
    private static final Pattern COLOUR = Pattern.compile("\u001B\\[(?:0|2|3[1-3])m");

    private final PrintWriter out;

    public Terminal(PrintWriter out) {
        this.out = out;
    }

    /// Prints one line: [PlainText#output] of `line`, but with its colours.
    public void println(Object line) {
        var text = line.toString();
        var shown = new StringBuilder();
        var end = 0;
        for (var colour = COLOUR.matcher(text); colour.find(); end = colour.end()) {
            shown.append(PlainText.output(text.substring(end, colour.start()))).append(colour.group());
        }
        out.println(shown.append(PlainText.output(text.substring(end))));
    }

    public void flush() {
        out.flush();
    }
}
