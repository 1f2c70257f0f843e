package dev.signalbox.driver.process;

import dev.signalbox.state.Identity;
import dev.signalbox.text.FileNames;
import dev.signalbox.text.PlainText;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/// Which processes are a service's. A cookie is `<key>:<service>:<run>`, with the service as files are called that are
/// of it, see [FileNames]; and the key `<id>.<path>`: the id of the state folder by which the process was started, and
/// what stands for the workspace file's path, see [Identity].
///
/// A cookie is believed of processes of the right users only, as anybody may write any variable into his
/// environment. Not so the whole cookie of a run that is known: nobody has that but who descends from the run, under
/// whatever user it has gone on.
///
/// @param taken the strangers that were taken over
record Kin(Identity identity, String service, Owners owners, TakenOver taken, ProcessTable table) {
    private static final int PARTS = 3;

    String newCookie() {
        var run = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
        return identity.key() + ":" + FileNames.of(service) + ":" + run;
    }

    /// Whether a process was started over this state folder.
    boolean isOurs(Seen one) {
        var key = key(one.cookie());
        return key != null && isOwn(key) && isRight(one);
    }

    /// The same, or it was taken over.
    boolean isOursByNow(Seen one) {
        var key = key(one.cookie());
        return key != null && (isOwn(key) || taken.has(key)) && isRight(one);
    }

    /// The key of a stranger that was taken over; `null` if it was not.
    @Nullable
    String takenKey(Seen one) {
        var key = key(one.cookie());
        return key != null && taken.has(key) && isRight(one) ? key : null;
    }

    /// The key of a stranger; `null` if it is none, or was taken over.
    @Nullable
    String strangerKey(Seen one) {
        var key = key(one.cookie());
        return key != null && !isOwn(key) && !taken.has(key) && isOfThisPath(key) && isRight(one) ? key : null;
    }

    /// Whether a cookie says something about this service, whoever carries it.
    boolean concerns(Seen one) {
        var key = key(one.cookie());
        return key != null && (isOwn(key) || taken.has(key) || isOfThisPath(key));
    }

    /// Whether a run that is on record is this service's.
    boolean isOnRecord(String cookie) {
        var key = key(cookie);
        return key != null && (isOwn(key) || taken.has(key));
    }

    /// Whether a process of this service lives, of a right user, whose cookie begins with a key.
    boolean lives(String key, List<Seen> look) {
        return look.stream().anyMatch(one -> one.info().isAlive() && key.equals(key(one.cookie())) && isRight(one));
    }

    /// What a cookie of this service begins with; empty if it is another's.
    String keyOf(@Nullable String cookie) {
        return Objects.requireNonNullElse(key(cookie), "");
    }

    /// What the cookie of one of this service's processes begins with; `null` if it is another's, or none.
    private @Nullable String key(@Nullable String cookie) {
        if (cookie == null || cookie.isEmpty()) {
            return null;
        }
        var parts = cookie.split(":", -1);
        return parts.length == PARTS && parts[1].equals(FileNames.of(service)) && isPlain(parts[0]) ? parts[0] : null;
    }

    /// Whether what a process says fits on one line: it is written and shown as it is.
    static boolean isPlain(String said) {
        return said.codePoints().allMatch(PlainText::hasShape);
    }

    private boolean isOwn(String key) {
        return isOwn(identity, key);
    }

    /// Whether what a cookie begins with is that of processes which were started over this state folder.
    static boolean isOwn(Identity identity, String key) {
        // By its id alone: the file may have been moved since they were started.
        return id(key).equals(identity.id()) || key.equals(identity.earlierKey());
    }

    private boolean isOfThisPath(String key) {
        return isOfThisPath(identity, key);
    }

    /// Whether what a cookie begins with is that of processes which were started by the same workspace file.
    static boolean isOfThisPath(Identity identity, String key) {
        return key.endsWith("." + identity.path()) || key.endsWith("-" + identity.earlierPath());
    }

    /// The id of the state folder that a key names; empty if an earlier version has made it, which gave none.
    static String id(String key) {
        return key.substring(0, Math.max(0, key.lastIndexOf('.')));
    }

    private boolean isRight(Seen one) {
        return owners.has(table.user(one.info().pid()));
    }
}
