package dev.signalbox.trust;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/// The users and groups of this machine's own files. Those of a directory service are numbers here: to ask for them
/// may take long, or hang.
final class Accounts {
    private static final int ID = 2;
    private static final int PRIMARY = 3;
    private static final int MEMBERS = 3;

    private final Map<String, Long> users = new HashMap<>();
    private final Map<String, Long> groups = new HashMap<>();
    private final Map<Long, Set<String>> members = new HashMap<>();

    /// @param passwd lines as in `/etc/passwd`; what is none is passed over
    /// @param group lines as in `/etc/group`
    Accounts(List<String> passwd, List<String> group) {
        for (var line : group) {
            var fields = line.split(":", -1);
            var id = id(fields);
            if (id.isPresent()) {
                groups.putIfAbsent(fields[0], id.getAsLong());
                var those = members.computeIfAbsent(id.getAsLong(), _ -> new HashSet<>());
                if (fields.length > MEMBERS && !fields[MEMBERS].isBlank()) {
                    those.addAll(List.of(fields[MEMBERS].strip().split(" *, *", -1)));
                }
            }
        }
        for (var line : passwd) {
            var fields = line.split(":", -1);
            var id = id(fields);
            if (id.isPresent() && fields.length > PRIMARY) {
                users.putIfAbsent(fields[0], id.getAsLong());
                number(fields[PRIMARY])
                        .ifPresent(primary -> members.computeIfAbsent(primary, _ -> new HashSet<>())
                                .add(fields[0]));
            }
        }
    }

    static Accounts ofThisMachine() {
        return new Accounts(lines("/etc/passwd"), lines("/etc/group"));
    }

    private static List<String> lines(String file) {
        try {
            return Files.readAllLines(Path.of(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return List.of(); // numbers do as well
        }
    }

    private static OptionalLong id(String[] fields) {
        return fields.length > ID && !fields[0].isEmpty() ? number(fields[ID]) : OptionalLong.empty();
    }

    static OptionalLong number(String text) {
        return text.matches("\\d{1,10}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }

    /// @param text a name, or a number
    OptionalLong user(String text) {
        return find(users, text);
    }

    /// @param text a name, or a number
    OptionalLong group(String text) {
        return find(groups, text);
    }

    private static OptionalLong find(Map<String, Long> all, String text) {
        var known = all.get(text);
        return known == null ? number(text) : OptionalLong.of(known);
    }

    /// The name, or the number if there is none.
    String userName(long id) {
        return name(users, id);
    }

    /// The name, or the number if there is none.
    String groupName(long id) {
        return name(groups, id);
    }

    private static String name(Map<String, Long> all, long id) {
        var names = new ArrayList<String>();
        all.forEach((name, number) -> {
            if (number == id) {
                names.add(name);
            }
        });
        return names.stream().sorted().findFirst().orElse(Long.toString(id));
    }

    /// Whether a group is known, and nobody is in it but some of `trusted`.
    boolean hasOnly(Set<Long> trusted, long group) {
        var those = members.get(group);
        return those != null
                && those.stream()
                        .allMatch(name -> user(name).isPresent()
                                && trusted.contains(user(name).getAsLong()));
    }
}
