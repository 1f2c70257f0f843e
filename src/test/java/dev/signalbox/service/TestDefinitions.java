package dev.signalbox.service;

import dev.signalbox.service.ServiceDefinition.Command;
import dev.signalbox.service.ServiceDefinition.EnvValue;
import dev.signalbox.service.ServiceDefinition.StopSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Definitions of services for tests.
public final class TestDefinitions {
    private TestDefinitions() {}

    /// A service that needs nothing, in the folder of the build.
    public static ServiceDefinition of(String id, Command command) {
        return of(id, command, Path.of("").toAbsolutePath(), List.of(), Map.of(), StopSettings.DEFAULT);
    }

    public static ServiceDefinition shell(String id, String line) {
        return of(id, new Command.Shell(line));
    }

    public static ServiceDefinition argv(String id, String... words) {
        return of(id, new Command.Argv(List.of(words)));
    }

    public static StopSettings stop(String signal, Duration timeout) {
        return new StopSettings(signal, timeout);
    }

    public static ServiceDefinition of(
            String id, Command command, Path cwd, List<Integer> ports, Map<String, EnvValue> env, StopSettings stop) {
        return ServiceDefinition.builder(id, command, cwd)
                .ports(ports)
                .env(env)
                .stop(stop)
                .build();
    }
}
