package dev.signalbox.driver.process;

import dev.signalbox.service.DriverException;
import dev.signalbox.service.ServiceDefinition.ProcessSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How the commands of a service are executed. Each of the programs in the prefix changes itself and then becomes
/// the next, so that the command has the pid that was recorded.
///
/// @param prefix what stands before the command
/// @param environment the variables of its user
record Execution(List<String> prefix, Map<String, String> environment) {
    private static final Execution PLAIN = new Execution(List.of(), Map.of());
    private static final List<Path> FOLDERS =
            List.of(Path.of("/usr/bin"), Path.of("/bin"), Path.of("/usr/sbin"), Path.of("/sbin"));

    /// @throws DriverException if the engine may not, or cannot
    static Execution of(ProcessSettings settings) throws DriverException, InterruptedException {
        if (settings.equals(ProcessSettings.DEFAULT)) {
            return PLAIN;
        }
        var account = settings.user().isEmpty() ? null : Account.find(settings.user());
        return of(settings, account, OwnRights.read());
    }

    /// @param account of the settings' user, `null` if they name none
    static Execution of(ProcessSettings settings, @Nullable Account account, OwnRights rights) throws DriverException {
        var prefix = new ArrayList<String>();
        // First what only root may, last the loss of its rights.
        addNice(prefix, settings.nice(), rights);
        addLimits(prefix, settings, rights);
        if (account == null || account.id() == rights.user()) {
            return new Execution(prefix, Map.of());
        }
        if (!rights.isRoot()) {
            throw new DriverException("it shall run as user " + account.name() + ", but the engine is no root: it has"
                    + " user id " + rights.user() + " and cannot become another");
        }
        prefix.addAll(List.of(
                program("setpriv"), "--reuid=" + account.id(), "--regid=" + account.group(), "--init-groups", "--"));
        return new Execution(
                prefix,
                Map.of(
                        "HOME",
                        account.home(),
                        "SHELL",
                        account.shell(),
                        "USER",
                        account.name(),
                        "LOGNAME",
                        account.name()));
    }

    private static void addNice(List<String> prefix, @Nullable Integer nice, OwnRights rights) throws DriverException {
        if (nice == null || nice == rights.nice()) {
            return;
        }
        if (nice < rights.lowestNice()) {
            throw new DriverException("it shall run at nice " + nice + ", but the engine may give "
                    + rights.lowestNice() + " at the lowest; for less it must run as root");
        }
        prefix.addAll(List.of(program("nice"), "-n", Integer.toString(nice - rights.nice())));
    }

    private static void addLimits(List<String> prefix, ProcessSettings settings, OwnRights rights)
            throws DriverException {
        var limits = new ArrayList<String>();
        addLimit(limits, "memory", "--as=", settings.memory(), rights.memory());
        addLimit(limits, "open_files", "--nofile=", settings.openFiles(), rights.openFiles());
        if (!limits.isEmpty()) {
            prefix.add(program("prlimit"));
            prefix.addAll(limits);
            prefix.add("--");
        }
    }

    private static void addLimit(List<String> limits, String name, String option, long limit, long most)
            throws DriverException {
        if (limit > most) {
            throw new DriverException("its limit " + name + " is " + limit + ", but the engine's own is " + most);
        }
        if (limit > 0) {
            limits.add(option + limit);
        }
    }

    /// By its whole path, as the service's own PATH may be any.
    static String program(String name) throws DriverException {
        for (var folder : FOLDERS) {
            var file = folder.resolve(name);
            if (Files.isExecutable(file)) {
                return file.toString();
            }
        }
        throw new DriverException(name + " is not installed, which the settings of its process need");
    }
}
