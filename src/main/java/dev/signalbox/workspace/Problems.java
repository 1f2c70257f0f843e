package dev.signalbox.workspace;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/// Collects the mistakes of one file.
final class Problems {
    /// A file with more is not what its author thinks it is.
    private static final int MOST = 100;

    private final Path file;
    private final List<Problem> found = new ArrayList<>();
    private int dropped;

    Problems(Path file) {
        this.file = file;
    }

    void add(Position at, String found, String allowed) {
        add(at, found, allowed, "");
    }

    /// Adds that `word`, shown in `found`, is none of `allowed`, and which of them is near.
    void addUnknown(Position at, String found, String word, Collection<String> allowed) {
        add(at, found, String.join(", ", allowed), Nearest.to(word, allowed));
    }

    private void add(Position at, String what, String allowed, String nearest) {
        if (found.size() < MOST) {
            found.add(new Problem(file, at.line(), at.column(), what, allowed, nearest));
        } else {
            dropped++;
        }
    }

    boolean any() {
        return !found.isEmpty();
    }

    /// All of them in the order of the file.
    InvalidWorkspaceException failure() {
        var all = new ArrayList<>(found);
        all.sort(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column));
        if (dropped > 0) {
            all.add(new Problem(file, 0, 0, dropped + " more mistakes are not shown", "", ""));
        }
        return new InvalidWorkspaceException(all);
    }
}
