package dev.signalbox.console.inspector;

import dev.signalbox.console.fx.Texts;
import dev.signalbox.console.model.Reasons;
import dev.signalbox.console.model.ServiceModel;
import dev.signalbox.service.ServiceDefinition.Dependency;
import java.time.Instant;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/// What goes with a service's state, on one line: `pid 48213, needs backend`, `exit code 1, needs backend`.
final class StatusLine {
    private StatusLine() {}

    static String of(ServiceModel service, Instant now) {
        var status = service.status();
        var needs = service.definition().dependsOn();
        var line = new StringJoiner(", ");
        if (status.pid() >= 0) {
            // As text: a number would get its thousands apart.
            line.add(Texts.of("inspector.header.pid", Long.toString(status.pid())));
        }
        var reason = Reasons.of(service, now);
        if (status.exit() != null && !reason.contains(status.exit().describe())) {
            line.add(status.exit().describe());
        }
        if (!reason.isEmpty()) {
            line.add(reason);
        }
        if (!needs.isEmpty()) {
            line.add(Texts.of(
                    "inspector.header.needs",
                    needs.stream().map(Dependency::service).collect(Collectors.joining(", "))));
        }
        return line.toString();
    }
}
