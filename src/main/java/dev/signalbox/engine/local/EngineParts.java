package dev.signalbox.engine.local;

import dev.signalbox.driver.process.ProcessDrivers;
import dev.signalbox.log.LogNotes;
import dev.signalbox.operation.OperationJournal;
import dev.signalbox.service.Prober;
import dev.signalbox.service.ServiceDrivers;
import dev.signalbox.service.probe.Probes;
import dev.signalbox.state.StateFolder;
import dev.signalbox.time.SystemTime;
import dev.signalbox.time.TimeSource;
import dev.signalbox.workspace.InvalidWorkspaceException;
import dev.signalbox.workspace.Workspace;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;

/// Makes the parts by which an engine touches the world. As it is, they are the true ones; who overrides a method
/// puts another in its place. What can be closed is closed with the engine.
public interface EngineParts {

    /// The wall clock, by which things are recorded and grow old.
    default InstantSource clock() {
        return InstantSource.system();
    }

    /// The time by which operations run.
    default TimeSource time() {
        return new SystemTime();
    }

    /// Chance, by which what is done again and again does not come all at once.
    default RandomGenerator random() {
        return new Random();
    }

    /// What the queues tell what they do.
    ///
    /// @param journal that of the engine
    default OperationJournal journal(OperationJournal journal) {
        return journal;
    }

    /// Makes the drivers of the services.
    ///
    /// @param notes told when services run
    default ServiceDrivers drivers(StateFolder state, LogNotes notes) throws IOException {
        return new ProcessDrivers(state.identity(), notes, clock());
    }

    /// Asks services how they are.
    default Prober prober(TimeSource time, RandomGenerator random) {
        return new Probes(time, random);
    }

    /// Reads the workspace again.
    ///
    /// @param before the one in force
    default Workspace read(Workspace before, Map<String, String> environment) throws InvalidWorkspaceException {
        return WorkspaceFiles.load(before.file(), environment);
    }
}
