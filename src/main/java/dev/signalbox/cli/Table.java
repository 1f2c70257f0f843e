package dev.signalbox.cli;

import dev.signalbox.text.Columns;
import dev.signalbox.text.Terminal;
import java.util.ArrayList;
import java.util.List;

/// Columns of text, each as wide as it needs; the last as wide as it likes.
final class Table {
    private static final String GAP = "  ";

    private final List<String> heads;
    private final List<List<String>> rows = new ArrayList<>();
    private final int coloured;

    /// @param coloured the column whose words have colours
    Table(int coloured, String... heads) {
        this.coloured = coloured;
        this.heads = List.of(heads);
    }

    void add(String... cells) {
        rows.add(List.of(cells));
    }

    void print(Terminal out, boolean colours) {
        var widths = new int[heads.size()];
        for (int i = 0; i < widths.length; i++) {
            widths[i] = Columns.of(heads.get(i));
            for (var row : rows) {
                widths[i] = Math.max(widths[i], Columns.of(row.get(i)));
            }
        }
        out.println(Style.DIM.apply(line(heads, widths, false), colours));
        rows.forEach(row -> out.println(line(row, widths, colours)));
        out.flush();
    }

    private String line(List<String> cells, int[] widths, boolean colours) {
        var line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            var text = cells.get(i);
            line.append(i == coloured ? Style.of(text).apply(text, colours) : text);
            if (i < cells.size() - 1) {
                line.append(" ".repeat(widths[i] - Columns.of(text))).append(GAP);
            }
        }
        return line.toString().stripTrailing();
    }
}
