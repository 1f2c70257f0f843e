package dev.signalbox.trust;

import dev.signalbox.text.PlainText;
import dev.signalbox.text.ShellWord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Whom this program lets change a file, the folders above it, and the links that lead to it. Immutable; its looks
/// at files block on the file system.
///
/// Those are root and the program's own user; for a program of root's also the users and groups that [#FILE] names.
/// A group's right to write is that of strangers, even of root's own group, as an access list shows itself in it
/// alike. For the programs of all others, who have nobody to protect from but themselves, a group is trusted in which
/// nobody else is.
public final class Trust {
    /// Names, for programs of root's, whom else root lets change what they read: `user NAME` or `group NAME`, one a
    /// line. Counts if root alone can change it.
    public static final Path FILE = Path.of("/etc/signalbox/trust");

    private static final long ROOT = 0;
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Pattern EFFECTIVE_USER = Pattern.compile("(?m)^Uid:\\s+\\d+\\s+(\\d+)");

    private final long user;
    private final Set<Long> users;
    private final Set<Long> groups;
    private final Accounts accounts;
    private final List<String> problems;

    private Trust(long user, Set<Long> users, Set<Long> groups, Accounts accounts, List<String> problems) {
        this.user = user;
        this.users = Set.copyOf(users);
        this.groups = Set.copyOf(groups);
        this.accounts = accounts;
        this.problems = List.copyOf(problems);
    }

    /// What counts for a program of this user.
    ///
    /// @param users trusted beside that one and root
    /// @param groups trusted, whoever is in them
    static Trust of(long user, Set<Long> users, Set<Long> groups, Accounts accounts) {
        return of(user, users, groups, accounts, List.of());
    }

    private static Trust of(long user, Set<Long> users, Set<Long> groups, Accounts accounts, List<String> problems) {
        var all = new HashSet<>(users);
        all.add(ROOT);
        all.add(user);
        return new Trust(user, all, groups, accounts, problems);
    }

    /// What counts for this program now.
    public static Trust ofThisProgram() throws IOException {
        return read(ownUser(), FILE, Accounts.ofThisMachine());
    }

    /// @param file see [#FILE]
    static Trust read(long user, Path file, Accounts accounts) throws IOException {
        var own = of(user, Set.of(), Set.of(), accounts);
        if (!own.isRoot() || !Files.exists(file)) {
            return own;
        }
        var doubts = own.doubts(file);
        if (!doubts.isEmpty()) {
            var problems = doubts.stream()
                    .map(doubt -> file + " does not count: " + doubt.found() + "; " + doubt.mend())
                    .toList();
            return of(user, Set.of(), Set.of(), accounts, problems);
        }
        var named = TrustFile.read(file, accounts);
        return of(user, named.users(), named.groups(), accounts, named.problems());
    }

    /// The user as whom this program acts, by number.
    public static long ownUser() throws IOException {
        // The owner of /proc/self would be root for a program with capabilities.
        var found = EFFECTIVE_USER.matcher(Files.readString(STATUS));
        if (!found.find()) {
            throw new IOException("the kernel does not tell the user of this program");
        }
        return Long.parseLong(found.group(1));
    }

    /// The same, and one more user.
    public Trust and(long other) {
        var more = new HashSet<>(users);
        more.add(other);
        return new Trust(user, more, groups, accounts, problems);
    }

    /// Whether this program is root's, who protects others from each other too.
    public boolean isRoot() {
        return user == ROOT;
    }

    /// The program's own user, by number.
    public long user() {
        return user;
    }

    /// The name of a user, or the number if this machine's own files know none.
    public String name(long other) {
        return accounts.userName(other);
    }

    /// What is wrong with the trust file, for people.
    public List<String> problems() {
        return problems;
    }

    /// The places on the way to `file` where somebody who is not trusted can change it, or have the way lead
    /// elsewhere; none if all is well. Of a file that is not there, the way as far as it goes: whoever makes it
    /// looks again then.
    ///
    /// @param file absolute
    /// @throws IOException if not all of the way may be looked at
    public List<Doubt> doubts(Path file) throws IOException {
        return judge(Way.to(file));
    }

    List<Doubt> judge(Way way) {
        // Whoever has the root folder is root there, also where user numbers are others than outside.
        var here = isRoot() ? this : and(way.places().getFirst().owner());
        var sticky = new HashSet<@Nullable Path>();
        var doubts = new ArrayList<Doubt>();
        for (var place : way.places()) {
            if (place.isSticky()) {
                sticky.add(place.path());
            }
            // Nobody writes to a link, but in a sticky folder its owner can put another in its place.
            if (!place.isLink() || sticky.contains(place.path().getParent())) {
                here.owner(place).ifPresent(doubts::add);
            }
            if (!place.isLink() && !place.isSticky()) {
                here.writers(place).ifPresent(doubts::add);
            }
        }
        return doubts;
    }

    private Optional<Doubt> owner(Place place) {
        if (users.contains(place.owner())) {
            return Optional.empty();
        }
        var name = accounts.userName(place.owner());
        return Optional.of(new Doubt(
                place.path(),
                PlainText.line(place.path().toString()) + " belongs to user " + name,
                "chown " + (place.isLink() ? "-h " : "") + accounts.userName(user) + " " + word(place.path()),
                "user " + name));
    }

    private Optional<Doubt> writers(Place place) {
        var byGroup = place.groupWrites() && !isTrusted(place);
        if (place.othersWrite()) {
            return Optional.of(new Doubt(
                    place.path(),
                    "everybody can write to " + PlainText.line(place.path().toString()),
                    "chmod " + (byGroup ? "go" : "o") + "-w " + word(place.path()),
                    ""));
        }
        if (!byGroup) {
            return Optional.empty();
        }
        var name = accounts.groupName(place.group());
        return Optional.of(new Doubt(
                place.path(),
                "group " + name + " can write to " + PlainText.line(place.path().toString()),
                "chmod g-w " + word(place.path()),
                "group " + name));
    }

    private boolean isTrusted(Place place) {
        return groups.contains(place.group()) || (!isRoot() && accounts.hasOnly(users, place.group()));
    }

    /// A path as one word of a shell.
    public static String word(Path path) {
        return ShellWord.of(path.toString());
    }
}
