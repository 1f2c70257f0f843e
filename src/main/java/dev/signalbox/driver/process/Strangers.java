package dev.signalbox.driver.process;

import dev.signalbox.state.EngineLock;
import dev.signalbox.state.StateFolder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The strangers of a service: processes that were started by the same workspace file, over other state folders than
/// this engine's. To adopt is something else: to find what was started over this very folder.
///
/// @param groups one for each folder that nobody has taken over from
/// @param taken for each folder that somebody has, how many processes of it live
record Strangers(List<Group> groups, Map<String, Integer> taken) {
    static final Strangers NONE = new Strangers(List.of(), Map.of());

    /// The processes of one folder.
    ///
    /// @param key what their cookies begin with
    /// @param folder where it is or was; empty if they do not say
    record Group(String key, String folder, int count, Standing standing) {

        String text() {
            var processes = Census.count(count) + " of it run" + (count == 1 ? "s" : "");
            var place = folder.isEmpty() ? "" : ", " + folder;
            return switch (standing) {
                case Standing.Lives(var pid) ->
                    processes + " under another state folder" + place + ", whose engine lives"
                            + (pid == 0 ? "" : " (process " + pid + ")");
                case Standing.Away() ->
                    processes + " under another state folder" + place + ", whose engine is not there";
                case Standing.Gone() -> processes + " under a state folder that is not there any more" + place;
                case Standing.Unsaid() ->
                    processes + " under another state folder" + (place.isEmpty() ? ", " + key : place)
                            + ", and it cannot be told whether its engine lives";
            };
        }
    }

    /// What has become of a state folder and its engine.
    sealed interface Standing {
        /// The engine runs.
        ///
        /// @param pid 0 if it has none here
        record Lives(long pid) implements Standing {}

        record Away() implements Standing {}

        record Gone() implements Standing {}

        /// An earlier version has made it, or it may not be looked at, or nobody could ask for its engine.
        record Unsaid() implements Standing {}
    }

    /// Finds out whether engines live.
    interface Engines {
        /// Looks for one.
        ///
        /// @param id of the state folder
        /// @param user whose engine it would be
        EngineLock.Sight find(String id, long user);
    }

    Strangers {
        groups = List.copyOf(groups);
        taken = Map.copyOf(taken);
    }

    /// @param own the cookie of the run that is known, which is no stranger's; empty if there is none
    static Strangers of(List<Seen> look, String own, Kin kin, Engines engines) {
        var self = ProcessHandle.current().pid();
        var found = new TreeMap<String, List<Seen>>();
        var taken = new TreeMap<String, Integer>();
        for (var one : look) {
            if (!one.info().isAlive() || one.info().pid() == self || !kin.concerns(one)) {
                continue;
            }
            var takenKey = kin.takenKey(one);
            var key = kin.strangerKey(one);
            if (takenKey != null && !own.equals(one.cookie())) {
                taken.merge(kin.taken().folder(takenKey), 1, Integer::sum);
            } else if (key != null) {
                found.computeIfAbsent(key, _ -> new ArrayList<>()).add(one);
            }
        }
        var groups = found.entrySet().stream()
                .map(entry -> group(entry.getKey(), entry.getValue(), kin, engines))
                .toList();
        return groups.isEmpty() && taken.isEmpty() ? NONE : new Strangers(groups, taken);
    }

    private static Group group(String key, List<Seen> members, Kin kin, Engines engines) {
        // One that has changed its environment says less than the others.
        var folder = members.stream()
                .map(one -> kin.table().stateFolder(one.info().pid()))
                .filter(said -> said.startsWith("/") && Kin.isPlain(said))
                .findFirst()
                .orElse("");
        return new Group(key, folder, members.size(), standing(Kin.id(key), folder, members, kin, engines));
    }

    private static Standing standing(String id, String folder, List<Seen> members, Kin kin, Engines engines) {
        if (id.isEmpty()) {
            return new Standing.Unsaid();
        }
        var asked = true;
        for (var user : kin.owners().all()) {
            switch (engines.find(id, user)) {
                case EngineLock.Sight.Lives(var pid) -> {
                    return new Standing.Lives(pid);
                }
                case EngineLock.Sight.None() -> {}
                case EngineLock.Sight.Unsaid() -> asked = false;
            }
        }
        if (folder.isEmpty() || !asked) {
            return new Standing.Unsaid();
        }
        // They may see other files than this engine.
        var seen = members.stream()
                .map(one -> kin.table().presence(one.info().pid(), folder, id))
                .collect(Collectors.toSet());
        if (seen.contains(StateFolder.Presence.THERE)) {
            return new Standing.Away();
        }
        return seen.contains(StateFolder.Presence.UNKNOWN) ? new Standing.Unsaid() : new Standing.Gone();
    }

    /// Whether the engine lives that a key is of, as far as it can be asked for.
    static boolean engineLives(String key, Owners owners, Engines engines) {
        var id = Kin.id(key);
        return !id.isEmpty()
                && owners.all().stream().anyMatch(user -> engines.find(id, user) instanceof EngineLock.Sight.Lives);
    }

    boolean isNone() {
        return groups.isEmpty() && taken.isEmpty();
    }

    /// Whether there are some that nobody has taken over.
    boolean areElsewhere() {
        return !groups.isEmpty();
    }

    /// Those whose folder is gone, and with it whoever could say something about them.
    List<Group> orphans() {
        return groups.stream()
                .filter(group -> group.standing() instanceof Standing.Gone)
                .toList();
    }

    /// Whether the engine of one of them lives.
    boolean engineLives() {
        return groups.stream().anyMatch(group -> group.standing() instanceof Standing.Lives);
    }

    /// What there is, and what is to be done about it.
    String advice() {
        if (!areElsewhere()) {
            return text() + "; stop it first";
        }
        if (engineLives()) {
            return text() + "; it is for that engine to stop it";
        }
        return text()
                + (orphans().size() == groups.size() ? "; stop it or take it over first" : "; take it over first");
    }

    /// For people; empty if there are none.
    String text() {
        var all = new ArrayList<String>();
        taken.forEach((folder, count) -> all.add(Census.count(count) + " of it run" + (count == 1 ? "s" : "")
                + ", taken over from " + (folder.isEmpty() ? "another state folder" : folder)));
        groups.forEach(group -> all.add(group.text()));
        return String.join("; ", all);
    }
}
