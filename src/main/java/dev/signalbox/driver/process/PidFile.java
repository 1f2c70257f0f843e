package dev.signalbox.driver.process;

import dev.signalbox.service.launch.ServiceUserFiles;
import dev.signalbox.time.SideThread;
import dev.signalbox.trust.PinnedFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/// The file in which a program writes the pid of its main process. It is read with the rights of the service's user,
/// as what is in his folders may be a link to anything; nothing that waits for somebody is opened. What it says is
/// for others to doubt: anybody may have written it, in whatever boot. Safe to use from any thread.
final class PidFile {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final long ROOT = 0;

    /// More than any number has.
    private static final int MOST = 64;

    private final Path file;
    private final String user;
    private final long own;
    private final ServiceUserFiles files = new ServiceUserFiles();
    private final SideThread side = new SideThread();

    /// @param file absolute
    /// @param user of the service; empty for the engine's
    /// @param own the engine's user, by number
    PidFile(Path file, String user, long own) {
        this.file = file;
        this.user = user;
        this.own = own;
    }

    /// What it says.
    ///
    /// @param pid negative if it says none
    /// @param problem why not, for people, without a word of what is in it; else empty
    record Said(long pid, String problem) {
        private static Said nothing(String problem) {
            return new Said(-1, problem);
        }
    }

    /// Not interruptible, as nobody looks a second time.
    Said read() {
        return side.orElse(PATIENCE, "reading " + file, this::now, Said.nothing("cannot be read: it hangs"));
    }

    private Said now() {
        try {
            return new Said(Long.parseLong(text().lines().findFirst().orElse("").strip()), "");
        } catch (NumberFormatException e) {
            return Said.nothing("has no number in its first line");
        } catch (NoSuchFileException e) {
            return Said.nothing("does not exist");
        } catch (AccessDeniedException e) {
            return Said.nothing("may not be read");
        } catch (FileSystemException e) {
            return Said.nothing(Objects.requireNonNullElse(e.getReason(), "cannot be read"));
        } catch (IOException e) {
            return Said.nothing(Objects.requireNonNullElse(e.getMessage(), e.toString()));
        }
    }

    private String text() throws IOException {
        try (var pinned = PinnedFile.of(file)) {
            if (!pinned.attributes().isRegularFile()) {
                throw new IOException("is no regular file");
            }
            if (isAnothers()) {
                return text(files.read(file, user, MOST));
            }
            try (var in = pinned.read()) {
                return text(in.readNBytes(MOST));
            }
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.US_ASCII);
    }

    private boolean isAnothers() throws IOException {
        return own == ROOT && !user.isEmpty() && files.id(user) != ROOT;
    }
}
