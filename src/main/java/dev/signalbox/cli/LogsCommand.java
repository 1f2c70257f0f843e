package dev.signalbox.cli;

import dev.signalbox.text.PlainText;
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
        var stream = Words.text(line, "stream");
        var style = stream.equals("out") ? Style.PLAIN : stream.equals("err") ? Style.BAD : Style.DIM;
        var text = (stream.equals("console") ? "── " : "")
                + PlainText.output(line.path("text").text());
        out().println((timestamps ? Words.orDash(Words.time(line, "time")) + "  " : "")
                + style.apply(text, Style.wanted(System.getenv())));
        out().flush();
    }
}
