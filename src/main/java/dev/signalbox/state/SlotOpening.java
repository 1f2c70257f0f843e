package dev.signalbox.state;

import dev.signalbox.trust.Trust;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Finds, makes or replaces the file of a [SlotStore], so that there is one with a right header and whole records.
final class SlotOpening {
    private static final String MAGIC = "signalbox slots, version ";
    private static final int VERSION = 1;
    private static final String HEADER = padded(MAGIC + VERSION + ", records of " + SlotPair.BYTES + " bytes\n");
    private static final Pattern HEADER_VERSION = Pattern.compile(MAGIC + "(\\d{1,9})\\D", Pattern.DOTALL);
    private static final int ROOT = 0;

    private SlotOpening() {}

    /// Opens `file` and makes it if it is missing.
    ///
    /// @param problems gets to know what was put aside, and that the file can be read only
    static SlotStore open(Path file, List<String> problems) throws IOException {
        if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
            make(file);
        }
        requireOwnFile(file);
        var store = openExisting(file, problems);
        try {
            var damage = damage(store);
            if (damage == null) {
                store.load(problems);
                return store;
            }
            store.close();
            return begin(file, damage, problems);
        } catch (IOException | RuntimeException e) {
            store.close();
            throw e;
        }
    }

    private static SlotStore begin(Path file, String damage, List<String> problems) throws IOException {
        var aside = putAside(file, damage);
        var problem = file + " was put aside as " + aside.getFileName() + ": " + damage;
        problems.add(problem);
        try {
            return open(file, problems);
        } catch (IOException e) {
            throw new IOException(problem + "; and " + e.getMessage(), e);
        }
    }

    private static void make(Path file) throws IOException {
        try {
            // At once with its header, so that a kill leaves none that looks damaged.
            PrivateFiles.replaceDurably(file, HEADER);
        } catch (IOException e) {
            throw new IOException(file + " cannot be made: " + StateFolder.reason(e), e);
        }
    }

    private static void requireOwnFile(Path file) throws IOException {
        var attributes = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!attributes.isRegularFile()) {
            throw new IOException(file + " is " + (attributes.isSymbolicLink() ? "a link" : "no regular file")
                    + ". Allowed: a regular file, or none");
        }
        var owner = Integer.toUnsignedLong((int) Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS));
        if (owner != ROOT && owner != Trust.ownUser()) {
            throw new IOException(file + " belongs to user " + owner + ". Allowed: the user of this program, or root");
        }
    }

    private static SlotStore openExisting(Path file, List<String> problems) throws IOException {
        try {
            var channel = FileChannel.open(
                    file, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
            return new SlotStore(file, channel, null);
        } catch (IOException e) {
            // What it says is wanted most when nothing can be changed any more.
            var channel = openForReading(file, e);
            var reason = file + " may not be written: " + StateFolder.reason(e);
            problems.add(reason);
            return new SlotStore(file, channel, reason);
        }
    }

    private static FileChannel openForReading(Path file, IOException before) throws IOException {
        try {
            return FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            e.addSuppressed(before);
            throw new IOException(file + " cannot be opened: " + StateFolder.reason(e), e);
        }
    }

    /// What is wrong with the file as a whole, or `null`.
    private static @Nullable String damage(SlotStore store) throws IOException {
        var header = new String(store.read(0, SlotPair.BYTES), StandardCharsets.ISO_8859_1);
        if (!header.startsWith(MAGIC)) {
            return "it is no file of slots";
        }
        var version = HEADER_VERSION.matcher(header);
        if (version.lookingAt() && Integer.parseInt(version.group(1)) > VERSION) {
            return "a later Signalbox has made it, in version " + version.group(1) + " of its format";
        }
        if (!header.equals(HEADER)) {
            return "its header is damaged";
        }
        var rest = (int) (store.size() % SlotPair.BYTES);
        // Zeros are what a kill leaves of a new record; nothing was kept in it yet.
        var isZero = Arrays.equals(store.read(store.size() - rest, rest), new byte[rest]);
        return isZero ? null : "it ends within a record";
    }

    private static Path putAside(Path file, String damage) throws IOException {
        for (int i = 1; ; i++) {
            var aside = file.resolveSibling(file.getFileName() + ".damaged-" + i);
            try {
                return Files.move(file, aside);
            } catch (FileAlreadyExistsException e) {
                // One that was put aside earlier.
            } catch (IOException e) {
                throw new IOException(
                        file + " cannot be put aside (" + StateFolder.reason(e) + "), though " + damage, e);
            }
        }
    }

    private static String padded(String text) {
        return text + "\0".repeat(SlotPair.BYTES - text.length());
    }
}
