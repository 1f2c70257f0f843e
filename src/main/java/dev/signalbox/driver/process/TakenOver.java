package dev.signalbox.driver.process;

import dev.signalbox.state.PrivateFiles;
import dev.signalbox.text.FileNames;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/// The strangers that somebody has taken over for a service, by what their cookies begin with. Kept in a file as
/// long as they run, and for this boot. Safe to use from any thread.
final class TakenOver {
    private static final int WORDS = 3;

    private final Path file;
    private final String bootId;
    private volatile Map<String, String> folders = Map.of();

    /// @param runFolder of the workspace
    /// @param bootId of this boot, as no process outlives it
    TakenOver(Path runFolder, String service, String bootId) {
        this.bootId = bootId;
        this.file = runFolder.resolve(FileNames.of(service) + ".taken");
    }

    /// Reads what an earlier engine has written.
    void load() throws IOException {
        var found = new HashMap<String, String>();
        try {
            // What is no line of ours takes over nothing.
            new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.split("\t", -1))
                    .filter(words -> words.length == WORDS && words[1].equals(bootId))
                    .forEach(words -> found.put(words[0], words[2]));
        } catch (NoSuchFileException e) {
            // Nothing was.
        }
        folders = Map.copyOf(found);
    }

    boolean has(String key) {
        return folders.containsKey(key);
    }

    /// The state folder that a key was taken over from.
    String folder(String key) {
        return folders.getOrDefault(key, "");
    }

    /// Takes over more, of which the next engine knows as soon as this returns.
    ///
    /// @throws IOException if it cannot be written; this engine knows it all the same
    synchronized void add(List<Strangers.Group> groups) throws IOException {
        var all = new TreeMap<>(folders);
        groups.forEach(group -> all.put(group.key(), group.folder()));
        write(all);
    }

    private void write(Map<String, String> all) throws IOException {
        folders = Map.copyOf(all);
        var text = new StringBuilder();
        all.forEach((key, folder) -> text.append(key)
                .append('\t')
                .append(bootId)
                .append('\t')
                .append(folder)
                .append('\n'));
        PrivateFiles.replaceDurably(file, text.toString());
    }

    /// Lets go of all others: new processes of theirs are strangers again.
    ///
    /// @throws IOException if that cannot be written; this engine lets go all the same
    synchronized void retain(Predicate<String> keys) throws IOException {
        var kept = new TreeMap<>(folders);
        if (!kept.keySet().removeIf(key -> !keys.test(key))) {
            return;
        }
        if (kept.isEmpty()) {
            folders = Map.of();
            Files.deleteIfExists(file);
        } else {
            write(kept);
        }
    }

    synchronized void clear() throws IOException {
        if (!folders.isEmpty()) {
            Files.deleteIfExists(file);
            folders = Map.of();
        }
    }
}
