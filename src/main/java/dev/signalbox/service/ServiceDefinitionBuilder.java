package dev.signalbox.service;

import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.QueueSettings;
import dev.signalbox.service.ServiceDefinition.Command;
import dev.signalbox.service.ServiceDefinition.Dependency;
import dev.signalbox.service.ServiceDefinition.EnvValue;
import dev.signalbox.service.ServiceDefinition.Hooks;
import dev.signalbox.service.ServiceDefinition.LogSettings;
import dev.signalbox.service.ServiceDefinition.MainProcess;
import dev.signalbox.service.ServiceDefinition.ProcessSettings;
import dev.signalbox.service.ServiceDefinition.RestartPolicy;
import dev.signalbox.service.ServiceDefinition.StopSettings;
import dev.signalbox.service.ServiceDefinition.Trouble;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Makes a [ServiceDefinition]: what is not said is as its defaults are. Not thread safe.
public final class ServiceDefinitionBuilder {
    private final String id;
    private final Command command;
    private Path cwd;
    private String group = "";
    private List<Port> ports = List.of();
    private Set<OperationKind> confirm = Set.of();
    private boolean autostart;
    private Map<String, EnvValue> env = Map.of();
    private List<Dependency> dependsOn = List.of();
    private @Nullable Probe ready;
    private @Nullable Probe alive;
    private Duration settle = ServiceDefinition.DEFAULT_SETTLE;
    private StopSettings stop = StopSettings.DEFAULT;
    private RestartPolicy restart = RestartPolicy.DEFAULT;
    private LogSettings log = LogSettings.DEFAULT;
    private QueueSettings queue = QueueSettings.DEFAULT;
    private boolean oneShot;
    private @Nullable Schedule schedule;
    private Hooks hooks = Hooks.NONE;
    private ProcessSettings process = ProcessSettings.DEFAULT;
    private MainProcess mainProcess = MainProcess.STAYS;
    private Map<String, String> hidden = Map.of();
    private Trouble trouble = Trouble.NONE;

    ServiceDefinitionBuilder(String id, Command command, Path cwd) {
        this.id = id;
        this.command = command;
        this.cwd = cwd;
    }

    public ServiceDefinitionBuilder cwd(Path value) {
        cwd = value;
        return this;
    }

    public ServiceDefinitionBuilder group(String value) {
        group = value;
        return this;
    }

    /// On all of the machine's addresses.
    public ServiceDefinitionBuilder ports(List<Integer> value) {
        return listens(value.stream().map(Port::of).toList());
    }

    public ServiceDefinitionBuilder listens(List<Port> value) {
        ports = value;
        return this;
    }

    public ServiceDefinitionBuilder confirm(Set<OperationKind> value) {
        confirm = value;
        return this;
    }

    public ServiceDefinitionBuilder autostart(boolean value) {
        autostart = value;
        return this;
    }

    public ServiceDefinitionBuilder env(Map<String, EnvValue> value) {
        env = value;
        return this;
    }

    public ServiceDefinitionBuilder dependsOn(List<Dependency> value) {
        dependsOn = value;
        return this;
    }

    public ServiceDefinitionBuilder ready(@Nullable Probe value) {
        ready = value;
        return this;
    }

    public ServiceDefinitionBuilder alive(@Nullable Probe value) {
        alive = value;
        return this;
    }

    public ServiceDefinitionBuilder settle(Duration value) {
        settle = value;
        return this;
    }

    public ServiceDefinitionBuilder stop(StopSettings value) {
        stop = value;
        return this;
    }

    public ServiceDefinitionBuilder restart(RestartPolicy value) {
        restart = value;
        return this;
    }

    public ServiceDefinitionBuilder log(LogSettings value) {
        log = value;
        return this;
    }

    public ServiceDefinitionBuilder queue(QueueSettings value) {
        queue = value;
        return this;
    }

    public ServiceDefinitionBuilder oneShot(boolean value) {
        oneShot = value;
        return this;
    }

    public ServiceDefinitionBuilder schedule(@Nullable Schedule value) {
        schedule = value;
        return this;
    }

    public ServiceDefinitionBuilder hooks(Hooks value) {
        hooks = value;
        return this;
    }

    public ServiceDefinitionBuilder process(ProcessSettings value) {
        process = value;
        return this;
    }

    public ServiceDefinitionBuilder mainProcess(MainProcess value) {
        mainProcess = value;
        return this;
    }

    public ServiceDefinitionBuilder hidden(Map<String, String> value) {
        hidden = value;
        return this;
    }

    public ServiceDefinitionBuilder trouble(Trouble value) {
        trouble = value;
        return this;
    }

    public ServiceDefinition build() {
        return new ServiceDefinition(
                id,
                group,
                command,
                cwd,
                ports,
                confirm,
                autostart,
                env,
                dependsOn,
                ready,
                alive,
                settle,
                stop,
                restart,
                log,
                queue.forJob(oneShot),
                oneShot,
                schedule,
                hooks,
                process,
                mainProcess,
                hidden,
                trouble);
    }
}
