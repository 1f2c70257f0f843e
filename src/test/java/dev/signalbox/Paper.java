package dev.signalbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A text in Markdown that belongs to the project, and what can be held against the program in it.
///
/// @param file relative to the project's folder
record Paper(Path file, String text) {
    static final Path README = Path.of("README.md");
    static final Path SITE = Path.of("src/site/markdown");

    private static final Pattern FENCED = Pattern.compile("^```(\\w*)\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern SPAN = Pattern.compile("`([^`]+)`");
    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("^#+ (.*)$", Pattern.MULTILINE);

    /// A part of it that is set off as it is.
    ///
    /// @param language empty if none is said
    record Block(String language, String text) {}

    /// All that there are.
    static Stream<Paper> all() throws IOException {
        var files = new ArrayList<>(List.of(README));
        for (var folder : List.of(SITE, Path.of(".github"))) {
            try (var below = Files.walk(folder)) {
                below.filter(file -> file.toString().endsWith(".md")).sorted().forEach(files::add);
            }
        }
        return files.stream().map(Paper::read);
    }

    static Paper read(Path file) {
        try {
            return new Paper(file, Files.readString(file));
        } catch (IOException e) {
            throw new AssertionError(file + " cannot be read", e);
        }
    }

    List<Block> blocks() {
        return FENCED.matcher(text)
                .results()
                .map(block -> new Block(block.group(1), block.group(2)))
                .toList();
    }

    /// What is set in code within its sentences.
    List<String> spans() {
        return matches(SPAN, prose())
                .map(span -> span.group(1).replace('\n', ' '))
                .toList();
    }

    /// Where its links lead, but those to other places of the web.
    List<String> links() {
        return matches(LINK, SPAN.matcher(prose()).replaceAll(""))
                .map(link -> link.group(1))
                .filter(link -> !link.startsWith("https://"))
                .toList();
    }

    /// What of `link` is a file, as this one's neighbours see it.
    Path target(String link) {
        var path = link.replaceFirst("#.*", "");
        return path.isEmpty() ? file : file.resolveSibling(path).normalize();
    }

    /// The names by which links reach its headings.
    Set<String> anchors() {
        return matches(HEADING, prose())
                .map(heading -> heading.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{Alnum} _-]", "")
                        .replace(' ', '-'))
                .collect(Collectors.toSet());
    }

    private String prose() {
        return FENCED.matcher(text).replaceAll("");
    }

    private static Stream<MatchResult> matches(Pattern pattern, String in) {
        return pattern.matcher(in).results();
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
