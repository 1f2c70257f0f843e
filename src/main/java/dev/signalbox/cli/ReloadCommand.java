package dev.signalbox.cli;

import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `signalbox reload`: puts the workspace file in force as it is now.
@Command(
        name = "reload",
        mixinStandardHelpOptions = true,
        description = "Put the workspace file in force as it is now.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:It is in force; with --wait: all that it stopped and restarted has succeeded.",
            "1:It has mistakes, and nothing was changed; with --wait: a stop or restart has failed.",
            "2:The command was used wrongly.",
            "4:With --wait: one timed out, or had not ended after --timeout.",
            "5:With --wait: one was cancelled.",
            "6:No engine answers."
        })
public final class ReloadCommand extends EngineCommand {
    @Option(names = "--preview", description = "Tell what is different, and change nothing.")
    private boolean preview;

    @Mixin
    private final WaitOptions wait = new WaitOptions();

    @Override
    int run(Engine engine) throws InterruptedException {
        var report = engine.post("/reload" + (preview ? "?preview=true" : ""), "");
        if (isJson()) {
            print(report);
        } else {
            tell(report);
        }
        return wait.isWaiting()
                ? await(
                        engine,
                        report.path("operations").stream().map(Node::number).toList(),
                        wait.timeout())
                : ExitCode.SUCCEEDED;
    }

    private void tell(Node report) {
        list("added", report.path("added"));
        list("removed", report.path("removed"));
        for (var change : report.path("changed")) {
            out().println("changed: " + Words.text(change, "id") + " (" + keys(change.path("changes")) + ")");
        }
        list("restarting", report.path("restarts"));
        list("starting", report.path("starts"));
        list("stopping", report.path("stops"));
        list("staying stopped, as an operator stopped them", report.path("stays_stopped"));
        for (var trouble : report.path("troubles")) {
            out().println("trouble: " + Words.text(trouble, "id") + ": " + Words.text(trouble, "text"));
        }
        if (!report.path("settings").isEmpty()) {
            out().println("settings: " + keys(report.path("settings")));
        }
        if (isSame(report)) {
            out().println("nothing is different");
        }
        out().flush();
    }

    static boolean isSame(Node report) {
        return report.path("added").isEmpty()
                && report.path("removed").isEmpty()
                && report.path("changed").isEmpty()
                && report.path("settings").isEmpty();
    }

    private void list(String what, Node ids) {
        if (!ids.isEmpty()) {
            out().println(what + ": " + ids.stream().map(Node::text).collect(Collectors.joining(", ")));
        }
    }

    private static String keys(Node changes) {
        return changes.stream().map(change -> Words.text(change, "key")).collect(Collectors.joining(", "));
    }
}
