package dev.signalbox.cli;

import dev.signalbox.text.PlainText;
import dev.signalbox.text.Terminal;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `signalbox logs`: what services have written, merged by time, or those lines of it that are looked for.
@Command(
        name = "logs",
        mixinStandardHelpOptions = true,
        description = {
            "Print the last lines of services' output, merged by time, and those to come; or what is looked for in all that"
                    + " is kept of it, rotated files included.",
            "Of all services if none is named."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:They are printed.",
            "1:With --grep: there is no such line.",
            "2:The command was used wrongly.",
            "3:There is no such service.",
            "6:No engine answers, or it ended."
        })
public final class LogsCommand extends EngineCommand {
    private static final int LINES = 200;
    /// As many as a search keeps.
    private static final int ALL = 100_000;

    /// What the engine's own lines begin with.
    private static final String OURS = "── ";

    /// What would pass for one: marks alone have no width.
    private static final Pattern LIKE_OURS = Pattern.compile("\\p{M}*" + OURS);

    private static final Map<String, String> LEVELS = Map.of("e", "error", "w", "warn", "i", "info", "d", "debug");

    @Parameters(paramLabel = "SERVICE", description = "Ids of services.")
    private List<String> ids = List.of();

    @Option(names = "--group", paramLabel = "GROUP", description = "All services of a group.")
    private List<String> groups = List.of();

    @Option(
            names = {"-n", "--lines"},
            paramLabel = "N",
            description = "How many of the newest lines; 200 if not given, with --grep all.")
    private @Nullable Integer lines;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with new lines.")
    private boolean follow;

    @Option(
            names = {"-t", "--timestamps"},
            description = "With the time of each line.")
    private boolean timestamps;

    @Option(names = "--grep", paramLabel = "RE", description = "Only lines in which this regular expression is found.")
    private @Nullable String grep;

    @Option(
            names = {"-i", "--ignore-case"},
            description = "With --grep: capitals do not matter.")
    private boolean ignoreCase;

    @Option(
            names = {"-C", "--context"},
            paramLabel = "N",
            description =
                    "With the N lines before and behind each, up to 100; -- stands between those that do not meet.",
            defaultValue = "0")
    private int context;

    @Option(
            names = "--level",
            paramLabel = "LEVEL",
            split = ",",
            description = "Only lines that say they are E (error), W (warn), I (info) or D (debug).")
    private List<String> levels = List.of();

    @Option(names = "--stdout", description = "Only standard output.")
    private boolean stdout;

    @Option(names = "--stderr", description = "Only standard error.")
    private boolean stderr;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Only what was written since, such as 10m, 14:00 or 2026-01-31T12:00:00Z.")
    private @Nullable String since;

    @Option(names = "--until", paramLabel = "TIME", description = "Only what was written before.")
    private @Nullable String until;

    private long found;
    private boolean begun;

    @Override
    int run(Engine engine) {
        return ids.size() == 1 && groups.isEmpty() && filters().isEmpty() && context == 0
                ? one(engine, ids.getFirst())
                : several(engine);
    }

    private int one(Engine engine, String id) {
        var path = "/services/" + Engine.encoded(id) + "/log?lines=" + (lines == null ? LINES : lines);
        if (follow) {
            engine.follow(path + "&follow=true", this::tell);
        } else {
            engine.get(path).forEach(this::tell);
        }
        return ExitCode.SUCCEEDED;
    }

    private void tell(Node line) {
        if (isJson()) {
            print(line);
            return;
        }
        tell(out(), "", line, timestamps, Style.wanted(System.getenv()));
        out().flush();
    }

    // --- several, or what is looked for ---

    /// What lines must have, as parameters of a request.
    private Map<String, String> filters() {
        var filters = new LinkedHashMap<String, String>();
        if (grep != null) {
            filters.put("text", grep);
            filters.put("regex", "true");
            filters.put("any_case", Boolean.toString(ignoreCase));
        }
        if (!levels.isEmpty()) {
            filters.put("level", levels.stream().map(this::level).collect(Collectors.joining(",")));
        }
        if (stdout || stderr) {
            filters.put("stream", stdout && stderr ? "out,err" : stdout ? "out" : "err");
        }
        var now = ZonedDateTime.now(ZoneId.systemDefault());
        if (since != null) {
            filters.put("since", time("--since", since, now));
        }
        if (until != null) {
            filters.put("until", time("--until", until, now));
        }
        return filters;
    }

    private String level(String word) {
        var lower = word.toLowerCase(Locale.ROOT);
        var level = LEVELS.getOrDefault(lower, lower);
        if (!LEVELS.containsValue(level)) {
            throw wrong("--level with E, W, I or D, comma-separated, not " + Words.plain(word));
        }
        return level;
    }

    private String time(String option, String text, ZonedDateTime now) {
        return PastTime.of(text, now)
                .orElseThrow(() -> wrong(
                        option + " with a time such as 10m, 14:00 or 2026-01-31T12:00:00Z, not " + Words.plain(text)))
                .toString();
    }

    private int several(Engine engine) {
        var chosen = chosen(engine);
        var parameters = new LinkedHashMap<String, String>();
        parameters.put("services", String.join(",", chosen));
        parameters.putAll(filters());
        parameters.put("lines", Integer.toString(lines != null ? lines : grep != null ? ALL : LINES));
        parameters.put("context", Integer.toString(context));
        parameters.put("follow", Boolean.toString(follow));
        var names = new LogNames(chosen, Style.wanted(System.getenv()));
        engine.follow("/logs/lines" + Engine.query(parameters), line -> tell(names, line));
        return grep != null && found == 0 ? ExitCode.FAILED : ExitCode.SUCCEEDED;
    }

    private List<String> chosen(Engine engine) {
        var services = Services.of(engine, groups.isEmpty() ? ids : List.of());
        if (groups.isEmpty()) {
            return services.all().stream()
                    .map(service -> Words.text(service, "id"))
                    .toList();
        }
        var chosen = new LinkedHashSet<>(services.inGroups(groups));
        chosen.addAll(ids);
        return List.copyOf(chosen);
    }

    private void tell(LogNames names, Node line) {
        var isGap = line.fields().isEmpty();
        found += line.path("match").isTrue() ? 1 : 0;
        if (isJson()) {
            if (!isGap) {
                print(line);
            }
            return;
        }
        if (!isGap) {
            tell(out(), names.prefix(Words.text(line, "service")), line, timestamps, Style.wanted(System.getenv()));
        } else if (begun) {
            out().println("--");
        }
        begun = true;
        out().flush();
    }

    /// Prints a line for people: with the colours of its service, or as clean text.
    ///
    /// @param name what stands before it
    static void tell(Terminal out, String name, Node line, boolean timestamps, boolean colours) {
        var stream = Words.text(line, "stream");
        var output = line.path("text").text();
        var before = name + (timestamps ? Words.orDash(Words.time(line, "time")) + "  " : "");
        if (stream.equals("console")) {
            out.println(before + Style.DIM.apply(OURS + PlainText.output(output), colours));
            return;
        }
        var bare = PlainText.bare(output);
        var style = stream.equals("err") ? Style.BAD : Style.PLAIN;
        if (LIKE_OURS.matcher(bare).lookingAt()) {
            out.println(before + style.apply(bare.replaceFirst("─", "\\\\u2500"), colours));
        } else if (colours) {
            out.println(before + style.begin(), output, style.end());
        } else {
            out.println(before + bare);
        }
    }
}
