package dev.signalbox.service;

import dev.signalbox.service.Probe.Check;
import dev.signalbox.service.ServiceDefinition.MainProcess;
import dev.signalbox.service.ServiceDefinition.ProcessSettings;
import dev.signalbox.text.Sha256;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Tells two definitions of a service apart, also over runs of the program. Says nothing of what is in them.
public final class Fingerprint {
    private static final int LENGTH = 16;

    private Fingerprint() {}

    /// The print of a definition: the same for one that says the same.
    public static String of(ServiceDefinition definition) {
        var env = new TreeMap<String, String>();
        definition.env().forEach((name, value) -> env.put(name, value.value()));
        var text = List.of(
                        definition.command(),
                        definition.cwd(),
                        definition.ports(),
                        env,
                        definition.dependsOn(),
                        text(definition.ready()),
                        text(definition.alive()),
                        definition.settle(),
                        definition.stop(),
                        definition.restart(),
                        String.valueOf(definition.queue().startTimeout()),
                        definition.oneShot(),
                        definition.hooks(),
                        text(definition.process()))
                .toString();
        return of(text + text(definition.mainProcess()));
    }

    private static String text(MainProcess main) {
        return main.equals(MainProcess.STAYS) ? "" : main.toString();
    }

    /// Says what an earlier version could say as that did, or a new version would be a new definition of all
    /// services.
    private static String text(ProcessSettings process) {
        var older = "ProcessSettings[user=%s, nice=%s, memory=%d, openFiles=%d]"
                .formatted(process.user(), process.nice(), process.memory(), process.openFiles());
        var same = new ProcessSettings(process.user(), process.nice(), process.memory(), process.openFiles());
        return process.equals(same) ? older : process.toString();
    }

    private static String text(@Nullable Probe probe) {
        if (probe == null) {
            return "null";
        }
        var more = probe.tryTimeout() == null && probe.success() == 1
                ? ""
                : ", tryTimeout=" + probe.tryTimeout() + ", success=" + probe.success();
        return "Probe[check=%s, every=%s, timeout=%s, failures=%d, initialDelay=%s%s]"
                .formatted(
                        text(probe.check()),
                        probe.every(),
                        probe.timeout(),
                        probe.failures(),
                        probe.initialDelay(),
                        more);
    }

    private static String text(Check check) {
        return switch (check) {
            case Check.Http(var uri, var request, var statuses, var body) ->
                "Http[uri=%s, status=%s, body=%s%s]".formatted(uri, statuses, body, text(request));
            case Check.Tcp tcp -> "Tcp[port=" + tcp.address() + "]";
            case Check.Exec exec -> exec.toString();
            case Check.Log log -> log.toString();
        };
    }

    private static String text(Check.Request request) {
        return request.equals(Check.Request.GET)
                ? ""
                : ", " + List.of(request.method(), request.headers(), String.valueOf(request.ca()), request.insecure());
    }

    /// The print of a text, in 16 hexadecimal digits.
    public static String of(String text) {
        return Sha256.of(text).substring(0, LENGTH);
    }
}
