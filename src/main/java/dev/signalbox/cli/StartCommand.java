package dev.signalbox.cli;

import dev.signalbox.text.ShellWord;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `signalbox start`.
@Command(
        name = "start",
        mixinStandardHelpOptions = true,
        description = "Start services.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            AskingCommand.OK,
            AskingCommand.FAILED,
            AskingCommand.USAGE,
            AskingCommand.NOT_FOUND,
            AskingCommand.TIMED_OUT,
            AskingCommand.CANCELLED,
            AskingCommand.NO_ENGINE
        })
public final class StartCommand extends OperateCommand {
    @Option(
            names = "--with-dependencies",
            description = "Take along what it needs and is not ready, also what a person has stopped, as one plan.")
    private boolean withDependencies;

    StartCommand() {
        super("start");
    }

    @Override
    boolean withOthers() {
        return withDependencies;
    }

    @Override
    void tellOfOthers(Engine engine, String service, List<String> others) {
        for (var other : Services.of(engine, others)) {
            err().println(service + ": needs " + Words.text(other, "id") + ", " + whatBecomesOf(other, service));
        }
    }

    /// Of what it needs, what the engine starts by itself, and what only a person does (rules 25a and 26a).
    private static String whatBecomesOf(Node other, String service) {
        var desired = other.path("desired");
        var alone = "; signalbox start --with-dependencies " + ShellWord.of(service) + " takes it along";
        if (Words.text(desired, "value").equals("stopped")) {
            return "which " + Words.text(desired, "by") + " has stopped" + alone;
        }
        return switch (Words.text(other.path("reason"), "code")) {
            case "gave_up", "left" ->
                "which is not started by itself any more (" + Words.condition(other) + ")" + alone;
            case "runs" -> "which runs, and is not ready yet";
            case "pending", "starts" -> "which is about to start";
            default -> "which is started too, as it is needed";
        };
    }
}
