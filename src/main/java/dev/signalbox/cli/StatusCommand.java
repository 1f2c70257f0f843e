package dev.signalbox.cli;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

/// `signalbox status`: how the engine is, then what `ps` shows.
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Tell which engine this is, how it is, and how it tells which processes belong to a service; then"
                + " its services, as ps does.",
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
        var about = about(engine);
        var services = Services.of(engine, List.of());
        var status = Words.text(health, "status");
        if (isJson()) {
            var all = new LinkedHashMap<>(health.fields());
            all.put("engine", about);
            all.put("services", services.json());
            print(Node.of(all));
        } else {
            say("engine", words(about));
            var file = Words.text(about, "file");
            say("workspace " + Words.text(health, "workspace") + (file.isEmpty() ? "" : " (" + file + ")"), status);
            say(
                    "listens at",
                    about.path("listeners").stream()
                            .map(Node::text)
                            .map(Words::plain)
                            .collect(Collectors.joining(", ")));
            say("listeners", Words.text(health, "listeners"));
            say("journal", Words.text(health, "journal"));
            say("logs", Words.text(health, "logs"));
            say("ends of adopted services", Words.text(health, "ends"));
            say("members of services", Words.text(health, "members"));
            out().println("");
            PsCommand.print(services, out());
        }
        return status.equals(OK) ? ExitCode.SUCCEEDED : ExitCode.FAILED;
    }

    /// Nothing of an earlier engine, which does not know.
    private static Node about(Engine engine) {
        try {
            return engine.get("/engine");
        } catch (CommandException e) {
            if (e.code() == ExitCode.NO_ENGINE) {
                throw e;
            }
            return new Node(null);
        }
    }

    private static String words(Node about) {
        if (!about.isObject()) {
            return "";
        }
        var since = Words.time(about, "since");
        return "Signalbox " + Words.text(about, "version") + ", process "
                + about.path("pid").number()
                + (since.isEmpty() ? "" : ", since " + since + " (" + Words.since(about, "since", Instant.now()) + ")");
    }

    /// An earlier engine does not say everything.
    private void say(String name, String value) {
        if (!value.isEmpty()) {
            out().println(name + ": " + value);
        }
    }
}
