package dev.signalbox.driver.process;

import dev.signalbox.state.PrivateFiles;
import dev.signalbox.text.FileNames;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The control groups of a service's runs that are over, in which somebody lives on all the same. They are kept in a
/// file, as the next engine may be in another group and make its own elsewhere. Safe to use from any thread.
final class Leftovers {
    private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);

    private final ControlGroups all;
    private final Path file;
    private final String service;
    private volatile List<ControlGroup> groups = List.of();

    /// @param runFolder of the workspace
    Leftovers(ControlGroups all, Path runFolder, String service) {
        this.all = all;
        this.file = runFolder.resolve(FileNames.of(service) + ".left");
        this.service = service;
    }

    /// Looks for what an earlier engine has left.
    ///
    /// @param known the groups of the run that its record speaks of
    void open(List<ControlGroup> known) {
        try {
            groups = new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> new ControlGroup(Path.of(line)))
                    .toList();
        } catch (NoSuchFileException e) {
            // There were none.
        } catch (IOException e) {
            LOG.warn("{} cannot be read: {}", file, e.getMessage());
        }
        keep(new LinkedHashSet<>(groups), known);
    }

    /// Looks who lives on, now that no run is there, and removes the groups that are empty.
    ///
    /// @param more groups that may not be where this engine makes its own
    /// @return those that are new
    List<ControlGroup> lookAfter(List<ControlGroup> more) {
        var before = groups;
        var found = new LinkedHashSet<>(before);
        found.addAll(more);
        keep(found, List.of());
        return groups.stream().filter(group -> !before.contains(group)).toList();
    }

    /// @param others that are none, though they are there
    private synchronized void keep(Set<ControlGroup> found, List<ControlGroup> others) {
        found.addAll(all.of(service));
        others.forEach(found::remove);
        found.removeIf(ControlGroup::remove);
        var before = groups;
        groups = List.copyOf(found);
        try {
            if (groups.isEmpty()) {
                Files.deleteIfExists(file);
            } else if (!groups.equals(before)) {
                PrivateFiles.replace(
                        file,
                        groups.stream().map(group -> group.folder() + "\n").collect(Collectors.joining()));
            }
        } catch (IOException e) {
            LOG.warn("{} cannot be written: {}", file, e.getMessage());
        }
    }

    List<ControlGroup> groups() {
        return groups;
    }

    /// All groups of the service that are there, of whatever run.
    List<ControlGroup> withAll() {
        var found = new LinkedHashSet<>(groups);
        found.addAll(all.of(service));
        return List.copyOf(found);
    }

    /// How many processes live on.
    int count() {
        var count = 0;
        for (var group : groups) {
            try {
                count += group.pids().size();
            } catch (IOException e) {
                count++; // nothing that cannot be looked at is taken for dead
            }
        }
        return count;
    }
}
