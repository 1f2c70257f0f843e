package dev.signalbox.service.launch;

import dev.signalbox.code.Code;
import dev.signalbox.service.DriverException;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/// The programs of the system that services are begun with. They run with the engine's rights, so only folders
/// count that are root's on any system, and never the `PATH` of the engine or of a service.
public final class Programs {
    /// The shell, which POSIX puts here.
    public static final String SHELL = "/bin/sh";

    /// Sets a variable that no shell can.
    static final String ENV = "/usr/bin/env";

    private static final List<Path> FOLDERS = List.of(
            Path.of("/usr/bin"),
            Path.of("/bin"),
            Path.of("/usr/sbin"),
            Path.of("/sbin"),
            Path.of("/run/current-system/sw/bin")); // of NixOS, which has none of the others

    /// The folders, for a script that names programs.
    public static final String PATH =
            FOLDERS.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));

    private Programs() {}

    /// The whole path of a program.
    ///
    /// @throws DriverException if it is not installed
    public static String find(String name) throws DriverException {
        for (var folder : FOLDERS) {
            var file = folder.resolve(name);
            if (Files.isExecutable(file)) {
                return file.toString();
            }
        }
        throw new DriverException(
                Code.NOT_EXECUTABLE, name + " is not installed, which is needed to start it (looked in " + PATH + ")");
    }
}
