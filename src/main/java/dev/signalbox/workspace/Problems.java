package dev.signalbox.workspace;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/// Collects the mistakes of one file.
final class Problems {
    /// A file with more is not what its author thinks it is.
    private static final int MOST = 100;

    private static final int MOST_WORDS = 24;

    private final Path file;
    private final List<Problem> found = new ArrayList<>();
    private boolean dropped;

    Problems(Path file) {
        this.file = file;
    }

    void add(Position at, String found, String allowed) {
        add(at, found, allowed, "");
    }

    /// Adds that `word`, shown in `found`, is none of `allowed`, and which of them is near.
    void addUnknown(Position at, String found, String word, Collection<String> allowed) {
        if (isFull()) {
            dropped = true;
        } else {
            add(at, found, join(", ", allowed), Nearest.to(word, allowed));
        }
    }

    private void add(Position at, String what, String allowed, String nearest) {
        if (isFull()) {
            dropped = true;
        } else {
            found.add(new Problem(file, at.line(), at.column(), what, allowed, nearest));
        }
    }

    /// The words, or some of them if they are too many to be read.
    static String join(String separator, Collection<String> words) {
        var shown = words.stream().limit(MOST_WORDS).collect(Collectors.joining(separator));
        return words.size() > MOST_WORDS ? shown + separator + "…" : shown;
    }

    /// Whether what else is found is not worth looking for.
    boolean isFull() {
        return found.size() >= MOST;
    }

    boolean any() {
        return !found.isEmpty();
    }

    /// All of them in the order of the file.
    InvalidWorkspaceException failure() {
        var all = new ArrayList<>(found);
        all.sort(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column));
        if (dropped) {
            all.add(new Problem(file, 0, 0, "further mistakes are not shown", "", ""));
        }
        return new InvalidWorkspaceException(all);
    }
}
