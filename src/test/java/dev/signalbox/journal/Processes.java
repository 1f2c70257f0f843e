package dev.signalbox.journal;

import dev.signalbox.TestClassPath;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Starts a class of the tests as a process of its own.
public final class Processes {
    private static final String ERRORS = "process.err";

    private Processes() {}

    /// Its standard error goes to a file of `folder`, see [#errors].
    public static Process java(Path folder, Class<?> main, Object... arguments) throws IOException {
        return start(folder, List.of(), main, arguments);
    }

    /// @param before what runs the virtual machine, with its options
    public static Process start(Path folder, List<String> before, Class<?> main, Object... arguments)
            throws IOException {
        var command = new ArrayList<>(before);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-cp",
                TestClassPath.text(),
                main.getName()));
        Stream.of(arguments).map(String::valueOf).forEach(command::add);
        return new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.to(errorFile(folder)))
                .start();
    }

    public static String errors(Path folder) throws IOException {
        return Files.readString(errorFile(folder).toPath());
    }

    private static File errorFile(Path folder) {
        return folder.resolve(ERRORS).toFile();
    }
}
