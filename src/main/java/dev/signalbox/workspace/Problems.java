package dev.signalbox.workspace;

import dev.signalbox.text.Nearest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Collects the mistakes of one file, and of those that it names.
final class Problems {
    /// A file with more is not what its author thinks it is.
    private static final int MOST = 100;

    private static final int MOST_WORDS = 24;

    private final Path file;
    private final List<Problem> found;

    Problems(Path file) {
        this(file, new ArrayList<>());
    }

    private Problems(Path file, List<Problem> found) {
        this.file = file;
        this.found = found;
    }

    /// The file that they are in, but for those that were added otherwise.
    Path file() {
        return file;
    }

    /// The same collection, for mistakes in another file.
    Problems in(Path other) {
        return new Problems(other, found);
    }

    void add(Position at, String found, String allowed) {
        add(at, found, allowed, "");
    }

    /// Adds that `word`, shown in `found`, is none of `allowed`, and which of them is near.
    void addUnknown(Position at, String found, String word, Collection<String> allowed) {
        // Looking for what is near takes its time.
        add(at, found, join(", ", allowed), isFull() ? "" : Nearest.to(word, allowed));
    }

    private void add(Position at, String what, String allowed, String nearest) {
        add(new Problem(file, at.line(), at.column(), what, allowed, nearest));
    }

    private void add(Problem problem) {
        // One too many is kept, to know that there were more.
        if (found.size() <= MOST && found.stream().noneMatch(each -> isSame(each, problem))) {
            found.add(problem);
        }
    }

    /// Several services may share what stands in a place: a default, or what an alias stands for. The mistake is one,
    /// and told of the first.
    private static boolean isSame(Problem one, Problem other) {
        return one.line() == other.line()
                && one.column() == other.column()
                && one.file().equals(other.file())
                && (one.line() == 0 ? one.equals(other) : one.allowed().equals(other.allowed()));
    }

    /// How many there are.
    int count() {
        return found.size();
    }

    /// Takes those away that came after the first `count` and are at one of `places` of this file.
    List<Problem> take(int count, Set<Position> places) {
        var later = found.subList(Math.min(count, found.size()), found.size());
        var taken = later.stream()
                .filter(each -> each.file().equals(file) && places.contains(new Position(each.line(), each.column())))
                .toList();
        later.removeAll(taken);
        return taken;
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

    /// Takes over the mistakes of `others`, as far as there is room.
    void addAll(Collection<Problem> others) {
        others.forEach(this::add);
    }

    /// All of them, those in this file first, in the order of each file.
    List<Problem> all() {
        return any() ? failure().problems() : List.of();
    }

    /// What [#all] tells.
    InvalidWorkspaceException failure() {
        var all = found.stream()
                .limit(MOST)
                .sorted(Comparator.comparing((Problem each) -> !each.file().equals(file))
                        .thenComparing(Problem::file)
                        .thenComparingInt(Problem::line)
                        .thenComparingInt(Problem::column))
                .collect(Collectors.toCollection(ArrayList::new));
        if (found.size() > MOST) {
            all.add(new Problem(file, 0, 0, "further mistakes are not shown", "", ""));
        }
        return new InvalidWorkspaceException(all);
    }
}
