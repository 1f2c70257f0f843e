package dev.signalbox.service.probe;

import dev.signalbox.log.PlainText;
import dev.signalbox.service.ExitStatus;
import dev.signalbox.service.Secrets;
import dev.signalbox.service.ServiceDefinition;
import dev.signalbox.service.Signals;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// Executes a program, without a shell, in the service's folder and with its variables. It leads a session of its
/// own, and nothing of its group outlives the try.
final class ExecQuestion implements Question {
    private static final int SIGKILL = Signals.number("SIGKILL");
    private static final long MAX_OUTPUT = 16 * 1024 * 1024;
    private static final int MAX_END = 8 * 1024;

    /// Between two looks at how much it has written.
    private static final long LOOK_MILLIS = 100;

    private final List<String> command;
    private final File folder;
    private final Map<String, String> environment;
    private final Secrets secrets;

    ExecQuestion(List<String> command, ServiceDefinition service, Map<String, String> inherited, Secrets secrets) {
        this.command = new ArrayList<>(List.of("setsid"));
        this.command.addAll(command);
        this.folder = service.cwd().toFile();
        this.environment = service.environment(inherited);
        this.secrets = secrets;
    }

    /// The program writes to a file that has lost its name at once, and not to a pipe: a process that it leaves
    /// behind could hold a pipe open for ever, and fill it.
    @Override
    public Finding ask() throws IOException, InterruptedException {
        var file = Files.createTempFile("signalbox-probe", ".out").toFile();
        try (var output = new RandomAccessFile(file, "r")) {
            Process process;
            try {
                process = start(Redirect.appendTo(file));
            } finally {
                Files.delete(file.toPath());
            }
            try {
                return judge(process, output);
            } finally {
                kill(process);
            }
        }
    }

    /// To start a process takes some milliseconds, in which it would hold a carrier that others need.
    @Override
    public Thread.Builder thread() {
        return Thread.ofPlatform().daemon();
    }

    private Process start(Redirect output) throws IOException {
        var builder = new ProcessBuilder(command)
                .directory(folder)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(output)
                .redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.start();
    }

    private Finding judge(Process process, RandomAccessFile output) throws IOException, InterruptedException {
        while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
            if (output.length() > MAX_OUTPUT) {
                return Finding.no("wrote more than " + MAX_OUTPUT / 1024 / 1024 + " MiB");
            }
        }
        var exit = new ExitStatus(process.exitValue());
        var last = lastLine(output);
        return new Finding(exit.code() == 0, exit.describe() + (last.isEmpty() ? "" : ": " + last));
    }

    /// Secrets are taken out before anything is cut, as a part of one is no less secret.
    private String lastLine(RandomAccessFile output) throws IOException {
        var length = output.length();
        var end = new byte[(int) Math.min(MAX_END, length)];
        output.seek(length - end.length);
        output.readFully(end);
        var text = secrets.mask(new String(end, StandardCharsets.UTF_8)).stripTrailing();
        var lines = text.lines()
                .map(PlainText::of)
                .map(String::strip)
                .filter(Predicate.not(String::isEmpty))
                .toList();
        if (lines.isEmpty()) {
            return "";
        }
        return lines.size() == 1 && length > end.length ? "(a line of " + length + " bytes)" : lines.getLast();
    }

    /// Also when it has ended: the group goes on with what it has left behind. Until a group is empty its number
    /// is not given again, and when it is, nobody has had the time to take it.
    private static void kill(Process process) {
        if (process.isAlive()) {
            // Those that left the group.
            process.descendants().forEach(ProcessHandle::destroyForcibly);
        }
        Signals.send(Math.toIntExact(-process.pid()), SIGKILL);
        // Until setsid has run there is no group.
        process.destroyForcibly();
    }
}
