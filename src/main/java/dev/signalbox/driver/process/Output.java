package dev.signalbox.driver.process;

import dev.signalbox.log.LogFiles;
import dev.signalbox.log.Loss;
import dev.signalbox.log.Loss.Sequel;
import dev.signalbox.service.ServiceDefinition;
import dev.signalbox.service.launch.Launch;
import dev.signalbox.state.PrivateFiles;
import dev.signalbox.text.FileNames;
import dev.signalbox.text.ShellWord;
import dev.signalbox.time.SideThread;
import java.io.Closeable;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where the output of a service's processes goes: to its log files, or where those could not be rotated then,
/// or the service could not or should not have a file, to a [LogWriter] for each. Safe to use from any thread,
/// but opened by one at a time.
final class Output implements Loss.Cure {
    private static final Pattern POSITION = Pattern.compile("^pos:\\s*(\\d{1,18})$", Pattern.MULTILINE);

    private static final Logger LOG = LoggerFactory.getLogger(Output.class);

    /// In how many segments a log is that is as long as it may be: what is freed is a whole one.
    private static final int SEGMENTS = 4;

    private static final long MIN_SEGMENT = 64 * 1024;

    /// What a writer has still to write when its service has ended takes some milliseconds. One that lives on has
    /// other sources.
    private static final Duration PATIENCE = Duration.ofMillis(200);

    /// How long the files of a log are waited for where the service has ended, which is to be told anyway.
    static final Duration READING = Duration.ofSeconds(2);

    private final LogFiles log;
    private final SideThread files = new SideThread();
    private final HolesProbe holes;
    private final boolean piped;
    private final NamedOutput named;
    private final LogWriter out;
    private final LogWriter err;
    private volatile long wrapper;

    Output(ServiceDefinition definition, ProcessDrivers.Parts parts) {
        this.log = LogFiles.in(parts.logFolder(), definition.id());
        this.holes = parts.holes();
        this.piped = definition.log().pipe();
        this.named = new NamedOutput(definition);
        this.out = writer(definition, parts, log.out(), ".out.writer");
        this.err = writer(definition, parts, log.err(), ".err.writer");
    }

    private static LogWriter writer(ServiceDefinition definition, ProcessDrivers.Parts parts, Path file, String door) {
        return new LogWriter(
                parts.table(),
                file,
                parts.runFolder().resolve(FileNames.of(definition.id()) + door),
                Math.max(MIN_SEGMENT, definition.log().maxSize() / SEGMENTS));
    }

    LogFiles log() {
        return log;
    }

    /// @param pid of the wrapper that has the output of its service open
    void isOpenIn(long pid) {
        wrapper = pid;
    }

    @Override
    public long written(Path file) {
        var process = Path.of("/proc", Long.toString(wrapper));
        var number = file.equals(log.out()) ? "1" : Launcher.WRAPPER_ERRORS;
        try {
            if (!Files.isSameFile(process.resolve("fd").resolve(number), file)) {
                return -1;
            }
            var found =
                    POSITION.matcher(Files.readString(process.resolve("fdinfo").resolve(number)));
            return found.find() ? Long.parseLong(found.group(1)) : -1;
        } catch (IOException e) {
            return -1; // it has ended
        }
    }

    /// Does what can be done when others have deleted, replaced or emptied a file of the log. A file that the service
    /// has open cannot be given its name again, and is written to under no name; who emptied it may have been the
    /// service, by its standard output's name, and would again.
    @Override
    public Sequel of(Loss loss) {
        var writer = loss.file().equals(log.out()) ? out : err;
        if (writer.isAlive()) {
            if (loss.kind() == Loss.Kind.EMPTIED) {
                return Sequel.GOES_ON;
            }
            return writer.beginAnew() ? Sequel.ANEW : Sequel.NEXT_START;
        }
        return loss.kind() == Loss.Kind.EMPTIED ? rememberPipe(loss) : Sequel.NEXT_START;
    }

    private Sequel rememberPipe(Loss loss) {
        try {
            PrivateFiles.replace(
                    log.piped(),
                    String.format(
                            "%s was emptied while its service wrote, so the service has a pipe from its next start on."
                                    + " It writes to a file again if this one is deleted: rm %s%n",
                            loss.file(), ShellWord.of(log.piped().toString())));
            return Sequel.PIPE;
        } catch (IOException e) {
            LOG.warn("{} cannot be written, so its service goes on without a pipe: {}", log.piped(), e.toString());
            return Sequel.GOES_ON;
        }
    }

    /// Whether log-writers stand between a process and its log.
    boolean isWrittenForIt() {
        return !holes.found();
    }

    /// What a process is started with.
    ///
    /// @param held kept open until it has been
    record Opened(Redirect out, Redirect err, List<Closeable> held) implements Closeable {
        @Override
        public void close() throws IOException {
            for (var one : held) {
                one.close();
            }
        }
    }

    /// Who opens `/dev/stderr` anew to write to it empties a file, but no pipe; and another user than the
    /// engine's can open a pipe that is given to him, but no file of the engine.
    ///
    /// @param launch of what is started; may look at its scripts
    Opened open(Launch launch) throws IOException {
        var owner = launch.owner();
        if (!isWrittenForIt()
                && !piped
                && owner.isEmpty()
                && Files.notExists(log.piped())
                && !named.isOpened(launch.path())) {
            return new Opened(file(log.out()), file(log.err()), List.of());
        }
        var first = out.open(owner);
        var done = false;
        try {
            var second = err.open(owner);
            done = true;
            return new Opened(
                    Redirect.appendTo(first.file()), Redirect.appendTo(second.file()), List.of(first, second));
        } finally {
            if (!done) {
                first.close();
            }
        }
    }

    private static Redirect file(Path file) throws IOException {
        return Redirect.appendTo(PrivateFiles.create(file).toFile());
    }

    /// Reads or writes the files of the log at the end of a run, which may hang and is not worth it.
    ///
    /// @param otherwise what is given if that is not done in time; it may be done all the same
    <T> T inTime(Supplier<T> call, T otherwise) {
        return files.orElse(READING, "log " + log.out(), call, otherwise);
    }

    /// Waits, not for long, until what ended processes wrote is in the log.
    void settle() {
        inTime(this::awaitWriters, false);
    }

    private boolean awaitWriters() {
        try {
            var pauses = new Pauses(PATIENCE);
            while ((out.isAlive() || err.isAlive()) && !pauses.isOver()) {
                pauses.pause();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody knows this thread
        }
        return true;
    }
}
