package dev.signalbox.driver.process;

import dev.signalbox.log.Segments;
import dev.signalbox.service.DriverException;
import dev.signalbox.service.Signals;
import dev.signalbox.service.launch.Programs;
import dev.signalbox.state.PrivateFiles;
import dev.signalbox.trust.Trust;
import java.io.Closeable;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Writes one log for those who hold its pipe, and makes [Segments] of it, in a process that outlives the
/// engine: it ends when nobody holds the pipe any more. There is one at most for a log, and a file in the run
/// folder, its door, tells which. It leads a session of its own and has none of the service's variables, so it
/// belongs to no run.
final class LogWriter {
    /// Its arguments are the log, the folder of its segments, where the log goes on, how long a segment is, and
    /// the door. Each `dd` reads no more than it writes, so nothing is lost between two of them. SIGUSR2, which
    /// makes 140 of its exit code, ends the one that there is, so that the log is opened anew. It must
    ///
    /// - live on whatever happens to the disk, or the service would be sent SIGPIPE: what cannot be written is
    ///     lost, and a line says so as soon as one can be written
    /// - take what those have written who came through its door before that was closed
    private static final String SCRIPT = """
            trap '' HUP INT QUIT TERM USR1 USR2
            umask 077
            log=$1 segments=$2 start=$3 max=$4 door=$5 lost= closed=
            at_end() {
                [ -z "$closed" ] || exit 0
                closed=1
                rm -f "$door"
            }
            while :; do
                length=$(stat -c %s "$log") || length=0
                if [ "$length" -ge "$max" ]; then
                    end=$((start + length))
                    mv "$log" "$segments/$(printf %015d-%015d "$start" "$end")" && start=$end length=0
                fi
                count=$(((max - length) / 65536 + 1))
                if [ -n "$lost" ] || [ "$count" -lt 1 ]; then
                    count=1
                fi
                report=$(trap - USR2; exec dd bs=65536 count="$count" 2>&1 >> "$log")
                status=$?
                if [ "$status" -eq 0 ]; then
                    if [ -n "$lost" ]; then
                        printf '\\nsignalbox: output was lost before this, as it could not be written\\n' >> "$log" && lost=
                    fi
                    case $report in 0+0*) at_end ;; esac
                    continue
                fi
                [ "$status" -ne 140 ] || continue
                lost=1
                case $status,$report in
                    *records*) ;;
                    ?,*|??,*)
                        # The log could not be opened, so nothing was read.
                        [ "$(dd bs=65536 count=1 | wc -c)" -gt 0 ] || at_end ;;
                esac
            done
            """;

    private static final int BEGIN_ANEW = Signals.number("SIGUSR2");

    private static final Pattern DOOR = Pattern.compile("(\\d{1,9}) (\\d{1,18})\n");

    private final ProcessTable table;
    private final Path log;
    private final Path door;
    private final long segment;

    /// @param log that it writes
    /// @param door in the run folder
    /// @param segment bytes after which a new segment begins
    LogWriter(ProcessTable table, Path log, Path door, long segment) {
        this.table = table;
        this.log = log;
        this.door = door;
        this.segment = segment;
    }

    /// The end of the pipe that is written to.
    ///
    /// @param file can be opened as long as this is not closed
    record Pipe(File file, Closeable held) implements Closeable {
        @Override
        public void close() throws IOException {
            held.close();
        }
    }

    /// Opens the pipe of the writer that there is, or of a new one.
    ///
    /// @param owner who has to be able to open it anew, as `/dev/stderr`; empty if that is the engine's user
    Pipe open(OptionalLong owner) throws IOException {
        var found = writer();
        var entered = found == null ? null : enter(found);
        var pipe = entered == null ? begin() : entered;
        try {
            // It has no name in any folder, so nobody else comes to it.
            Files.setAttribute(
                    pipe.file().toPath(), "unix:uid", (int) (owner.isPresent() ? owner.getAsLong() : Trust.ownUser()));
            return pipe;
        } catch (IOException e) {
            pipe.close();
            throw e;
        }
    }

    private static String setsid() throws IOException {
        try {
            return Programs.find("setsid");
        } catch (DriverException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private @Nullable Pipe enter(ProcessId writer) throws IOException {
        var file = pipe(writer);
        Closeable held;
        try {
            held = new FileOutputStream(file, true);
        } catch (IOException e) {
            // It has just ended.
            return null;
        }
        // It closes its door before it looks a last time whether there is more.
        if (writer.equals(writer())) {
            return new Pipe(file, held);
        }
        held.close();
        return null;
    }

    private Pipe begin() throws IOException {
        var start = Segments.prepare(log);
        PrivateFiles.create(log);
        var builder = new ProcessBuilder(List.of(
                        setsid(),
                        Programs.SHELL,
                        "-c",
                        SCRIPT,
                        "signalbox-log",
                        log.toString(),
                        Segments.folder(log).toString(),
                        Long.toString(start),
                        Long.toString(segment),
                        door.toString()))
                .directory(new File("/"))
                .redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.DISCARD);
        builder.environment().clear();
        builder.environment().put("LC_ALL", "C");
        builder.environment().put("PATH", Programs.PATH);
        var process = builder.start();
        var held = process.getOutputStream();
        var info = table.find(process.pid());
        if (info == null) {
            held.close();
            throw new IOException("the process that writes " + log.getFileName() + " has ended at once");
        }
        var done = false;
        try {
            PrivateFiles.replace(door, info.pid() + " " + info.id().startTicks() + "\n");
            done = true;
        } finally {
            if (!done) {
                held.close();
            }
        }
        return new Pipe(pipe(info.id()), held);
    }

    private static File pipe(ProcessId writer) {
        return new File("/proc/" + writer.pid() + "/fd/0");
    }

    /// Has it begin a new file, as the one that it writes to is not at its place any more. What it has read by then and
    /// not written would be gone with that one as well.
    ///
    /// @return whether there is one
    boolean beginAnew() {
        var writer = writer();
        return writer != null && table.signalGroup(writer, writer.pid(), BEGIN_ANEW);
    }

    /// Whether there is one.
    boolean isAlive() {
        return writer() != null;
    }

    private @Nullable ProcessId writer() {
        try {
            var parts = DOOR.matcher(new String(Files.readAllBytes(door), StandardCharsets.UTF_8));
            if (!parts.matches()) {
                return null;
            }
            var id = new ProcessId(Long.parseLong(parts.group(1)), Long.parseLong(parts.group(2)));
            return table.isAlive(id) ? id : null;
        } catch (IOException e) {
            return null;
        }
    }
}
