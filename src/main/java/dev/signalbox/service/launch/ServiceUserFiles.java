package dev.signalbox.service.launch;

import dev.signalbox.service.DriverException;
import java.io.File;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Reads files with the rights of the users that services run as: by a process of that user, which has nothing of the
/// engine's, no variable either. For an engine of root's. Safe to use from any thread.
public final class ServiceUserFiles {
    private static final String LIMIT = "4s";
    private static final int BLOCK = 64 * 1024;
    private static final int TOOK_TOO_LONG = 137; // it was killed

    /// The number of a user.
    ///
    /// @param user a name or a number, and a group if it is another: `www-data:adm`
    /// @throws IOException if there is none, with a message for people
    public long id(String user) throws IOException {
        return account(user).id();
    }

    private static Account account(String user) throws IOException {
        try {
            var names = user.split(":", 2);
            return Account.find(names[0], names.length == 1 ? "" : names[1]);
        } catch (DriverException e) {
            throw new IOException(e.getMessage(), e);
        } catch (InterruptedException e) {
            throw interrupted(user, e);
        }
    }

    private static IOException interrupted(String user, InterruptedException e) {
        Thread.currentThread().interrupt();
        return (IOException) new InterruptedIOException("interrupted while acting as user " + user).initCause(e);
    }

    /// The first bytes of a file. A pipe that is in its place is empty.
    ///
    /// @param file absolute
    /// @throws IOException if that user cannot read it, with a message for people
    public byte[] read(Path file, String user, int most) throws IOException {
        var process = new ProcessBuilder(command(file, user, most))
                .directory(new File("/"))
                .redirectInput(Redirect.from(new File("/dev/null")))
                .redirectError(Redirect.DISCARD);
        process.environment().clear();
        var started = process.start();
        try (var out = started.getInputStream()) {
            var bytes = out.readNBytes(most);
            var code = started.waitFor();
            if (code != 0) {
                throw new IOException(
                        code == TOOK_TOO_LONG ? "it took longer than " + LIMIT : "it may not be read, or has gone");
            }
            return bytes;
        } catch (InterruptedException e) {
            throw interrupted(user, e);
        } finally {
            started.destroyForcibly();
        }
    }

    private static List<String> command(Path file, String user, int most) throws IOException {
        var account = account(user);
        var words = new ArrayList<String>();
        try {
            words.addAll(List.of(Programs.find("timeout"), "--signal=KILL", LIMIT, Programs.find("setpriv")));
            words.addAll(account.becoming());
            words.addAll(List.of(
                    "--inh-caps=-all",
                    "--no-new-privs",
                    "--",
                    // It opens nothing that waits for somebody, and reads no more than that.
                    Programs.find("dd"),
                    "if=" + file,
                    "iflag=nonblock,fullblock",
                    "bs=" + BLOCK,
                    "count=" + (most / BLOCK + 1),
                    "status=none"));
        } catch (DriverException e) {
            throw new IOException(e.getMessage(), e);
        }
        return words;
    }
}
