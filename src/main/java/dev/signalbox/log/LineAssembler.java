package dev.signalbox.log;

import dev.signalbox.text.PlainText;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Makes lines of the bytes that a service wrote. Knows line ends of both kinds, progress bars that return
/// to the start of their line (the last state counts), and lines that never end.
final class LineAssembler {
    /// Takes a line and the offset after it.
    interface Lines {
        void accept(String text, long end);
    }

    static final int MAX_LINE = 16 * 1024;
    static final String CUT = " […]";

    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private boolean returned;
    private boolean cut;
    private boolean begun;

    /// Takes `length` bytes.
    ///
    /// @param at offset of the first of them in the file
    /// @param lines takes each line that they complete, with the offset of its end
    void add(byte[] bytes, int length, long at, Lines lines) {
        for (int i = 0; i < length; i++) {
            var b = bytes[i];
            if (b == '\n') {
                lines.accept(take(), at + i + 1);
            } else {
                add(b);
            }
        }
    }

    /// Takes the bytes from `from` on and before `to`, with no line end among them.
    void add(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            add(bytes[i]);
        }
    }

    /// Whether there is a line whose end has not come.
    boolean isPartial() {
        return begun;
    }

    /// The line so far; a new one begins.
    String take() {
        var end = line.size();
        var bytes = line.toByteArray();
        if (cut) {
            // Not in the middle of a character.
            while (end > 0 && (bytes[end - 1] & 0xC0) == 0x80) {
                end--;
            }
            end = end > 0 && bytes[end - 1] < 0 ? end - 1 : end;
        }
        var text = new String(bytes, 0, end, StandardCharsets.UTF_8);
        if (cut) {
            text = PlainText.withoutHalf(text) + CUT;
        }
        clear();
        begun = false;
        return text;
    }

    private void add(byte b) {
        begun = true;
        if (b == '\r') {
            returned = true;
            return;
        }
        if (returned) {
            clear();
        }
        if (line.size() < MAX_LINE) {
            line.write(b);
        } else {
            cut = true;
        }
    }

    private void clear() {
        line.reset();
        returned = false;
        cut = false;
    }
}
