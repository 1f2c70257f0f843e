package dev.signalbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.signalbox.bench.Bench;
import dev.signalbox.workspace.WorkspaceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import tools.jackson.databind.json.JsonMapper;

/// Holds the papers against the program: what they name is there, and what they show works.
class PapersTest {
    private static final int LONGEST_README = 9 * 1024;
    private static final Path DESCRIPTION = Path.of("src/test/resources/dev/signalbox/api/openapi.json");
    private static final Path RULES = Path.of("src/main/java/dev/signalbox/operation/package-info.java");

    private static final Pattern COMMENT = Pattern.compile("(^|\\s)#\\s.*");
    /// A text in quotes, something that ends a command, or a word.
    private static final Pattern SHELL = Pattern.compile("\"([^\"]*)\"|'([^']*)'|([|;&()]+)|([^\\s\"'|;&()\\[\\]]+)");

    private static final Pattern ROUTE = Pattern.compile("(GET|POST|PUT|PATCH|DELETE) (/[^\\s?]*)(\\?\\S*)?");
    private static final Pattern FILE =
            Pattern.compile("(?<![\\w/.])(src|assets|\\.ci|\\.github)/[\\w./-]*\\w|[\\w.-]+\\.md\\b");
    private static final Pattern BENCHMARK = Pattern.compile("-Dbench=\"?([\\w-]+)");
    /// The first part of an absolute path.
    private static final Pattern FOLDER = Pattern.compile("(?<![\\w.}/:…-])/([A-Za-z][\\w.-]*)/");
    private static final Set<String> STANDARD =
            Set.of("bin", "dev", "etc", "home", "opt", "proc", "run", "srv", "sys", "usr", "var");
    private static final Pattern NUMBERED = Pattern.compile("^/// +(?:(\\d+)|- ([a-g]))\\. ", Pattern.MULTILINE);
    private static final Pattern CITED = Pattern.compile("\\brules? (?:\\d+[a-g]?(?:, | and | to )?)+");
    private static final Pattern RULE = Pattern.compile("\\d+[a-g]?");

    static Stream<Paper> papers() throws IOException {
        return Paper.all();
    }

    @Test
    void readme_isReadToItsEnd() throws IOException {
        assertThat(Files.size(Paper.README)).isLessThanOrEqualTo(LONGEST_README);
    }

    @ParameterizedTest
    @MethodSource("papers")
    void links_leadSomewhere(Paper paper) {
        assertThat(paper.links()).allSatisfy(link -> {
            assertThat(paper.target(link)).exists();
            if (link.contains("#")) {
                assertThat(Paper.read(paper.target(link)).anchors()).contains(link.replaceFirst(".*#", ""));
            }
        });
    }

    /// They come with the program in a folder of their own, where nothing else of the project is.
    @ParameterizedTest
    @MethodSource("papers")
    void linksOfWhatShips_stayWithinIt(Paper paper) {
        if (paper.file().startsWith(Paper.SITE)) {
            assertThat(paper.links())
                    .allSatisfy(link -> assertThat(paper.target(link)).startsWithRaw(Paper.SITE));
        }
    }

    @Test
    void everyPaper_isReachedFromTheReadme() throws IOException {
        var reached = new HashSet<Path>();
        var next = new ArrayDeque<>(List.of(Paper.README));
        while (!next.isEmpty()) {
            var file = next.pop();
            if (reached.add(file) && file.toString().endsWith(".md")) {
                var paper = Paper.read(file);
                paper.links().forEach(link -> next.add(paper.target(link)));
            }
        }
        assertThat(papers().map(Paper::file).filter(file -> !file.toString().contains("ISSUE_TEMPLATE")))
                .allSatisfy(file -> assertThat(reached).contains(file));
    }

    @ParameterizedTest
    @MethodSource("papers")
    void files_areThere(Paper paper) throws IOException {
        var names = papers().map(each -> each.file().getFileName().toString()).collect(Collectors.toSet());
        assertThat(FILE.matcher(paper.text()).results().map(MatchResult::group))
                .allSatisfy(file -> assertThat(names.contains(file) || Files.exists(Path.of(file)))
                        .as(file)
                        .isTrue());
        // What is only on the machine of who wrote it.
        assertThat(paper.text()).doesNotContain("/tmp/", "/root/");
        var routes = served().stream()
                .map(route -> route.replaceFirst("\\S+ (/[^/]*).*", "$1"))
                .collect(Collectors.toSet());
        routes.add("/api");
        assertThat(FOLDER.matcher(paper.text()).results().map(found -> found.group(1)))
                .as("absolute paths are of any machine, or routes")
                .allMatch(folder -> STANDARD.contains(folder) || routes.contains("/" + folder));
    }

