package dev.signalbox.driver.process;

import dev.signalbox.code.Code;
import dev.signalbox.operation.OperationContext;
import dev.signalbox.service.DriverException;
import dev.signalbox.service.ExecSizes;
import dev.signalbox.service.ServiceDefinition;
import dev.signalbox.service.ServiceDefinition.Command;
import dev.signalbox.service.launch.Launch;
import dev.signalbox.service.launch.Programs;
import dev.signalbox.time.SideThread;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Starts the processes of a service: the service itself in a wrapper, and without one what is executed beside it.
///
/// A folder or a program may hang in the kernel, where its server is gone. Then the call does, on a thread of its
/// own, and no other is made for this service while it does.
final class Launcher {
    /// Its arguments are where it enters its control group, the pid file, the exit file and the command. It must
    ///
    /// - enter the group before anything else and as the engine's user, as the service's may not, and go on
    ///     if it cannot
    /// - survive the signals that a group is sent, by handlers, as ignored signals would be inherited
    /// - run the command in the foreground, as a background job would have SIGINT ignored, and nothing to read
    /// - have no variable of its own, as it could be one of the service's
    /// - say nothing on the service's output, such as "Terminated"; in a simple command instead of the subshell
    ///     it would, as a shell may redirect itself while it waits for one
    ///
    /// A reader takes complete lines only, so that the files need not be renamed into place.
    ///
    /// It keeps the output of the service open, as 1 and [#WRAPPER_ERRORS].
    private static final String WRAPPER = """
            trap : HUP INT QUIT TERM USR1 USR2
            exec 3>&2 2>/dev/null
            echo 0 > "$1"
            shift
            (exec /bin/sh -c 'echo "$SIGNALBOX_RUN $$" > "$1" || exit; shift 2; exec "$@"' sh "$@" 2>&3 3>&-)
            set -- "$?" "$@"
            echo "$SIGNALBOX_RUN $1" > "$3"
            exit "$1"
            """;

    static final String WRAPPER_ERRORS = "3";

    /// Enters a control group as far as that can be done, and becomes the command.
    private static final String ENTRY = "{ echo 0 > \"$1\"; } 2>/dev/null; shift; exec \"$@\"";

    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");

    private final ServiceDefinition definition;
    private final Output output;
    private final Map<String, String> inherited;
    private final SideThread side = new SideThread();
    private final Path stateFolder;

    /// @param inherited the engine's environment
    Launcher(ServiceDefinition definition, Output output, Map<String, String> inherited, Path stateFolder) {
        this.definition = definition;
        this.output = output;
        this.inherited = Map.copyOf(inherited);
        this.stateFolder = stateFolder;
    }

    /// Looks whether a command can be executed at all, as a message about that is better than an exit code.
    private void check(List<String> words, Launch launch) throws DriverException {
        if (definition.trouble().blocks()) {
            throw new DriverException(
                    Code.TROUBLE, "cannot be started: " + definition.trouble().text() + "; a reload reads it again");
        }
        var cwd = definition.cwd();
        if (!Files.isDirectory(cwd)) {
            throw new DriverException(
                    Code.NOT_EXECUTABLE,
                    (Files.exists(cwd) ? "working directory is not a folder: " : "no such working directory: ")
                            + definition.shownCwd());
        }
        for (var name : definition.env().keySet()) {
            if (!VARIABLE.matcher(name).matches()) {
                throw new DriverException(
                        Code.NOT_EXECUTABLE,
                        "variable " + name
                                + " cannot be passed: a name has letters, digits, _ . and - only, and begins with a letter or _");
            }
        }
        var program = words.getFirst();
        requireRoom(program, words, launch.variables());
        requireRoom(program, launch.words(), launch.marks());
        if (program.contains("/")) {
            var file = cwd.resolve(program);
            if (!isProgram(file)) {
                throw new DriverException(
                        Code.NOT_EXECUTABLE,
                        (Files.isDirectory(file)
                                        ? "command is a folder: "
                                        : Files.exists(file) ? "command is not executable: " : "command not found: ")
                                + definition.shown(file.toString()));
            }
            return;
        }
        var path = launch.path();
        // An empty entry is the working directory.
        if (Stream.of(path.split(File.pathSeparator, -1))
                .noneMatch(folder -> isProgram(cwd.resolve(folder).resolve(program)))) {
            throw new DriverException(
                    Code.NOT_EXECUTABLE, "command not found: " + program + " (looked in " + path + ")");
        }
    }

