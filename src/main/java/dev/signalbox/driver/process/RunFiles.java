package dev.signalbox.driver.process;

import dev.signalbox.service.ExitStatus;
import dev.signalbox.state.PrivateFiles;
import dev.signalbox.text.FileNames;
import dev.signalbox.trust.PinnedFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The record of a service's run, and the two files that its wrapper writes.
///
/// A record is renamed into place but not forced to the disk: what it speaks of does not outlive the
/// machine either.
///
/// @param record the [RunRecord]
/// @param pid `<cookie> <pid>` of the service
/// @param exit `<cookie> <code>`, how it ended
record RunFiles(Path record, Path pid, Path exit) {

    private static final String RECORD = ".json";

    static RunFiles in(Path folder, String service) {
        var name = FileNames.of(service);
        return new RunFiles(
                folder.resolve(name + RECORD), folder.resolve(name + ".pid"), folder.resolve(name + ".exit"));
    }

    /// The services that have a record in `folder`.
    static Set<String> services(Path folder) throws IOException {
        var services = new TreeSet<String>();
        try (var records = Files.newDirectoryStream(folder, "*" + RECORD)) {
            for (var record : records) {
                var name = record.getFileName().toString();
                services.add(FileNames.name(name.substring(0, name.length() - RECORD.length())));
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return services;
    }

    /// How much is read of a record. A whole one is far shorter.
    private static final int MOST_RECORD = 1 << 20;

    /// The same of the files of the wrapper.
    private static final int MOST_NUMBER = 1 << 12;

    /// The record, empty if there is none.
    ///
    /// @throws IllegalArgumentException if it is broken
    Optional<RunRecord> read() throws IOException {
        try {
            // Bytes that are no text become characters that are no JSON.
            return Optional.of(RunRecord.fromJson(read(record, MOST_RECORD)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /// Whether there is a record of a run in this boot.
    boolean isOf(String bootId) throws IOException {
        try {
            return read().filter(run -> run.bootId().equals(bootId)).isPresent();
        } catch (IllegalArgumentException e) {
            return false; // who looks for the service tells that it is broken
        }
    }

    private static String read(Path file, int most) throws IOException {
        // It may be in somebody else's state folder, who puts a pipe there.
        try (var pinned = PinnedFile.of(file)) {
            if (!pinned.attributes().isRegularFile()) {
                throw new IOException(file + " is no regular file");
            }
            return read(pinned, most);
        }
    }

    private static String read(PinnedFile pinned, int most) throws IOException {
        try (var in = pinned.read()) {
            return new String(in.readNBytes(most), StandardCharsets.UTF_8);
        }
    }

    /// Whether they are there, and files of this user.
    boolean areOf(long user) {
        return isOf(record, user) && isOf(pid, user) && isOf(exit, user);
    }

    private static boolean isOf(Path file, long user) {
        try {
            var found = Files.readAttributes(file, "unix:uid,isRegularFile", LinkOption.NOFOLLOW_LINKS);
            return Boolean.TRUE.equals(found.get("isRegularFile"))
                    && found.get("uid") instanceof Number owner
                    && owner.longValue() == user;
        } catch (IOException e) {
            return false;
        }
    }

    /// Keeps a broken record for people to look at, out of the way.
    void setAside() throws IOException {
        Files.move(record, record.resolveSibling(record.getFileName() + ".bad"), StandardCopyOption.REPLACE_EXISTING);
    }

    void write(RunRecord run) throws IOException {
        PrivateFiles.replace(record, run.toJson());
    }

    /// Makes the wrapper's files, empty and private, as a shell would make them readable for all.
    void prepare() throws IOException {
        Files.deleteIfExists(pid);
        Files.deleteIfExists(exit);
        PrivateFiles.create(pid);
        PrivateFiles.create(exit);
    }

    /// Forgets the run.
    void clear() throws IOException {
        Files.deleteIfExists(record);
        Files.deleteIfExists(pid);
        Files.deleteIfExists(exit);
    }

    /// The service's pid as its wrapper wrote it, if it has.
    OptionalInt servicePid(String cookie) {
        return number(pid, cookie);
    }

    /// How the service ended, as far as its wrapper could write it.
    ExitStatus exitStatus(String cookie) {
        var code = number(exit, cookie);
        return code.isPresent() ? new ExitStatus(code.getAsInt()) : ExitStatus.UNKNOWN;
    }

    /// When the wrapper wrote how the service ended; far in the future if that is not known.
    Instant endedAt() {
        try {
            return Files.getLastModifiedTime(exit, LinkOption.NOFOLLOW_LINKS).toInstant();
        } catch (IOException e) {
            return Instant.MAX;
        }
    }

    /// A number that was written for this very run. A line that is not complete is none.
    private static OptionalInt number(Path file, String cookie) {
        var line = firstLine(file);
        if (line == null || !line.startsWith(cookie + " ")) {
            return OptionalInt.empty();
        }
        try {
            return OptionalInt.of(Integer.parseInt(line.substring(cookie.length() + 1)));
        } catch (NumberFormatException e) {
            return OptionalInt.empty();
        }
    }

    private static @Nullable String firstLine(Path file) {
        try {
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                return null;
            }
            var text = read(file, MOST_NUMBER);
            var end = text.indexOf('\n');
            return end < 0 ? null : text.substring(0, end);
        } catch (IOException e) {
            return null;
        }
    }
}
