package dev.signalbox.cli;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `signalbox cancel`: ends operations that wait, and asks those that run to stop.
@Command(
        name = "cancel",
        mixinStandardHelpOptions = true,
        description = "Cancel operations.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:They are cancelled, or asked to stop.",
            "1:One of them had ended already.",
            "2:The command was used wrongly.",
            "3:There is no such operation.",
            "6:No engine answers."
        })
public final class CancelCommand extends EngineCommand {
    @Parameters(arity = "1..*", paramLabel = "OPERATION", description = "Numbers of operations, with or without #.")
    private List<String> ids = List.of();

    @Override
    int run(Engine engine) {
        for (var id : ids) {
            var number = id.startsWith("#") ? id.substring(1) : id;
            var answer = engine.delete("/operations/" + Engine.encoded(number));
            if (isJson()) {
                print(answer);
            } else {
                out().println("#" + number + ": " + Words.text(answer, "result").replace('_', ' '));
            }
        }
        out().flush();
        return ExitCode.SUCCEEDED;
    }
}
