package dev.signalbox.service.probe;

import dev.signalbox.service.DriverException;
import dev.signalbox.service.ExitStatus;
import dev.signalbox.service.OutputPipe;
import dev.signalbox.service.Secrets;
import dev.signalbox.service.ServiceDefinition;
import dev.signalbox.service.Signals;
import dev.signalbox.service.launch.Launch;
import dev.signalbox.time.SideThread;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Executes a program, without a shell, in the service's folder and with its variables. It leads a session of its
/// own, and nothing of its group outlives the try.
final class ExecQuestion implements Question {
    private static final int SIGKILL = Signals.number("SIGKILL");
    private static final long MAX_OUTPUT = 16 * 1024 * 1024;

    /// Between two looks at what it has written: the first, and so also while it writes, and the longest.
    private static final long LOOK_MILLIS = 1;

    private static final long LONGEST_LOOK_MILLIS = 100;

    /// What those say that come before the program and cannot become the next, or the loader, which finds a library
    /// neither where there is none nor where the system is short of file handles.
    private static final Pattern NOT_EXECUTED =
            Pattern.compile("(?:setsid|setpriv|prlimit|nice): .*|.*: error while loading shared libraries: .*|"
                    + Launch.SPEAKER + ": (?:line )?\\d+: (?:exec: )?(?<why>.*)");

    /// Starts a program, for as long as that takes.
    @FunctionalInterface
    interface Start {
        Process start(ProcessBuilder program) throws IOException;
    }

    private final List<String> command;
    private final ServiceDefinition service;
    private final Map<String, String> inherited;
    private final File folder;
    private final Secrets secrets;
    private final SideThread side;
    private final Start start;
    private @Nullable Launch known;

    ExecQuestion(
            List<String> command,
            ServiceDefinition service,
            Map<String, String> inherited,
            Secrets secrets,
            SideThread side) {
        this(command, service, inherited, secrets, side, ProcessBuilder::start);
    }

    ExecQuestion(
            List<String> command,
            ServiceDefinition service,
            Map<String, String> inherited,
            Secrets secrets,
            SideThread side,
            Start start) {
        this.command = command;
        this.service = service;
        this.inherited = inherited;
        this.folder = service.cwd().toFile();
        this.secrets = secrets;
        this.side = side;
        this.start = start;
    }

    /// A start hangs where the folder does. A program that comes of it when nobody waits any more ends at once.
    @Override
    public Finding ask() throws IOException, InterruptedException {
        try (var run = start()) {
            return judge(run);
        } catch (UnaskableException e) {
            throw e;
        } catch (IOException e) { // none of it comes from the service
            throw new UnaskableException(new IOException(Launch.reason(e), e));
        }
    }

    private Run start() throws IOException {
        try {
            return side.untilInterrupted("starting a process in " + folder, this::launch, Run::close);
        } catch (InterruptedException _) {
            throw new UnaskableException("cannot be started: hangs in " + folder);
        }
    }

    private Run launch() throws IOException {
        var known = known();
        var output = new OutputPipe();
        try {
            if (known.owner().isPresent()) {
                output.giveTo(known.owner().getAsLong());
            }
            var process = start.start(known.prepare(new ProcessBuilder())
                    .redirectOutput(Redirect.to(output.end()))
                    .redirectErrorStream(true));
            output.given();
            return new Run(known.feed(process), new OutputEnd(output));
        } catch (Throwable e) {
            output.close();
            throw e;
        }
    }

    /// Looked up once, as it may take a program to find the service's user.
    private synchronized Launch known() throws UnaskableException {
        try {
            var found = known;
            if (found == null) {
                found = Launch.of(service, inherited, new Launch.Call(List.of(), command, Map.of(), Map.of()));
                known = found;
            }
            return found;
        } catch (DriverException e) {
            throw new UnaskableException(String.valueOf(e.getMessage()));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new UnaskableException("asked to stop");
        }
    }

    private Finding judge(Run run) throws IOException, InterruptedException {
        var output = run.output();
        var pause = LOOK_MILLIS;
        while (!run.process().waitFor(pause, TimeUnit.MILLISECONDS)) {
            pause = output.read(MAX_OUTPUT) ? LOOK_MILLIS : Math.min(2 * pause, LONGEST_LOOK_MILLIS);
            if (output.length() > MAX_OUTPUT) {
                return Finding.no("wrote more than " + MAX_OUTPUT / 1024 / 1024 + " MiB");
            }
        }
        var exit = new ExitStatus(run.process().exitValue());
        output.read(MAX_OUTPUT);
        var last = output.lastLine(secrets);
        requireExecuted(exit.code(), last);
        var text = exit.describe() + (last.isEmpty() ? "" : ": " + last);
        return exit.code() == 0 ? Finding.yes(text) : Finding.no(text);
    }

    private static void requireExecuted(int code, String last) throws UnaskableException {
        var said = NOT_EXECUTED.matcher(last);
        if (code != 0 && said.matches()) {
            var why = said.group("why");
            throw new UnaskableException(why == null ? last : why);
        }
    }

    /// A program that runs, or has.
    private record Run(Process process, OutputEnd output) implements AutoCloseable {

        /// Leaves nothing of it, also when it has ended: the group goes on with what it has left behind. Until a
        /// group is empty its number is not given again, and when it is, nobody has had the time to take it.
        @Override
        public void close() {
            try {
                if (process.isAlive()) {
                    // Those that left the group.
                    process.descendants().forEach(ProcessHandle::destroyForcibly);
                }
            } catch (RuntimeException _) {
                // There is no file handle to look for them with.
            } finally {
                Signals.send(Math.toIntExact(-process.pid()), SIGKILL);
                // Until setsid has run there is no group.
                process.destroyForcibly();
                output.close();
            }
        }
    }
}
