package dev.signalbox.service;

import dev.signalbox.log.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;

/// What operators wanted of each service when they last said something: kept in one small file per service, so
/// that it outlives the console. A service that an operator stopped is not started by `autostart`.
public final class Intentions {

    /// What was wanted last.
    public enum Wanted {
        NOTHING_YET,
        RUNNING,
        STOPPED
    }

    private final Path folder;

    /// @param folder exists; the files are called `<service>.wanted`
    public Intentions(Path folder) {
        this.folder = folder;
    }

    /// What was wanted of `service`; nothing yet if the file is missing or makes no sense.
    public Wanted wanted(String service) {
        try {
            var word = Files.readString(file(service)).strip();
            return switch (word) {
                case "running" -> Wanted.RUNNING;
                case "stopped" -> Wanted.STOPPED;
                default -> Wanted.NOTHING_YET;
            };
        } catch (IOException e) {
            return Wanted.NOTHING_YET;
        }
    }

    /// Notes what is wanted of `service` from now on.
    ///
    /// @throws DriverException if the file cannot be written
    public void want(String service, Wanted wanted) throws DriverException {
        if (wanted(service) == wanted) {
            return;
        }
        var file = file(service);
        var fresh = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.writeString(PrivateFiles.create(fresh), wanted.name().toLowerCase(Locale.ROOT) + "\n");
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (NoSuchFileException e) {
            throw new DriverException("the folder " + folder + " is gone", e);
        } catch (IOException e) {
            throw new DriverException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    private Path file(String service) {
        return folder.resolve(service + ".wanted");
    }
}
