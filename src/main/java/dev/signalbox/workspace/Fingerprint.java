package dev.signalbox.workspace;

import dev.signalbox.text.Sha256;
import dev.signalbox.time.SideThread.HangsException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What the files of a workspace, its own and those with variables, held at some moment. Two are equal if the
/// same files held the same then. Nothing of what they held can be told from it in words.
public final class Fingerprint {
    /// Of a file that could not be read.
    private static final String UNREADABLE = "";
    /// What the marks of files begin with that are not read by this program: what they hold is not its business.
    private static final String MARK = "@";

    private final Map<Path, String> hashes;
    /// What is read first: the workspace's own file.
    private final @Nullable Path own;

    private Fingerprint(Map<Path, String> hashes, @Nullable Path own) {
        this.hashes = new TreeMap<>(hashes);
        this.own = own;
    }

    /// Takes the fingerprint of what is read, while it is read: what counts is what the workspace was made of.
    static final class Collector {
        private final Map<Path, String> hashes = new LinkedHashMap<>();

        /// @param file as it was named: a `..` behind a link is not the folder before it
        void add(Path file, ByteBuffer bytes) {
            hashes.put(file.toAbsolutePath(), Sha256.of(bytes.duplicate()));
        }

        /// It could not be looked at: that it can is news then.
        void hangs(Path file) {
            hashes.put(file.toAbsolutePath(), UNREADABLE);
        }

        /// It is read by somebody else, or by nobody, from now on.
        void marks(Path file, String mark) {
            hashes.put(file.toAbsolutePath(), mark);
        }

        Fingerprint fingerprint() {
            return new Fingerprint(hashes, hashes.keySet().stream().findFirst().orElse(null));
        }
    }

    /// Whether the workspace's own file held the same, whatever the others did.
    public boolean isOfTheSameFile(Fingerprint other) {
        return own != null && own.equals(other.own) && Objects.equals(hashes.get(own), other.hashes.get(own));
    }

    /// The files that hold something else in `other`, the workspace's own before the others.
    public List<Path> differing(Fingerprint other) {
        return hashes.keySet().stream()
                .filter(file -> !Objects.equals(hashes.get(file), other.hashes.get(file)))
                .sorted(Comparator.comparing((Path file) -> !file.equals(own)))
                .toList();
    }

    /// What the same files hold now, as far as that is known: what hangs holds what it held. Blocks on the file
    /// system, for some seconds where that hangs.
    public Fingerprint now() {
        var fresh = new LinkedHashMap<Path, String>();
        hashes.forEach((file, before) -> fresh.put(file, hash(file, before)));
        return new Fingerprint(fresh, own);
    }

    /// What tells a file from one that was changed or put in its place, without a look into it.
    ///
    /// @throws HangsException if that is not known in time
    static String mark(Path file) throws HangsException {
        return Looks.at(file, () -> {
            try {
                return MARK + new TreeMap<>(Files.readAttributes(file, "unix:ino,size,lastModifiedTime,ctime"));
            } catch (IOException e) {
                return MARK;
            }
        });
    }

    private static String hash(Path file, String before) {
        try {
            if (before.startsWith(MARK)) {
                return mark(file);
            }
            return Looks.at(file, () -> SourceText.look(file)) instanceof SourceText.Found.Content(var bytes)
                    ? Sha256.of(bytes.duplicate())
                    : UNREADABLE;
        } catch (HangsException e) {
            return before;
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Fingerprint that && hashes.equals(that.hashes);
    }

    @Override
    public int hashCode() {
        return hashes.hashCode();
    }

    @Override
    public String toString() {
        return "fingerprint of " + hashes.keySet();
    }
}
