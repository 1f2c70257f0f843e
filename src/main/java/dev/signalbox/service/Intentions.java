package dev.signalbox.service;

import dev.signalbox.log.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/// What operators wanted of each service when they last said something: kept in one small file per service, so
/// that it outlives the console. A service that an operator stopped is not started by the console itself. Safe to
/// use from any thread.
public final class Intentions {

    /// What was wanted last.
    public enum Wanted {
        NOTHING_YET,
        RUNNING,
        STOPPED
    }

    private final Path folder;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Wanted> known = new ConcurrentHashMap<>();
    /// What is known, and could not be written.
    private final Set<String> unwritten = ConcurrentHashMap.newKeySet();

    /// @param folder exists; the files are called `<service>.wanted`
    public Intentions(Path folder) {
        this.folder = folder;
    }

    /// What was wanted of `service`. Where that cannot be read it counts as stopped: what does not start by
    /// itself can be started, but what starts against somebody's will is a surprise. Reads a file when it is
    /// asked first.
    public Wanted wanted(String service) {
        return known.computeIfAbsent(service, this::read);
    }

    private Wanted read(String service) {
        try {
            var word = Files.readString(file(service)).strip();
            return switch (word) {
                case "running" -> Wanted.RUNNING;
                default -> Wanted.STOPPED;
            };
        } catch (NoSuchFileException e) {
            return Wanted.NOTHING_YET;
        } catch (IOException e) {
            return Wanted.STOPPED;
        }
    }

    /// Notes what is wanted of `service` from now on. That it shall be stopped holds for this console even if it
    /// cannot be written.
    ///
    /// @throws DriverException if the file cannot be written
    public void want(String service, Wanted wanted) throws DriverException {
        lock.lock();
        try {
            if (wanted(service) == wanted && !unwritten.contains(service)) {
                return;
            }
            if (wanted == Wanted.STOPPED) {
                unwritten.add(service);
                known.put(service, wanted);
            }
            write(service, wanted);
            unwritten.remove(service);
            known.put(service, wanted);
        } finally {
            lock.unlock();
        }
    }

    private void write(String service, Wanted wanted) throws DriverException {
        var file = file(service);
        try {
            PrivateFiles.replace(file, wanted.name().toLowerCase(Locale.ROOT) + "\n");
        } catch (NoSuchFileException e) {
            throw new DriverException("the folder " + folder + " is gone", e);
        } catch (IOException e) {
            throw new DriverException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    /// Forgets what was wanted of `service`.
    ///
    /// @throws DriverException if the file cannot be deleted, and may be known to a later service of that name
    public void forget(String service) throws DriverException {
        lock.lock();
        try {
            Files.deleteIfExists(file(service));
        } catch (IOException e) {
            throw new DriverException("cannot delete " + file(service) + ": " + e.getMessage(), e);
        } finally {
            unwritten.remove(service);
            known.remove(service);
            lock.unlock();
        }
    }

    private Path file(String service) {
        return folder.resolve(service + ".wanted");
    }
}
