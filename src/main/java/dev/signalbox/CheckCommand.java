package dev.signalbox;

import dev.signalbox.engine.local.WorkspaceFiles;
import dev.signalbox.serve.ApiOptions;
import dev.signalbox.service.OwnEnvironment;
import dev.signalbox.state.StateFolder;
import dev.signalbox.text.Terminal;
import dev.signalbox.workspace.InvalidWorkspaceException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `signalbox check [FILE]`: says whether a workspace file is valid, or all that is wrong with it, as an engine of the
/// same user would find it. Exit codes: 0 valid, 1 not valid, 2 wrong usage.
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = "Check a workspace file, and list all of its mistakes; also the files that the options name.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:The file is valid.",
            "1:The file has mistakes, or names what cannot be looked at; or one of the others cannot be used.",
            "2:The command was used wrongly."
        })
public final class CheckCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            description = "The workspace file, in YAML or JSON; ${DEFAULT-VALUE} here if not given.",
            defaultValue = "signalbox.yaml")
    @SuppressWarnings("NullAway.Init")
    private Path file;

    @Mixin
    private final ApiOptions reach = new ApiOptions();

    @Override
    public Integer call() {
        var err = new Terminal(spec.commandLine().getErr());
        var problems = reach.check();
        problems.forEach(err::println);
        try {
            StateFolder.check(System.getenv());
        } catch (IOException e) {
            // The engine may have another environment.
            err.println("warning: " + e.getMessage());
        }
        return Math.max(problems.isEmpty() ? 0 : 1, check(err));
    }

    private int check(Terminal err) {
        try {
            var workspace = WorkspaceFiles.load(file, OwnEnvironment.read());
            workspace.warnings().forEach(line -> err.println(file + ": warning: " + line));
            workspace.troubles().forEach(err::println);
            var services = workspace.services().size();
            if (!workspace.troubles().isEmpty()) {
                err.println(file + ": it would be opened, but " + workspace.blocked() + " of "
                        + (services == 1 ? "1 service" : services + " services") + " could not be started");
                return 1;
            }
            new Terminal(spec.commandLine().getOut())
                    .println(file + ": ok, " + services + (services == 1 ? " service" : " services"));
            return 0;
        } catch (InvalidWorkspaceException e) {
            e.problems().forEach(err::println);
            return 1;
        }
    }
}
