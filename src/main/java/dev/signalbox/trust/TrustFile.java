package dev.signalbox.trust;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What [Trust#FILE] says.
///
/// @param users by number
/// @param groups by number
/// @param problems lines that say nothing, for people; one that is wrong allows nobody
record TrustFile(Set<Long> users, Set<Long> groups, List<String> problems) {
    private static final String ALLOWED = ". Allowed: user NAME, group NAME, or # and a comment";

    static TrustFile read(Path file, Accounts accounts) throws IOException {
        if (!Files.isRegularFile(file)) {
            return new TrustFile(Set.of(), Set.of(), List.of(file + " does not count: it is no regular file"));
        }
        return parse(file, Files.readAllLines(file, StandardCharsets.ISO_8859_1), accounts);
    }

    static TrustFile parse(Path file, List<String> lines, Accounts accounts) {
        var users = new HashSet<Long>();
        var groups = new HashSet<Long>();
        var problems = new ArrayList<String>();
        for (int i = 0; i < lines.size(); i++) {
            var words = lines.get(i).replaceFirst("#.*", "").strip().split("\\s+", -1);
            if (words[0].isEmpty()) {
                continue;
            }
            var where = file + ":" + (i + 1) + ": ";
            if (words.length != 2 || !(words[0].equals("user") || words[0].equals("group"))) {
                problems.add(where + "this line does not count" + ALLOWED);
                continue;
            }
            var ofUser = words[0].equals("user");
            var id = ofUser ? accounts.user(words[1]) : accounts.group(words[1]);
            if (id.isPresent()) {
                (ofUser ? users : groups).add(id.getAsLong());
            } else {
                problems.add(where + unknown(words[0], ofUser));
            }
        }
        return new TrustFile(users, groups, problems);
    }

    private static String unknown(String kind, boolean ofUser) {
        return "this " + kind + " is not in " + (ofUser ? "/etc/passwd" : "/etc/group")
                + ". Allowed: a name that is, or a number";
    }
}
