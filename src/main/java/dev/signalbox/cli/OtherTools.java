package dev.signalbox.cli;

import dev.signalbox.text.Nearest;
import dev.signalbox.text.PlainText;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// What those are told who come from another tool, or have slipped: a word that is no command, and no file either.
final class OtherTools {
    /// What no file of a workspace is called.
    private static final Pattern WORD = Pattern.compile("[A-Za-z][A-Za-z0-9_-]*");

    private static final Map<String, String> WORDS = new HashMap<>();

    static {
        say("signalbox ps lists services", "list ls l services list-units table");
        say("signalbox ps --json lists services for programs", "jlist prettylist");
        say("signalbox ps ID --json tells all of a service", "show describe info inspect avail");
        say("signalbox ps ID tells its state, and --json for programs", "is-active is-failed is-enabled pid");
        say("signalbox logs ID prints its output, and -f goes on with it", "log tail attach fg maintail journal");
        say("signalbox start starts services", "up run startall begin load");
        say("signalbox stop stops services", "down halt stopall end unload");
        say("signalbox restart restarts services", "bounce rolling-restart try-restart restartall");
        say("signalbox kill sends SIGKILL, and stop what the workspace file says", "signal sendsignal terminate");
        say("signalbox hold and signalbox resume keep queues from going on", "pause unpause freeze thaw");
        say(
                "the workspace file says which services there are, and signalbox reload puts it in force",
                "reread update add remove delete rm del create new edit set scale daemon-reload rename");
        say("autostart in the workspace file says what starts with the engine", "enable disable mask unmask startup");
        say("signalbox check FILE looks for mistakes in a workspace file", "config validate lint verify test doctor");
        say("signalbox --version tells the version", "version");
        say("signalbox without a command opens the window", "monit monitor top dash gui ui open console window");
        say("signalbox serve runs an engine without a window", "daemon server supervisord engine");
        say(
                "signalbox status tells the engine's process, and kill -TERM ends it",
                "shutdown quit exit ping reset stop-engine");
        say("it runs nothing within a service; the shell does", "exec shell sh ssh");
        say("services and what is wanted of them are kept by themselves", "save dump resurrect persist");
        say("signalbox history lists what was asked for, and what became of it", "audit past changes");
        say("signalbox events tells what happens", "watch follow subscribe");
        say("signalbox explain CODE tells what a code means", "why what error");
    }

    private OtherTools() {}

    private static void say(String sentence, String words) {
        for (var word : words.split(" ", -1)) {
            WORDS.put(word, sentence);
        }
    }

    /// What there is to say of a call that begins with none of `commands`; empty if it may be meant all the same.
    static Optional<String> advice(List<String> call, Collection<String> commands) {
        var word = call.isEmpty() ? "" : call.getFirst();
        if (!WORD.matcher(word).matches() || commands.contains(word) || PathArgument.isHere(Path.of(word))) {
            return Optional.empty();
        }
        var known = WORDS.get(word);
        if (known != null) {
            return Optional.of("there is no command " + word + "; " + known);
        }
        var near = Nearest.to(word, commands);
        return Optional.of("there is no command " + PlainText.line(word) + ", and no file of that name"
                + (near.isEmpty() ? "; " : "; did you mean " + near + "? ") + "signalbox help lists the commands");
    }
}
