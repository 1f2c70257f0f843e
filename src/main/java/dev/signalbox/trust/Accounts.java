package dev.signalbox.trust;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The users and groups of this machine's own files. Those of a directory service are numbers here: to ask for them
/// may take long, or hang. They are read when the first of them is asked for, which is rarely: nobody's name is needed
/// where all is well, and commands are to begin fast. Safe to use from any thread.
final class Accounts {
    private static final int ID = 2;
    private static final int PRIMARY = 3;
    private static final int MEMBERS = 3;
    private static final Pattern NUMBER = Pattern.compile("\\d{1,10}");

    private final Supplier<Lists> source;
    private @Nullable Lists lists;

    private record Lists(Map<String, Long> users, Map<String, Long> groups, Map<Long, Set<String>> members) {}

    private Accounts(Supplier<Lists> source) {
        this.source = source;
    }

    /// @param passwd lines as in `/etc/passwd`; what is none is passed over
    /// @param group lines as in `/etc/group`
    Accounts(List<String> passwd, List<String> group) {
        this(() -> read(passwd, group));
    }

    static Accounts ofThisMachine() {
        return new Accounts(() -> read(lines("/etc/passwd"), lines("/etc/group")));
    }

    private static List<String> lines(String file) {
        try {
            return Files.readAllLines(Path.of(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return List.of(); // numbers do as well
        }
    }

    private static Lists read(List<String> passwd, List<String> group) {
        var users = new HashMap<String, Long>();
        var groups = new HashMap<String, Long>();
        var members = new HashMap<Long, Set<String>>();
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
        return new Lists(users, groups, members);
    }

    private synchronized Lists lists() {
        if (lists == null) {
            lists = source.get();
        }
        return lists;
    }

    private static OptionalLong id(String[] fields) {
        return fields.length > ID && !fields[0].isEmpty() ? number(fields[ID]) : OptionalLong.empty();
    }

    static OptionalLong number(String text) {
        return NUMBER.matcher(text).matches() ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }

    /// @param text a name, or a number
    OptionalLong user(String text) {
        return find(lists().users, text);
    }

    /// @param text a name, or a number
    OptionalLong group(String text) {
        return find(lists().groups, text);
    }

    private static OptionalLong find(Map<String, Long> all, String text) {
        var known = all.get(text);
        return known == null ? number(text) : OptionalLong.of(known);
    }

    /// The name, or the number if there is none.
    String userName(long id) {
        return name(lists().users, id);
    }

    /// The name, or the number if there is none.
    String groupName(long id) {
        return name(lists().groups, id);
    }

    private static String name(Map<String, Long> all, long id) {
        return all.entrySet().stream()
                .filter(each -> each.getValue() == id)
                .map(Map.Entry::getKey)
                .min(Comparator.naturalOrder())
                .orElse(Long.toString(id));
    }

    /// Whether a group is known, and nobody is in it but some of `trusted`.
    boolean hasOnly(Set<Long> trusted, long group) {
        var those = lists().members.get(group);
        return those != null
                && those.stream()
                        .allMatch(name -> user(name).isPresent()
                                && trusted.contains(user(name).getAsLong()));
    }
}
