package dev.signalbox.driver.process;

import dev.signalbox.state.PrivateFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The processes of other state folders that somebody has taken over for a service, by what their cookies begin
/// with. Kept in a file, until nothing of the service runs. Safe to use from any thread.
final class TakenOver {
    private final Path file;
    private volatile Map<String, String> folders = Map.of();

    /// @param runFolder of the workspace
    TakenOver(Path runFolder, String service) {
        this.file = runFolder.resolve(service + ".taken");
    }

    /// Reads what an earlier engine has written.
    void load() throws IOException {
        var found = new HashMap<String, String>();
        try {
            // What is no line of ours takes over nothing.
            new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.split("\t", 2))
                    .filter(words -> words.length == 2)
                    .forEach(words -> found.put(words[0], words[1]));
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
        folders = Map.copyOf(all);
        var text = new StringBuilder();
        all.forEach(
                (key, folder) -> text.append(key).append('\t').append(folder).append('\n'));
        PrivateFiles.replaceDurably(file, text.toString());
    }

    synchronized void clear() throws IOException {
        if (!folders.isEmpty()) {
            Files.deleteIfExists(file);
            folders = Map.of();
        }
    }
}
