package dev.signalbox.cli;

import dev.signalbox.text.PlainText;
import dev.signalbox.text.Terminal;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `signalbox logs`: what a service has written.
@Command(
        name = "logs",
        mixinStandardHelpOptions = true,
        description = "Print the last lines of a service's output, and those to come.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:They are printed.",
            "2:The command was used wrongly.",
            "3:There is no such service.",
            "6:No engine answers, or it ended."
        })
public final class LogsCommand extends EngineCommand {
    /// What the engine's own lines begin with.
    private static final String OURS = "── ";

    /// What would pass for one: marks alone have no width.
    private static final Pattern LIKE_OURS = Pattern.compile("\\p{M}*" + OURS);

    @Parameters(paramLabel = "SERVICE", description = "Its id.")
    @SuppressWarnings("NullAway.Init")
    private String id;

    @Option(
            names = {"-n", "--lines"},
            paramLabel = "N",
            description = "How many lines; ${DEFAULT-VALUE} if not given.",
            defaultValue = "200")
    private int lines;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with new lines.")
    private boolean follow;

    @Option(
            names = {"-t", "--timestamps"},
            description = "With the time of each line.")
    private boolean timestamps;

    @Override
    int run(Engine engine) {
        var path = "/services/" + Engine.encoded(id) + "/log?lines=" + lines;
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
        tell(out(), line, timestamps, Style.wanted(System.getenv()));
        out().flush();
    }

    /// Prints a line for people: with the colours of its service, or as clean text.
    static void tell(Terminal out, Node line, boolean timestamps, boolean colours) {
        var stream = Words.text(line, "stream");
        var output = line.path("text").text();
        var before = timestamps ? Words.orDash(Words.time(line, "time")) + "  " : "";
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
