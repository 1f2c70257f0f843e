package dev.signalbox.text;

import java.io.PrintWriter;
import java.util.List;
import java.util.regex.Pattern;

/// Where commands print: the only way of theirs to standard output and standard error. What is printed is one line
/// for each call, and steers nothing but the few colours that commands have, those of services, and the place of what
/// is drawn again.
public final class Terminal {
    private static final Pattern COLOUR = Pattern.compile("\u001B\\[(?:0|2|3[1-6])m");

    private static final String TO_THE_END = "\u001B[K";
    private static final String NO_WRAP = "\u001B[?7l";
    private static final String WRAP = "\u001B[?7h";

    private final PrintWriter out;
    /// How many lines were drawn that may be drawn again.
    private int drawn;

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

    /// Prints lines in the place of those that it has printed so before, as long as nothing else was printed since.
    /// On a terminal only. What is wider than the terminal is cut off.
    public void redraw(List<String> lines) {
        if (drawn > 0) {
            out.print("\u001B[" + drawn + "A");
        }
        out.print(NO_WRAP);
        for (var line : lines) {
            out.print(TO_THE_END);
            println(line);
        }
        out.print(WRAP);
        drawn = lines.size();
        out.flush();
    }

    public void flush() {
        out.flush();
    }
}
