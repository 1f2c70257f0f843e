package dev.signalbox.driver.process;

import dev.signalbox.service.DriverException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A user of this machine.
record Account(String name, long id, long group, String home, String shell) {
    /// A directory service may have to be asked.
    private static final int LIMIT_SECONDS = 10;
    private static final int FIELDS = 7;

    /// The user that is called so, or has this number.
    static Account find(String user) throws DriverException, InterruptedException {
        var account = user.startsWith("-") ? null : parse(ask(user));
        if (account == null) {
            throw new DriverException("this machine has no user " + user);
        }
        return account;
    }

    private static String ask(String user) throws DriverException, InterruptedException {
        Process getent = null;
        try {
            getent = new ProcessBuilder(List.of("getent", "passwd", user))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            getent.getOutputStream().close();
            // One line fits in the pipe, so it can be read afterwards.
            if (!getent.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new DriverException("user " + user + " could not be looked up within " + LIMIT_SECONDS + " s");
            }
            return new String(getent.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new DriverException("user " + user + " cannot be looked up: " + e.getMessage(), e);
        } finally {
            if (getent != null) {
                getent.destroyForcibly();
            }
        }
    }

    /// Reads a line of `/etc/passwd`; `null` if it is none.
    static @Nullable Account parse(String line) {
        var fields = line.strip().split(":", -1);
        return fields.length < FIELDS
                ? null
                : new Account(fields[0], Long.parseLong(fields[2]), Long.parseLong(fields[3]), fields[5], fields[6]);
    }
}
