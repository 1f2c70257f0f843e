package dev.signalbox.workspace;

import dev.signalbox.time.SideThread.HangsException;
import dev.signalbox.trust.Doubt;
import dev.signalbox.trust.Trust;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Finds out who can change what a workspace is read from, and as whom it is read for that. A program of root's
/// reads nothing for others that they could have put there; those of other users warn of it. For one reading.
final class Writers {
    private final Trust trust;
    private final UserFiles users;
    private final Map<String, Long> ids = new HashMap<>();
    private final List<String> warnings = new ArrayList<>();

    Writers(Trust trust, UserFiles users) {
        this.trust = trust;
        this.users = users;
        warnings.addAll(trust.problems());
    }

    /// As whom a file is to be read.
    sealed interface Reader {
        enum Engine implements Reader {
            ENGINE
        }

        record User(String name) implements Reader {}

        /// Nobody, as it could be anything.
        record Nobody(String why) implements Reader {}
    }

    /// What is to be said of it although it was read, for people.
    List<String> warnings() {
        return List.copyOf(warnings);
    }

    /// Notes if the workspace's file is not to be used, as others decide what is in it.
    ///
    /// @param file absolute, as it was named
    void check(Path file, Problems problems) {
        try {
            var doubts = Looks.at(file, () -> trust.doubts(file));
            if (trust.isRoot() && !doubts.isEmpty()) { // that may be why
                trust.problems().forEach(problem -> problems.add(Position.WHOLE_FILE, problem, ""));
            }
            for (var doubt : doubts) {
                if (trust.isRoot()) {
                    problems.add(
                            Position.WHOLE_FILE,
                            doubt.found() + ", and would decide what root runs",
                            "what root alone can change; " + doubt.cure(true));
                } else {
                    warnings.add(doubt.found() + ", and so decides what you run; " + doubt.cure(false));
                }
            }
        } catch (IOException e) {
            problems.add(Position.WHOLE_FILE, "it is not known who can change this file: " + e.getMessage(), "");
        }
    }

    /// As whom an `env_file` is read: what is secret to a service's user must not come to his service by a link that
    /// he has made.
    ///
    /// @param user of the service; empty for the program's own
    /// @throws HangsException if that cannot be found out in time
    Reader readerOf(Path file, String user) throws HangsException {
        try {
            var doubts = Looks.at(file, () -> trust.doubts(file));
            if (doubts.isEmpty()) {
                return Reader.Engine.ENGINE;
            }
            if (!trust.isRoot()) {
                doubts.forEach(doubt -> warn(file, doubt));
                return Reader.Engine.ENGINE;
            }
            if (user.isEmpty()) {
                return nobody(doubts);
            }
            var both = trust.and(id(user));
            var others = Looks.at(file, () -> both.doubts(file));
            return others.isEmpty() ? new Reader.User(user) : nobody(others);
        } catch (HangsException e) {
            throw e;
        } catch (IOException e) {
            return new Reader.Nobody(String.valueOf(e.getMessage()));
        }
    }

    private void warn(Path file, Doubt doubt) {
        var warning = Quoted.plain(file.toString()) + ": " + doubt.found() + ", and so decides with which variables"
                + " services run; " + doubt.cure(false);
        if (!warnings.contains(warning)) {
            warnings.add(warning);
        }
    }

    private static Reader nobody(List<Doubt> doubts) {
        return new Reader.Nobody(doubts.stream()
                .map(doubt -> doubt.found() + "; " + doubt.cure(true))
                .collect(Collectors.joining("; ")));
    }

    private long id(String user) throws IOException {
        var known = ids.get(user);
        if (known == null) {
            known = users.id(user);
            ids.put(user, known);
        }
        return known;
    }

    /// The first bytes of a file, as a user may read them.
    ///
    /// @throws HangsException if that is not done in time
    byte[] read(Path file, String user, int most) throws IOException {
        return Looks.at(file, () -> users.read(file, user, most));
    }
}
