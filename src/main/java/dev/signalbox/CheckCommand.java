package dev.signalbox;

import dev.signalbox.service.OwnEnvironment;
import dev.signalbox.workspace.InvalidWorkspaceException;
import dev.signalbox.workspace.WorkspaceFile;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `signalbox check FILE`: says whether a workspace file is valid, or all that is wrong with it. Exit codes: 0
/// valid, 1 not valid, 2 wrong usage.
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = "Check a workspace file, and list all of its mistakes.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:The file is valid.",
            "1:The file has mistakes, or names what cannot be looked at.",
            "2:The command was used wrongly."
        })
public final class CheckCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The workspace file, in YAML or JSON.")
    @SuppressWarnings("NullAway.Init")
    private Path file;

    @Override
    public Integer call() {
        var commandLine = spec.commandLine();
        try {
            var workspace = WorkspaceFile.load(file, OwnEnvironment.read());
            var unseen = workspace.unseen();
            if (!unseen.isEmpty()) {
                unseen.forEach(line -> commandLine.getErr().println(file + ": " + line));
                return 1;
            }
            var services = workspace.services().size();
            commandLine.getOut().println(file + ": ok, " + services + (services == 1 ? " service" : " services"));
            return 0;
        } catch (InvalidWorkspaceException e) {
            e.problems().forEach(commandLine.getErr()::println);
            return 1;
        }
    }
}
