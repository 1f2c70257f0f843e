package dev.signalbox.metrics;

import dev.signalbox.state.PrivateFiles;
import dev.signalbox.text.FileNames;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the services of one workspace use, and have used. Of each there is one file, which is at most 2 MB long with
/// all that is in memory beside it, and stays when the service is removed, as it may come back: until what is in it
/// is older than anything that is told. Safe to use from any thread.
public final class MetricsStore implements AutoCloseable {
    /// How long what was used is known.
    public static final Duration KEPT = Duration.ofMinutes(MinuteFile.MINUTES);

    private static final Logger LOG = LoggerFactory.getLogger(MetricsStore.class);
    private static final String ENDING = ".metrics";

    private final Path folder;
    private final InstantSource clock;
    private final Machine machine = Machine.here();
    private final Map<String, Past> pasts = new ConcurrentHashMap<>();
    private volatile Usages usages = new Usages(machine, Map.of());

    /// @param folder of the files, which is made if it is not there; only one may be at work in it
    /// @param clock the wall clock
    public MetricsStore(Path folder, InstantSource clock) throws IOException {
        this.folder = PrivateFiles.folder(folder.toAbsolutePath());
        this.clock = clock;
    }

    /// Takes what a look has found of all services that run. May wait for the disk. Called by one thread at a time.
    ///
    /// @param elapsedNanos since the look before; 0 if there was none
    public void take(Map<String, Reading> readings, long elapsedNanos) {
        var now = clock.instant();
        var next = new HashMap<String, Usage>();
        readings.forEach((service, reading) -> next.put(service, past(service).take(now, reading, elapsedNanos)));
        pasts.forEach((service, past) -> {
            if (!readings.containsKey(service)) {
                past.rest(now);
            }
        });
        usages = new Usages(machine, next);
    }

    /// What all services use, as it was looked at last.
    public Usages usages() {
        return usages;
    }

    /// What a service has used. Waits for the disk.
    ///
    /// @param since wall clock; what is not known any more is not told
    /// @param step whole seconds, at least [Series#leastStep] of the time since then
    public Series series(String service, Instant since, Duration step) {
        var now = clock.instant();
        var from = since.isBefore(now.minus(KEPT)) ? now.minus(KEPT) : since;
        return past(service).series(from.isAfter(now) ? now : from, now.plusSeconds(1), step);
    }

    private Past past(String service) {
        return pasts.computeIfAbsent(service, _ -> new Past(folder.resolve(FileNames.of(service) + ENDING)));
    }

    /// Deletes what is kept of services that are not there any more, and have not run for as long as anything is told.
    /// Waits for the disk.
    ///
    /// @param isThere tells which are
    public void prune(Predicate<String> isThere) {
        pasts.forEach((service, past) -> {
            if (!isThere.test(service)) {
                past.flush();
                pasts.remove(service);
            }
        });
        try (var files = Files.newDirectoryStream(folder, "*" + ENDING)) {
            for (var file : files) {
                var name = file.getFileName().toString();
                var service = FileNames.name(name.substring(0, name.length() - ENDING.length()));
                if (!isThere.test(service) && isOver(file)) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            LOG.warn("what removed services used cannot be deleted: {}", e.getMessage());
        }
    }

    private boolean isOver(Path file) throws IOException {
        var changed = Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant();
        return changed.isBefore(clock.instant().minus(KEPT));
    }

    /// Keeps what is known of the minute that is not over yet.
    @Override
    public void close() {
        pasts.values().forEach(Past::flush);
    }
}
