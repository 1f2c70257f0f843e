package dev.signalbox.text;

import java.util.regex.Pattern;

/// The colours, and other ways to be written, of a line of output: what is told by `ESC [ … m` (SGR).
public final class Colours {
    private static final Pattern SGR = Pattern.compile("(?:\u001B\\[|\u009B)([0-9;:]*)m");
    private static final Pattern NONE = Pattern.compile("[0;:]*");
    private static final String BEGIN = "\u001B[";
    private static final String RESET = BEGIN + "0m";

    private Colours() {}

    /// [PlainText#bare] of `line`, but with its colours, which end with it.
    public static String of(String line) {
        var shown = new StringBuilder();
        var coloured = false;
        var end = 0;
        for (var sequence = PlainText.SEQUENCES.matcher(line); sequence.find(); end = sequence.end()) {
            shown.append(PlainText.output(line.substring(end, sequence.start())));
            var sgr = SGR.matcher(sequence.group());
            if (sgr.matches()) {
                shown.append(BEGIN).append(sgr.group(1)).append('m');
                coloured = !NONE.matcher(sgr.group(1)).matches();
            }
        }
        shown.append(PlainText.output(line.substring(end)));
        return coloured ? shown.append(RESET).toString() : shown.toString();
    }
}
