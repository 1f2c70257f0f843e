package dev.signalbox.engine;

import dev.signalbox.journal.EarlierRequest;
import dev.signalbox.journal.EventJournal;
import dev.signalbox.journal.JournalEvent;
import dev.signalbox.journal.JournalException;
import dev.signalbox.log.LogFiles;
import dev.signalbox.operation.RequestKey;
import dev.signalbox.operation.Source;
import dev.signalbox.operation.Ticket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An engine of this program, with what it takes to serve it to others.
public interface ServedEngine extends Engine {

    @Override
    default EngineRequests as(Source source) {
        return as(source, null);
    }

    /// As [#as(Source)], for one request that is known again by `key`, also by the next engine.
    ///
    /// @param key `null` for none
    EngineRequests as(Source source, @Nullable RequestKey key);

    @Override
    Reloads reloads();

    /// The files with a service's output; `null` if it is not kept here.
    @Nullable
    LogFiles log(String service);

    /// The files of those of these services whose output is kept here, by their ids.
    default Map<String, LogFiles> logs(List<String> ids) {
        var logs = new HashMap<String, LogFiles>();
        for (var id : ids) {
            var log = log(id);
            if (log != null) {
                logs.put(id, log);
            }
        }
        return logs;
    }

    /// The ticket of an operation that this engine knows still; `null` if it does not.
    @Nullable
    Ticket ticket(long operation);

    /// What an engine before this one has accepted under the key `name`; empty for nothing that is known still.
    /// Never blocks.
    ///
    /// @throws JournalException if that is not known yet
    Optional<EarlierRequest> earlierRequest(String name) throws JournalException;

    /// How the ends of services are noticed that an earlier engine has started, for people.
    String noticing();

    /// How it is told which processes belong to a service, for people.
    String members();

    /// Keeps events for readers that come back.
    EventJournal events();

    /// Records something that is to be known later. Never blocks.
    void record(JournalEvent event);
}
