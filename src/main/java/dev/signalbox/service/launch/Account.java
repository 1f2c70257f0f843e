package dev.signalbox.service.launch;

import dev.signalbox.code.Code;
import dev.signalbox.service.DriverException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A user of this machine, and the group with which he is to run something.
///
/// @param name empty if the machine's list of users has none for the number
/// @param home `/` for such a one
public record Account(String name, long id, long group, String home, String shell) {
    /// A directory service may have to be asked.
    private static final int LIMIT_SECONDS = 10;

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,10}");
    private static final long MOST = 0xFFFF_FFFEL; // the number after that means none

    /// The user that is called so, or has this number.
    ///
    /// @param group its name or number; empty for the user's own
    /// @throws DriverException if there is none
    public static Account find(String user, String group) throws DriverException, InterruptedException {
        var named = user.startsWith("-") ? null : parse(ask("passwd", user));
        if (named == null && !NUMBER.matcher(user).matches()) {
            throw new DriverException(Code.NO_RIGHT, "this machine has no user " + user);
        }
        if (named == null && group.isEmpty()) {
            throw new DriverException(
                    Code.NO_RIGHT,
                    "this machine's list of users has no " + user
                            + ", so it does not tell his group; name one, as in user: \"" + user + ":" + user + "\"");
        }
        var account = named == null ? new Account("", number(user), 0, "/", Programs.SHELL) : named;
        return group.isEmpty() ? account : account.in(group(group));
    }

    private Account in(long other) {
        return new Account(name, id, other, home, shell);
    }

    /// Whether the machine's list of users has him, and so may know of other groups of his.
    boolean isListed() {
        return !name.isEmpty();
    }

    /// With what `setpriv` makes a program his, with all groups of his.
    List<String> becoming() {
        return List.of("--reuid=" + id, "--regid=" + group, isListed() ? "--init-groups" : "--clear-groups");
    }

    /// For people.
    @Override
    public String toString() {
        return isListed() ? name : Long.toString(id);
    }

    private static long group(String group) throws DriverException, InterruptedException {
        var fields = group.startsWith("-")
                ? new String[0]
                : ask("group", group).strip().split(":", -1);
        if (fields.length >= 3) {
            return Long.parseLong(fields[2]);
        }
        if (!NUMBER.matcher(group).matches()) {
            throw new DriverException(Code.NO_RIGHT, "this machine has no group " + group);
        }
        return number(group);
    }

    private static long number(String text) throws DriverException {
        var number = Long.parseLong(text);
        if (number > MOST) {
            throw new DriverException(
                    Code.NO_RIGHT, text + " is no number of a user or group: the greatest is " + MOST);
        }
        return number;
    }

    private static String ask(String list, String name) throws DriverException, InterruptedException {
        Process getent = null;
        try {
            var builder = new ProcessBuilder(List.of(Programs.find("getent"), list, name))
                    .redirectError(ProcessBuilder.Redirect.DISCARD);
            builder.environment().clear();
            getent = builder.start();
            getent.getOutputStream().close();
            // One line fits in the pipe, so it can be read afterwards.
            if (!getent.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new DriverException(Code.HANGS, name + " could not be looked up within " + LIMIT_SECONDS + " s");
            }
            return new String(getent.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new DriverException(Code.NO_RIGHT, name + " cannot be looked up: " + e.getMessage(), e);
        } finally {
            if (getent != null) {
                getent.destroyForcibly();
            }
        }
    }

    /// Reads a line of `/etc/passwd`; `null` if it is none.
    static @Nullable Account parse(String line) {
        var fields = line.strip().split(":", -1);
        return fields.length < 7
                ? null
                : new Account(fields[0], Long.parseLong(fields[2]), Long.parseLong(fields[3]), fields[5], fields[6]);
    }
}
