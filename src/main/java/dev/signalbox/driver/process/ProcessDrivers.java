package dev.signalbox.driver.process;

import dev.signalbox.log.LogFolder;
import dev.signalbox.log.LogNotes;
import dev.signalbox.metrics.Readings;
import dev.signalbox.service.OwnEnvironment;
import dev.signalbox.service.OwnLimits;
import dev.signalbox.service.Secrets;
import dev.signalbox.service.ServiceDefinition;
import dev.signalbox.service.ServiceDriver;
import dev.signalbox.service.ServiceDrivers;
import dev.signalbox.state.EngineLock;
import dev.signalbox.state.Identity;
import dev.signalbox.state.PrivateFiles;
import dev.signalbox.trust.Trust;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.UnaryOperator;

/// Makes the drivers of one workspace's local processes, and holds what they share. Safe to use from any
/// thread.
public final class ProcessDrivers implements ServiceDrivers {

    /// How many services each processor may have between their spawn and their first instruction. More would only
    /// wait for each other, and look at their files meanwhile.
    private static final int SPAWNING = 2;

    /// What all drivers of a workspace share.
    ///
    /// @param identity tells this workspace's processes from those of others
    /// @param engines finds the engines of other state folders
    /// @param user whom the engine runs as, by number
    /// @param mask takes out of a text what nobody may see
    /// @param holes whether services write to their logs themselves
    /// @param spawning one permit for each service that may be spawned at a time
    /// @param groups which tell who belongs to a run, where the engine may make them
    /// @param readings of what runs use
    record Parts(
            ProcessTable table,
            FirstLook firstLook,
            Path runFolder,
            Path logFolder,
            Identity identity,
            Strangers.Engines engines,
            long user,
            Map<String, String> environment,
            UnaryOperator<String> mask,
            LogNotes notes,
            HolesProbe holes,
            Ends ends,
            StrangerScan strangerScan,
            Semaphore spawning,
            ControlGroups groups,
            RunReadings readings,
            InstantSource clock) {
        Parts {
            environment = Map.copyOf(environment);
        }
    }

    private final Parts parts;
    private final Secrets secrets;

    /// @param identity of the workspace's state folder, in which `run` and `log` are made; must not change
    ///     between two engines
    /// @param notes told when services run; closed by the caller
    /// @param clock the wall clock
    /// @throws IOException if the folders cannot be made, or the system has no process table that can be
    ///     read
    public ProcessDrivers(Identity identity, LogNotes notes, InstantSource clock) throws IOException {
        this(identity, notes, clock, new Secrets());
    }

    private ProcessDrivers(Identity identity, LogNotes notes, InstantSource clock, Secrets secrets) throws IOException {
        this(
                identity,
                notes,
                clock,
                secrets,
                new LinuxProcessTable(secrets::mask),
                EngineLock::engineOf,
                LogFolder::hasHoles,
                Pidfd::open,
                new StrangerScan(),
                ControlGroups.find(identity.key()));
    }

    ProcessDrivers(
            Identity identity,
            LogNotes notes,
            InstantSource clock,
            Secrets secrets,
            ProcessTable table,
            Strangers.Engines engines,
            HolesProbe.Attempt holes,
            Pidfd.Opening pidfds,
            StrangerScan strangerScan,
            ControlGroups groups)
            throws IOException {
        this.secrets = secrets;
        var stateFolder = identity.folder();
        if (identity.key().contains(":")) {
            throw new IllegalArgumentException("cookies cannot begin with " + identity.key());
        }
        var logFolder = PrivateFiles.folder(stateFolder.resolve("log").toAbsolutePath());
        this.parts = new Parts(
                table,
                new FirstLook(table),
                PrivateFiles.folder(stateFolder.resolve("run").toAbsolutePath()),
                logFolder,
                identity,
                engines,
                Trust.ownUser(),
                OwnEnvironment.read(),
                secrets::mask,
                notes,
                new HolesProbe(logFolder, holes),
                new Ends(pidfds),
                strangerScan,
                new Semaphore(SPAWNING * Runtime.getRuntime().availableProcessors()),
                groups,
                readings(table, new ProcFiles()),
                clock);
    }

    private static RunReadings readings(ProcessTable table, ProcFiles proc) {
        return new RunReadings(table, proc, new RunPorts(ListeningSocket::all, proc::folder), OwnLimits.pageSize());
    }

    @Override
    public String bootId() {
        return parts.table().bootId();
    }

    @Override
    public Set<String> recorded() throws IOException {
        return RunFiles.services(parts.runFolder());
    }

    @Override
    public boolean recordedInThisBoot() throws IOException {
        for (var service : recorded()) {
            if (RunFiles.in(parts.runFolder(), service).isOf(bootId())) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String noticing() {
        return parts.ends().means().text();
    }

    @Override
    public String members() {
        return parts.groups().text();
    }

    @Override
    public Readings readings() {
        return parts.readings();
    }

    @Override
    public void opened() {
        parts.firstLook().over();
    }

    @Override
    public ServiceDriver driver(ServiceDefinition definition) {
        secrets.add(definition);
        return new ProcessDriver(definition, parts);
    }

    @Override
    public void close() {
        parts.ends().close();
        parts.strangerScan().close();
        parts.groups().close();
    }
}
