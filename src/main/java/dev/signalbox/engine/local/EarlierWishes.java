package dev.signalbox.engine.local;

import dev.signalbox.journal.History;
import dev.signalbox.journal.HistoryFilter;
import dev.signalbox.journal.JournalException;
import dev.signalbox.journal.RecordedOperation;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.Source.Road;
import dev.signalbox.service.Intent;
import dev.signalbox.service.Intent.Desired;
import dev.signalbox.service.Intent.Value;
import dev.signalbox.service.supervision.Intents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes over what an earlier version has noted of what operators wanted: a file `<service>.wanted` for each
/// service, with one word. It took the stops at SIGTERM for an operator's, so where the journal knows the last
/// stop of a service as one of those, nobody has wanted it to be stopped.
final class EarlierWishes {
    private static final Logger LOG = LoggerFactory.getLogger(EarlierWishes.class);
    private static final String SUFFIX = ".wanted";
    private static final String SIGTERM = "SIGTERM";

    private final Path folder;

    EarlierWishes(Path folder) {
        this.folder = folder;
    }

    /// Takes over each file, and deletes it. What cannot be taken over stays for the next engine, and is told.
    void takeOver(Intents intents, History history) {
        try (var files = Files.list(folder)) {
            for (var file :
                    files.filter(file -> file.toString().endsWith(SUFFIX)).toList()) {
                takeOver(file, intents, history);
            }
        } catch (IOException e) {
            LOG.warn("what an earlier version has noted in {} is not taken over: {}", folder, e.getMessage());
        }
    }

    private static void takeOver(Path file, Intents intents, History history) {
        var name = file.getFileName().toString();
        var service = name.substring(0, name.length() - SUFFIX.length());
        try {
            var word = Files.readString(file).strip();
            var since = Files.getLastModifiedTime(file).toInstant();
            if (intents.of(service).equals(Intent.NONE)) {
                var desired = desired(service, word, since, history);
                intents.change(service, intent -> intent.desiring(desired))
                        .toCompletableFuture()
                        .join();
            }
            Files.delete(file);
        } catch (IOException | JournalException | CompletionException e) {
            LOG.warn("{} is not taken over: {}", file, e.getMessage());
        }
    }

    private static Desired desired(String service, String word, Instant since, History history)
            throws JournalException {
        if (word.equals("running")) {
            return new Desired(Value.RUNNING, since, "an earlier version", 0);
        }
        return wasStoppedBySigterm(service, history)
                ? Desired.UNSET
                : new Desired(Value.STOPPED, since, "an earlier version", 0);
    }

    private static boolean wasStoppedBySigterm(String service, History history) throws JournalException {
        var stops = history.find(HistoryFilter.of(service).ofKinds(Set.of(OperationKind.STOP)));
        List<RecordedOperation> last = stops.count() == 0 ? List.of() : stops.page(0, 1);
        return last.stream().anyMatch(stop -> {
            var source = stop.operation().source();
            return source.road() == Road.COMMAND_LINE && source.actor().equals(SIGTERM);
        });
    }
}
