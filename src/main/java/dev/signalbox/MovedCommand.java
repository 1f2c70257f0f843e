package dev.signalbox;

import dev.signalbox.service.OwnEnvironment;
import dev.signalbox.state.MovedFile;
import dev.signalbox.text.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `signalbox moved OLD [FILE]`: a workspace file was moved, and its state and what runs of it shall go along.
@Command(
        name = "moved",
        mixinStandardHelpOptions = true,
        description =
                "Take the state of a workspace file that was moved along, with its history, logs and tokens, and what"
                        + " runs of its services. Refused while an engine runs on it.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:It is done.",
            "1:There is no state, it is in use, or the file has state of its own.",
            "2:The command was used wrongly."
        })
public final class MovedCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "OLD", description = "Where the workspace file was, as it was named then.")
    @SuppressWarnings("NullAway.Init")
    private Path old;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "FILE",
            description = "Where it is; ${DEFAULT-VALUE} here if not given.",
            defaultValue = "signalbox.yaml")
    @SuppressWarnings("NullAway.Init")
    private Path file;

    @Override
    public Integer call() {
        if (!Files.exists(file)) {
            throw new ParameterException(spec.commandLine(), file + ": there is no such file");
        }
        try {
            var state = MovedFile.take(old, file, OwnEnvironment.read());
            new Terminal(spec.commandLine().getOut())
                    .println(state.root() + " is the state of " + file + " now; its next engine takes over what runs");
            return 0;
        } catch (IOException e) {
            new Terminal(spec.commandLine().getErr()).println("signalbox: " + e.getMessage());
            return 1;
        }
    }
}