    /// The system would name one of the programs that stand before it, or nothing.
    private static void requireRoom(String program, List<String> words, Map<String, String> variables)
            throws DriverException {
        var problem = ExecSizes.here().problem(words, variables);
        if (problem.isPresent()) {
            throw new DriverException(Code.NOT_EXECUTABLE, "cannot start " + program + ": " + problem.get());
        }
    }

    private static boolean isProgram(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }

    /// Spawns the service in its wrapper, which is the leader of the new session. Returns when it has been, also
    /// on a thread that is interrupted.
    ///
    /// @param group of the run, `null` if it has none
    /// @param slow run once if that takes long
    Process spawn(String cookie, @Nullable ControlGroup group, RunFiles files, OperationContext work, Runnable slow)
            throws DriverException, InterruptedException {
        var words = switch (definition.command()) {
            case Command.Argv(var argv) -> argv;
            case Command.Shell(var line) -> List.of(Programs.SHELL, "-c", line);
        };
        try {
            files.prepare();
            return side.whole(what(), work, prepare(wrapper(files, group), words, cookie, Map.of()), slow);
        } catch (IOException e) {
            throw cannotStart(e);
        }
    }

    /// What stands before the command of a service.
    static List<String> wrapper(RunFiles files, @Nullable ControlGroup group) {
        return List.of(
                Programs.SHELL,
                "-c",
                WRAPPER,
                "signalbox",
                group == null ? "/dev/null" : group.door().toString(),
                files.pid().toString(),
                files.exit().toString());
    }

    /// Spawns a command beside the service, as the leader of a new session.
    ///
    /// @param group of the run that it belongs to, `null` if that has none
    /// @param variables that it has more than the service
    /// @param limit for the spawning
    /// @param late takes what is spawned after that, or after an interrupt
    Process spawnBeside(
            List<String> words,
            String cookie,
            @Nullable ControlGroup group,
            Map<String, String> variables,
            Duration limit,
            OperationContext work,
            Consumer<Process> late)
            throws DriverException, InterruptedException {
        try {
            return side.within(limit, what(), work, prepare(entry(group), words, cookie, variables), late);
        } catch (IOException e) {
            throw cannotStart(e);
        }
    }

    private static List<String> entry(@Nullable ControlGroup group) {
        return group == null
                ? List.of()
                : List.of(Programs.SHELL, "-c", ENTRY, "sh", group.door().toString());
    }

    private String what() {
        return "starting a process in " + definition.shownCwd();
    }

    /// Waits until nothing hangs any more that was to be spawned in this operation, to which it belongs (rule 31).
    void rest(OperationContext work) {
        side.rest(work, what -> work.doing(what + " hangs; waiting for its end"));
    }

    private SideThread.Call<Process, DriverException> prepare(
            List<String> wrapper, List<String> words, String cookie, Map<String, String> variables)
            throws DriverException, InterruptedException {
        var marks = Map.of(ProcessTable.COOKIE, cookie, ProcessTable.STATE, stateFolder.toString());
        var launch = Launch.of(definition, inherited, new Launch.Call(wrapper, words, marks, variables));
        return () -> {
            check(words, launch);
            return execute(launch);
        };
    }

    private Process execute(Launch launch) throws DriverException {
        try (var opened = output.open(launch)) {
            return launch.feed(launch.prepare(new ProcessBuilder())
                    .redirectOutput(opened.out())
                    .redirectError(opened.err())
                    .start());
        } catch (IOException e) {
            throw cannotStart(e);
        }
    }

    private static DriverException cannotStart(IOException e) {
        return new DriverException(Code.NOT_EXECUTABLE, "cannot be started: " + Launch.reason(e), e);
    }
}
