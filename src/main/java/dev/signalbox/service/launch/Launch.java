package dev.signalbox.service.launch;

import dev.signalbox.code.Code;
import dev.signalbox.service.DriverException;
import dev.signalbox.service.ServiceDefinition;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/// A program of a service, all that has to be known to begin it. It leads a session of its own. What stands
/// before it changes the process and then becomes the next, so that it has the pid that was begun:
///
/// 1. `setsid`
/// 2. what the caller puts there
/// 3. programs that set its limits, and at last give up the engine's rights
/// 4. a shell that reads the variables and the program's words from its standard input, and becomes the program
///
/// The folder is entered by the engine; by the fourth if the program runs as another user, who could lead the engine
/// by a link of his into a folder that is closed to him.
///
/// Up to the third all have the engine's rights and no variable but the engine's own marks. Neither a list of
/// processes nor a file shows a variable, but, for a moment, one with a name that no shell can set, which is a word
/// of `env` then and so is no secret. The program's words come as they are, whatever the engine's locale says,
/// and if they are too long it is the program that the message names.
///
/// @param words of the command line up to the shell
/// @param program and its arguments
/// @param marks the variables that all of them have
/// @param variables that the program has beside its marks
/// @param umask of the program
/// @param folder that the program is begun in
/// @param owner who has to be able to open its output anew, as `/dev/stderr`; empty if that is the engine's user
public record Launch(
        List<String> words,
        List<String> program,
        Map<String, String> marks,
        Map<String, String> variables,
        int umask,
        Path folder,
        OptionalLong owner) {
    private static final File ROOT = new File("/");

    /// How the shell calls itself that comes before the program, where it says that it cannot become that.
    public static final String SPEAKER = "signalbox";

    private static final Pattern SUPPOSED = Pattern.compile("(?s)\\s*Possible reasons:.*");

    /// What a program is begun with.
    ///
    /// @param before stands before it, with the engine's rights
    /// @param program and its arguments
    /// @param marks variables of the engine's own, for the program and all that stands before it
    /// @param more variables that the program has more than the service
    public record Call(
            List<String> before, List<String> program, Map<String, String> marks, Map<String, String> more) {}

    /// Looks up the service's user, which may take a while.
    ///
    /// @param inherited the engine's environment
    /// @throws DriverException if it cannot be begun with these rights
    public static Launch of(ServiceDefinition service, Map<String, String> inherited, Call call)
            throws DriverException, InterruptedException {
        var execution = Execution.of(service.process());
        var variables = Variables.of(service, execution, inherited);
        variables.putAll(call.more());
        variables.keySet().removeAll(call.marks().keySet());
        requirePassable(call.program(), variables);
        var words = new ArrayList<>(List.of(Programs.find("setsid")));
        words.addAll(call.before());
        words.addAll(execution.prefix());
        words.addAll(List.of(Programs.SHELL, "-c", last(), SPEAKER));
        return new Launch(
                words,
                call.program(),
                call.marks(),
                variables,
                service.process().umask(),
                service.cwd(),
                execution.owner());
    }

    private static void requirePassable(List<String> program, Map<String, String> variables) throws DriverException {
        if (program.stream().anyMatch(word -> word.contains("\0"))) {
            throw new DriverException(Code.NOT_EXECUTABLE, "its command cannot be executed: a word has a character 0");
        }
        for (var variable : variables.entrySet()) {
            if (variable.getValue().contains("\0")) {
                throw new DriverException(
                        Code.NOT_EXECUTABLE,
                        "variable " + variable.getKey() + " cannot be passed: its value has a character 0");
            }
        }
    }

    /// Where there was nothing to read, or not all, the engine has died, and the program is not begun.
    private static String last() throws DriverException {
        return "eval \"$(%s)\"; exit 126".formatted(Programs.find("cat"));
    }

    /// The folders in which a program without one is looked for.
    public String path() {
        return variables.getOrDefault("PATH", "");
    }

    /// Fills in the command, the folder, the variables and the standard input of what is begun then by [#feed].
    /// Hangs where the folder does.
    public ProcessBuilder prepare(ProcessBuilder builder) {
        builder.command(words).redirectInput(Redirect.PIPE).directory(owner.isPresent() ? ROOT : folder.toFile());
        if (owner.isPresent()) {
            // Where it hangs, so would the process that enters it, and no signal would end that.
            var _ = Files.isDirectory(folder);
        }
        builder.environment().clear();
        builder.environment().putAll(marks);
        return builder;
    }

    /// Tells a process that was begun so what it needs to become the program. Waits as long as it does not
    /// listen. One that does not any more tells why by its end.
    ///
    /// @return the process
    public Process feed(Process begun) {
        try (var in = begun.getOutputStream()) {
            in.write(script());
        } catch (IOException _) {
            // It has ended.
        }
        return begun;
    }

    /// Why a process cannot be begun, without what Java supposes of its own installation.
    public static String reason(IOException failed) {
        return SUPPOSED.matcher(String.valueOf(failed.getMessage())).replaceFirst("");
    }

    /// What the last shell is told.
    byte[] script() {
        return LaunchScript.of(owner.isPresent() ? folder : null, umask, variables, program);
    }

    @Override
    public String toString() {
        return String.join(" ", words) + " " + String.join(" ", program); // no variable
    }
}
