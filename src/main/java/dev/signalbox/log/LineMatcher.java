package dev.signalbox.log;

import dev.signalbox.log.LogLine.Stream;
import dev.signalbox.text.LimitedText;
import dev.signalbox.text.LimitedText.TooManyLooksException;
import dev.signalbox.text.PlainText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Tells which lines a [LogQuery] looks for, and where in them. The text of a line is what a reader sees: without the
/// sequences that tell a terminal what to do. Not thread safe.
public final class LineMatcher {
    /// Steps that an expression may take in one line of at most 16 KiB.
    private static final int MOST_STEPS = 5_000_000;

    /// A stretch of a line's text.
    public record Span(int start, int end) {}

    /// An expression takes so long for a line that it is not looked for any further.
    public static final class TooCostlyException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private TooCostlyException(Throwable cause) {
            super(
                    "the expression takes too long for one of the lines. Allowed: one that repeats nothing within what is"
                            + " repeated, such as (a+)+",
                    cause);
        }
    }

    private final LogQuery query;
    private final @Nullable Matcher matcher;

    public LineMatcher(LogQuery query) {
        this.query = query;
        var isPlain = !query.regex() && query.matchCase();
        this.matcher = query.text().isEmpty() || isPlain
                ? null
                : Pattern.compile(query.text(), flags(query)).matcher("");
    }

    private static int flags(LogQuery query) {
        return (query.regex() ? 0 : Pattern.LITERAL)
                | (query.matchCase() ? 0 : Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    }

    LogQuery query() {
        return query;
    }

    /// Whether a line is looked for, but for its time.
    ///
    /// @throws TooCostlyException if that cannot be said
    public boolean matches(Stream stream, String line) {
        return (query.streams().isEmpty() || query.streams().contains(stream)) && matchesText(stream, line);
    }

    private boolean matchesText(Stream stream, String line) {
        var text = text(line);
        return find(text) && hasLevel(stream, text);
    }

    private boolean hasLevel(Stream stream, String text) {
        if (query.levels().isEmpty()) {
            return true;
        }
        var level = stream == Stream.CONSOLE ? null : LogLevel.of(text);
        return level != null && query.levels().contains(level);
    }

    private boolean find(String text) {
        if (query.text().isEmpty()) {
            return true;
        }
        if (matcher == null) {
            return text.contains(query.text());
        }
        try {
            return matcher.reset(new LimitedText(text, MOST_STEPS)).find();
        } catch (TooManyLooksException | StackOverflowError e) {
            throw new TooCostlyException(e);
        }
    }

    /// The text of a line as it is looked through.
    public static String text(String line) {
        return PlainText.stripped(line);
    }

    /// Where in a line's [#text] the query's text is; empty if it has none.
    ///
    /// @throws TooCostlyException if that cannot be said
    public List<Span> spans(String text) {
        var spans = new ArrayList<Span>();
        if (query.text().isEmpty()) {
            return spans;
        }
        if (matcher == null) {
            var length = query.text().length();
            for (int at = text.indexOf(query.text()); at >= 0; at = text.indexOf(query.text(), at + length)) {
                spans.add(new Span(at, at + length));
            }
            return spans;
        }
        try {
            for (matcher.reset(new LimitedText(text, MOST_STEPS)); matcher.find(); ) {
                if (matcher.end() > matcher.start()) {
                    spans.add(new Span(matcher.start(), matcher.end()));
                }
            }
        } catch (TooManyLooksException | StackOverflowError e) {
            throw new TooCostlyException(e);
        }
        return spans;
    }

    /// What the bytes of a line must have somewhere to be looked for, if they have no sequence for a terminal in them;
    /// `null` if that cannot be said by bytes.
    @Nullable
    ByteSearch bytes() {
        var text = query.text();
        var isAscii = text.chars().allMatch(each -> each < 0x80);
        if (query.regex() || text.isEmpty() || !(query.matchCase() || isFoldedAlone(text, isAscii))) {
            return null;
        }
        return new ByteSearch(text.getBytes(StandardCharsets.UTF_8), query.matchCase());
    }

    /// Whether no other letter than its capital is the same as one in `text`: Kelvin is a k, and a long s is an s.
    private static boolean isFoldedAlone(String text, boolean isAscii) {
        return isAscii && text.chars().noneMatch(each -> "kKsS".indexOf(each) >= 0);
    }
}
