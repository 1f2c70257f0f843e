package dev.signalbox.console.inspector;

import dev.signalbox.console.Texts;
import dev.signalbox.service.ServiceDefinition;
import dev.signalbox.service.ServiceDefinition.Dependency;
import dev.signalbox.service.ServiceStatus;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/// What goes with a service's state, on one line: `pid 48213, needs backend`, `exit code 1, needs backend`.
final class StatusLine {
    private StatusLine() {}

    static String of(ServiceStatus status, ServiceDefinition definition) {
        var line = new StringJoiner(", ");
        if (status.pid() >= 0) {
            // As text: a number would get its thousands apart.
            line.add(Texts.of("inspector.header.pid", Long.toString(status.pid())));
        }
        if (status.exit() != null) {
            line.add(status.exit().describe());
        }
        if (!status.reason().isEmpty()) {
            line.add(status.reason());
        }
        if (!definition.dependsOn().isEmpty()) {
            line.add(Texts.of(
                    "inspector.header.needs",
                    definition.dependsOn().stream().map(Dependency::service).collect(Collectors.joining(", "))));
        }
        return line.toString();
    }
}
