package dev.signalbox;

import dev.signalbox.api.ApiEngine;
import dev.signalbox.api.ReloadFailedException;
import dev.signalbox.api.ReloadReport;
import dev.signalbox.engine.ReloadProposal;
import dev.signalbox.engine.ReloadRefusedException;
import dev.signalbox.engine.local.LocalEngine;
import dev.signalbox.journal.EarlierRequest;
import dev.signalbox.journal.EventJournal;
import dev.signalbox.journal.History;
import dev.signalbox.journal.Interruption;
import dev.signalbox.journal.JournalEvent;
import dev.signalbox.journal.JournalException;
import dev.signalbox.operation.OperationQueue;
import dev.signalbox.service.Holds;
import dev.signalbox.service.ServiceDefinition;
import dev.signalbox.service.ServiceSnapshot;
import dev.signalbox.service.Supervisor;
import dev.signalbox.workspace.InvalidWorkspaceException;
import dev.signalbox.workspace.Problem;
import dev.signalbox.workspace.WorkspaceChanges.Change;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An engine, for its API.
record ServedEngine(LocalEngine engine) implements ApiEngine {

    @Override
    public String workspace() {
        return engine.workspace();
    }

    @Override
    public OperationQueue queue() {
        return engine.queue();
    }

    @Override
    public Holds holds() {
        return engine.holds();
    }

    @Override
    public List<Supervisor> supervisors() {
        return engine.supervisors();
    }

    @Override
    public List<ServiceSnapshot> snapshots() {
        return engine.snapshots();
    }

    @Override
    public Set<String> removed() {
        return engine.removed();
    }

    @Override
    public void onServicesChanged(Runnable listener) {
        engine.onServicesChanged(listener);
    }

    @Override
    public History history() {
        return engine.history();
    }

    @Override
    public @Nullable Interruption interruption() {
        return engine.interruption();
    }

    @Override
    public Optional<EarlierRequest> earlierRequest(String name) throws JournalException {
        return engine.earlierRequest(name);
    }

    @Override
    public void record(JournalEvent event) {
        engine.record(event);
    }

    @Override
    public EventJournal events() {
        return engine.events();
    }

    @Override
    public @Nullable String journalProblem() {
        return engine.journalProblem();
    }

    @Override
    public ReloadReport reload(boolean apply) throws ReloadFailedException {
        try {
            var proposal = engine.reloads().propose();
            if (apply && !proposal.changes().isEmpty()) {
                var _ = proposal.apply();
            }
            return report(proposal, apply);
        } catch (InvalidWorkspaceException e) {
            var mistakes = e.problems().stream().map(Problem::toString).toList();
            throw new ReloadFailedException("the workspace file has mistakes, and nothing was changed", mistakes);
        } catch (ReloadRefusedException e) {
            throw new ReloadFailedException(String.valueOf(e.getMessage()), List.of());
        }
    }

    private static ReloadReport report(ReloadProposal proposal, boolean applied) {
        var changes = proposal.changes();
        return new ReloadReport(
                applied,
                changes(changes.settings()),
                changes.added().stream().map(ServiceDefinition::id).toList(),
                changes.removed().stream().map(ServiceDefinition::id).toList(),
                changes.changed().stream()
                        .map(change ->
                                new ReloadReport.ServiceChange(change.after().id(), changes(change.changes())))
                        .toList(),
                changes.reordered(),
                proposal.stops(),
                proposal.restarts(),
                proposal.staysStopped());
    }

    private static List<ReloadReport.Change> changes(List<Change> changes) {
        return changes.stream()
                .map(change ->
                        new ReloadReport.Change(change.key(), change.before(), change.after(), change.restarts()))
                .toList();
    }
}
