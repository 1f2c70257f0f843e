package dev.signalbox.service.launch;

import dev.signalbox.service.OwnEnvironment;
import dev.signalbox.service.ServiceDefinition;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/// Which variables the programs of a service have: the engine's own without those that are about the engine,
/// those of its user, a `PATH` in any case, and what its definition says.
///
/// One that runs as another user than the engine has but the `PATH`, the language and the time zone of the
/// engine: what else that has may be a secret of its own user.
final class Variables {
    private static final String STANDARD_PATH = "/usr/local/bin:/usr/bin:/bin";

    /// What systemd tells the engine's process and no other, and what a shell says of itself and its folder.
    private static final Pattern ABOUT_THE_ENGINE = Pattern.compile("""
            SIGNALBOX_.*|NOTIFY_SOCKET|WATCHDOG_(PID|USEC)|LISTEN_(PID|FDS|FDNAMES|PIDFDID)|INVOCATION_ID|JOURNAL_STREAM\
            |MAINPID|MAINPIDFDID|MANAGERPID|MANAGERPIDFDID|SYSTEMD_EXEC_PID|CREDENTIALS_DIRECTORY\
            |MEMORY_PRESSURE_(WATCH|WRITE)|PWD|OLDPWD|_\
            """);

    private Variables() {}

    /// A fresh map.
    ///
    /// @param inherited the engine's environment
    static Map<String, String> of(ServiceDefinition service, Execution execution, Map<String, String> inherited) {
        var variables = new HashMap<>(inherited);
        variables
                .keySet()
                .removeIf(name -> ABOUT_THE_ENGINE.matcher(name).matches()
                        || (execution.becomesAnother() && !OwnEnvironment.isForAnybody(name)));
        variables.putAll(execution.variables());
        variables.putIfAbsent("PATH", STANDARD_PATH);
        // By the name that the workspace has for it: a shell would tell what links lead to.
        variables.put("PWD", service.cwd().toString());
        service.env().forEach((name, value) -> variables.put(name, value.value()));
        return variables;
    }
}
