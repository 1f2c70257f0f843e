package dev.signalbox.service.probe;

import dev.signalbox.log.NewOutput;
import dev.signalbox.text.PlainText;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Looks for a line among those that a service has written since this was made. One that was found stays found.
final class LogQuestion implements Question {
    /// How much of a line is looked at.
    private static final int MAX_LINE = 4 * 1024;

    private static final String NOTHING = "it has written nothing; it may keep its output back, as it has no terminal"
            + " (PYTHONUNBUFFERED=1, stdbuf -oL)";

    private final Pattern pattern;
    private final NewOutput output;
    private final Deque<String> unseen = new ArrayDeque<>();
    private @Nullable String found;
    private String problem = "no such line yet";

    LogQuestion(Pattern pattern, NewOutput output) {
        this.pattern = pattern;
        this.output = output;
    }

    @Override
    public Finding ask() throws IOException, InterruptedException {
        while (found == null && hasMore()) {
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted");
            }
            look(unseen.remove());
        }
        if (found == null) {
            return Finding.no(output.isSilent() ? NOTHING : problem);
        }
        return Finding.yes("found: " + found);
    }

    private boolean hasMore() throws UnaskableException {
        if (unseen.isEmpty()) {
            try {
                unseen.addAll(output.poll());
            } catch (IOException e) {
                throw new UnaskableException(e);
            }
        }
        return !unseen.isEmpty();
    }

    private void look(String line) {
        var text = PlainText.stripped(line.length() > MAX_LINE ? line.substring(0, MAX_LINE) : line);
        try {
            if (Search.find(pattern, text)) {
                found = text.strip();
            }
        } catch (UnaskableException e) {
            problem = "no such line yet; in one, " + e.getMessage();
        }
    }
}
