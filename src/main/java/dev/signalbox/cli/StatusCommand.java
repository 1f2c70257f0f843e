package dev.signalbox.cli;

import picocli.CommandLine.Command;

/// `signalbox status`: how the engine is.
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Tell how the engine is, and how it tells which processes belong to a service.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:It is well.",
            "1:It is not, such as where its journal cannot be written.",
            "6:No engine answers."
        })
public final class StatusCommand extends EngineCommand {
    private static final String OK = "ok";

    @Override
    int run(Engine engine) {
        var health = engine.health();
        var status = Words.text(health, "status");
        if (isJson()) {
            print(health);
        } else {
            say("workspace " + Words.text(health, "workspace"), status);
            say("journal", Words.text(health, "journal"));
            say("ends of adopted services", Words.text(health, "ends"));
            say("members of services", Words.text(health, "members"));
            out().flush();
        }
        return status.equals(OK) ? ExitCode.SUCCEEDED : ExitCode.FAILED;
    }

    /// An earlier engine does not say everything.
    private void say(String name, String value) {
        if (!value.isEmpty()) {
            out().println(name + ": " + value);
        }
    }
}
