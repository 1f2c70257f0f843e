package dev.signalbox.driver.process;

import dev.signalbox.log.LogFiles;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What an earlier engine has left of a service.
sealed interface Adoption {

    /// Nothing runs, and nothing is known of an earlier run.
    record Nothing(boolean verified) implements Adoption {}

    /// It runs.
    record Found(Run run) implements Adoption {}

    /// It ran, and has ended.
    ///
    /// @param left what lives on of it
    record Over(RunRecord record, ProcessTree tree, Census left) implements Adoption {}

    /// It cannot be told which of the processes is the service.
    record Ambiguous(String reason) implements Adoption {}

    /// Looks for what the record of a service speaks of. Completes a record that was cut short by a crash.
    ///
    /// @param look at all processes, which is good for this service
    /// @param kin which of them are its
    static Adoption look(ProcessTable table, List<Seen> look, RunFiles files, Kin kin) throws IOException {
        var all = ProcessTree.of(table, kin::isOurs).census(look);
        RunRecord record;
        try {
            record = files.read().orElse(null);
        } catch (IllegalArgumentException e) {
            files.setAside();
            return withoutRecord(all, "its record is broken and was set aside");
        }
        if (record == null) {
            return withoutRecord(all, "it has no record");
        }
        if (!kin.isOnRecord(record.cookie())) {
            files.setAside();
            return withoutRecord(all, "its record is another service's");
        }
        var cookie = record.cookie();
        if (look.stream().anyMatch(one -> all.members().contains(one.info()) && !cookie.equals(one.cookie()))) {
            return new Ambiguous("processes of several runs of it are alive, " + Census.count(all.size()));
        }
        if (!record.bootId().equals(table.bootId())) {
            return over(table, record.in(null), null, look); // the groups of another boot are not there any more
        }
        var processes = record.processes();
        if (processes == null) {
            return fromIntent(table, files, record, all, look);
        }
        var run = run(table, files, record, processes);
        return run.isAlive() ? new Found(run) : over(table, record, processes.leader(), look);
    }

    private static Adoption withoutRecord(Census all, String why) {
        return all.isEmpty()
                ? new Nothing(all.verified())
                : new Ambiguous(why + ", but " + Census.count(all.size()) + " of it run");
    }

    private static Adoption fromIntent(
            ProcessTable table, RunFiles files, RunRecord intent, Census all, List<Seen> look) throws IOException {
        if (all.isEmpty()) {
            return files.servicePid(intent.cookie()).isPresent()
                    ? over(table, intent, null, look)
                    : new Nothing(all.verified());
        }
        var processes = spawned(table, files, intent.cookie());
        if (processes == null) {
            return over(table, intent, null, look);
        }
        var complete = intent.with(processes);
        files.write(complete);
        return new Found(run(table, files, complete, processes));
    }

    /// The processes of a run that was spawned but not recorded, if its service is alive.
    private static RunRecord.@Nullable Processes spawned(ProcessTable table, RunFiles files, String cookie)
            throws IOException {
        var pid = files.servicePid(cookie);
        var service = pid.isPresent() ? table.find(pid.getAsInt()) : null;
        if (service == null
                || !service.isAlive()
                || !table.cookie(service.pid()).equals(cookie)) {
            return null;
        }
        var leader = table.find(service.session());
        return leader == null ? null : new RunRecord.Processes(leader.id(), service.id());
    }

    /// Puts the run on record that strangers belong to; `null` if that cannot be told from their record.
    ///
    /// @param kin which processes are the service's, what was taken over among them
    static @Nullable Run runOf(ProcessTable table, TheirRun theirs, RunFiles ours, LogFiles log, Kin kin)
            throws IOException {
        var record = theirs.record();
        var processes = record.processes();
        if (processes == null
                || !kin.isOnRecord(record.cookie())
                || !record.bootId().equals(table.bootId())
                || !carries(table, processes.service(), record.cookie())
                || !carries(table, processes.leader(), record.cookie())) {
            return null;
        }
        var own = record.begunAt(record.at(), log.outLength(), log.errLength()).withStopAsked(false);
        ours.write(own);
        // Its wrapper writes there how it ends.
        var files =
                new RunFiles(ours.record(), theirs.files().pid(), theirs.files().exit());
        return run(table, files, own, processes);
    }

    private static boolean carries(ProcessTable table, ProcessId process, String cookie) throws IOException {
        return table.isAlive(process) && table.cookie(process.pid()).equals(cookie);
    }

    private static Run run(ProcessTable table, RunFiles files, RunRecord record, RunRecord.Processes processes) {
        return new Run(table, files, record, processes, ProcessTree.of(table, record, processes), null);
    }

    private static Adoption over(ProcessTable table, RunRecord record, @Nullable ProcessId leader, List<Seen> look) {
        var tree = new ProcessTree(table, record.cookie(), leader, false).within(ControlGroup.of(record));
        return new Over(record, tree, tree.census(look));
    }
}
