package dev.signalbox.console.log;

import java.util.ArrayList;
import java.util.List;

/// Reads one line once; see [AnsiText#parse].
final class AnsiParser {

    private static final char ESCAPE = '\u001b';
    private static final char BELL = '\u0007';
    private static final int TAB_STOP = 8;

    private final String raw;
    private final int end;
    private final StringBuilder text;
    private final List<AnsiText.Span> spans = new ArrayList<>();
    private int column;
    private int at;
    private AnsiStyle style = AnsiStyle.PLAIN;
    private int styleStart;

    AnsiParser(String raw) {
        this.raw = raw;
        // A "\r" before the line's end belongs to the line end.
        this.end = raw.endsWith("\r") ? raw.length() - 1 : raw.length();
        this.text = new StringBuilder(end);
    }

    AnsiText parse() {
        while (at < end) {
            int codePoint = raw.codePointAt(at);
            if (codePoint == ESCAPE) {
                escape();
            } else if (codePoint == '\t') {
                int spaces = TAB_STOP - column % TAB_STOP;
                text.repeat(' ', spaces);
                column += spaces;
                at++;
            } else {
                int visible = CharacterCells.isVisible(codePoint) ? codePoint : CharacterCells.SUBSTITUTE;
                text.appendCodePoint(visible);
                column += CharacterCells.width(visible);
                at += Character.charCount(codePoint);
            }
        }
        closeSpan();
        return new AnsiText(text.toString(), spans);
    }

    private void escape() {
        if (at + 1 >= end) {
            at = end;
            return;
        }
        switch (raw.charAt(at + 1)) {
            case '[' -> controlSequence();
            case ']', 'P', 'X', '^', '_' -> controlString();
            default -> shortSequence();
        }
    }

    /// `ESC [`, parameters (0x30 to 0x3f), intermediates (0x20 to 0x2f), one final byte (0x40 to 0x7e).
    private void controlSequence() {
        int parametersEnd = skip(at + 2, '0', '?');
        int finalAt = skip(parametersEnd, ' ', '/');
        if (finalAt >= end) {
            at = end;
            return;
        }
        char last = raw.charAt(finalAt);
        if (last < '@' || last > '~') {
            showEscape();
            return;
        }
        if (last == 'm' && finalAt == parametersEnd) {
            changeStyle(new SgrParameters(raw.substring(at + 2, parametersEnd)).applyTo(style));
        }
        at = finalAt + 1;
    }

    /// Titles, links and the like, up to BEL or `ESC \`. Without its end nothing is dropped: it may hold the
    /// whole line.
    private void controlString() {
        for (int i = at + 2; i < end; i++) {
            char c = raw.charAt(i);
            if (c == BELL) {
                at = i + 1;
                return;
            }
            if (c == ESCAPE) {
                if (i + 1 < end && raw.charAt(i + 1) == '\\') {
                    at = i + 2;
                    return;
                }
                break;
            }
        }
        showEscape();
    }

    /// `ESC`, intermediates, one final byte (0x30 to 0x7e): character sets, cursor saving.
    private void shortSequence() {
        int finalAt = skip(at + 1, ' ', '/');
        if (finalAt >= end) {
            at = end;
        } else if (raw.charAt(finalAt) >= '0' && raw.charAt(finalAt) <= '~') {
            at = finalAt + 1;
        } else {
            showEscape();
        }
    }

    private void showEscape() {
        text.append(CharacterCells.SUBSTITUTE);
        column++;
        at++;
    }

    private int skip(int from, char low, char high) {
        int i = from;
        while (i < end && raw.charAt(i) >= low && raw.charAt(i) <= high) {
            i++;
        }
        return i;
    }

    private void changeStyle(AnsiStyle next) {
        if (!next.equals(style)) {
            closeSpan();
            style = next;
        }
    }

    private void closeSpan() {
        if (!style.equals(AnsiStyle.PLAIN) && text.length() > styleStart) {
            spans.add(new AnsiText.Span(styleStart, text.length(), style));
        }
        styleStart = text.length();
    }
}
