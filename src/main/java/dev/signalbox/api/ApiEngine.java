package dev.signalbox.api;

import dev.signalbox.journal.EarlierRequest;
import dev.signalbox.journal.EventJournal;
import dev.signalbox.journal.History;
import dev.signalbox.journal.Interruption;
import dev.signalbox.journal.JournalEvent;
import dev.signalbox.journal.JournalException;
import dev.signalbox.operation.OperationQueue;
import dev.signalbox.service.Holds;
import dev.signalbox.service.ServiceSnapshot;
import dev.signalbox.service.Supervisor;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the API needs of an engine. Safe to use from any thread.
public interface ApiEngine {
    /// The workspace's name.
    String workspace();

    OperationQueue queue();

    Holds holds();

    /// One for each service, in the order in which they are shown.
    List<Supervisor> supervisors();

    /// What each service is like now, in the same order; but for those that a reload has let go of since.
    List<ServiceSnapshot> snapshots();

    /// The ids of services that can be stopped only, as the workspace file names them no more.
    Set<String> removed();

    /// Tells `listener` after services have come, gone or changed. It must not block.
    void onServicesChanged(Runnable listener);

    History history();

    /// What the end of the engine before did to its operations; `null` if it ended in good order.
    @Nullable
    Interruption interruption();

    /// What an engine before this one has accepted under the key `name`; empty for nothing that is known still.
    /// Never blocks.
    ///
    /// @throws JournalException if that is not known yet
    Optional<EarlierRequest> earlierRequest(String name) throws JournalException;

    /// Records something that is to be known later. Never blocks.
    void record(JournalEvent event);

    /// Keeps events for readers that come back.
    EventJournal events();

    /// Why the journal cannot be written; `null` if it can.
    @Nullable
    String journalProblem();

    /// Reads the workspace file again. Blocks on the file system.
    ///
    /// @param apply whether what is different is put in force; else it is only told
    /// @throws ReloadFailedException if nothing was changed, as the file has mistakes or has changed meanwhile
    ReloadReport reload(boolean apply) throws ReloadFailedException;
}