    @ParameterizedTest
    @MethodSource("papers")
    void commands_areUnderstood(Paper paper) {
        var inBlocks = paper.blocks().stream().flatMap(block -> lines(block.text()));
        var inSpans = paper.spans().stream();
        assertThat(Stream.concat(inBlocks, inSpans).flatMap(line -> commands(line).stream()))
                .allSatisfy(command -> assertThatCode(
                                () -> new CommandLine(new Main()).parseArgs(command.toArray(String[]::new)))
                        .doesNotThrowAnyException());
    }

    /// Where there is a prompt, what follows it; the other lines are answers then.
    private static Stream<String> lines(String block) {
        var prompted = block.lines().filter(line -> line.startsWith("$ ")).toList();
        return prompted.isEmpty() ? block.lines() : prompted.stream();
    }

    /// The arguments of each call of the program in a line.
    private static List<List<String>> commands(String line) {
        var commands = new ArrayList<List<String>>();
        List<String> command = null;
        for (var token :
                SHELL.matcher(COMMENT.matcher(line).replaceFirst("")).results().toList()) {
            var word = Stream.of(1, 2, 4)
                    .map(token::group)
                    .filter(text -> text != null)
                    .findFirst();
            if (word.isEmpty()) {
                command = null;
            } else if (command != null) {
                if (!word.get().equals(",")) {
                    command.add(word.get());
                }
            } else if (word.get().equals("signalbox") || word.get().endsWith("bin/signalbox")) {
                command = new ArrayList<>();
                commands.add(command);
            }
        }
        return commands;
    }

    @ParameterizedTest
    @MethodSource("papers")
    void benchmarks_areThere(Paper paper) {
        var there = new HashSet<>(Bench.names());
        there.addAll(List.of("all", "NAME"));
        assertThat(BENCHMARK.matcher(paper.text()).results().map(named -> named.group(1)))
                .isSubsetOf(there);
    }

    @Test
    void everyCommand_isTold() {
        var told = Paper.read(Paper.SITE.resolve("command-line.md"))
                .text()
                .lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.split("\\|", -1)[1])
                .toList();
        assertThat(new CommandLine(new Main()).getSubcommands().keySet())
                .allSatisfy(name -> assertThat(told).anyMatch(cell -> cell.matches(".*`" + name + "\\b.*")));
    }

    @ParameterizedTest
    @MethodSource("papers")
    void workspaces_haveNoMistake(Paper paper, @TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("shop.env"), "A=b");
        assertThat(paper.blocks().stream()
                        .filter(block -> block.language().equals("yaml"))
                        .map(Paper.Block::text)
                        .filter(text -> text.contains("services:")))
                .allSatisfy(text -> assertThatCode(() ->
                                WorkspaceFile.load(Files.writeString(folder.resolve("signalbox.yaml"), text), Map.of()))
                        .doesNotThrowAnyException());
    }

    @ParameterizedTest
    @MethodSource("papers")
    void routes_areServed(Paper paper) throws IOException {
        assertThat(served()).containsAll(routes(paper));
    }

    @Test
    void everyRoute_isTold() throws IOException {
        assertThat(routes(Paper.read(Paper.SITE.resolve("http-api.md")))).isEqualTo(served());
    }

    private static Set<String> routes(Paper paper) {
        return paper.spans().stream()
                .map(ROUTE::matcher)
                .filter(Matcher::matches)
                .map(route -> route.group(1) + " " + route.group(2))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> served() throws IOException {
        var served = new TreeSet<String>();
        JsonMapper.shared()
                .readTree(Files.readString(DESCRIPTION))
                .path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .propertyNames()
                        .forEach(method -> served.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
        return served;
    }

    @Test
    void rulesThatCommentsName_areWritten() throws IOException {
        var written = written();
        assertThat(written).contains("1", "29", "25a", "28e");
        try (var sources = Files.walk(Path.of("src"))) {
            assertThat(sources.filter(file -> file.toString().endsWith(".java")))
                    .allSatisfy(
                            file -> assertThat(cited(Files.readString(file))).isSubsetOf(written));
        }
    }

    private static Set<String> written() throws IOException {
        var written = new TreeSet<String>();
        var number = "";
        for (var rule : NUMBERED.matcher(Files.readString(RULES)).results().toList()) {
            if (rule.group(1) != null) {
                number = rule.group(1);
                written.add(number);
            } else {
                written.add(number + rule.group(2));
            }
        }
        return written;
    }

    private static List<String> cited(String source) {
        return CITED.matcher(source)
                .results()
                .flatMap(all -> RULE.matcher(all.group()).results())
                .map(MatchResult::group)
                .toList();
    }
}
