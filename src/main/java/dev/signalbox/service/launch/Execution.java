package dev.signalbox.service.launch;

import dev.signalbox.code.Code;
import dev.signalbox.service.DriverException;
import dev.signalbox.service.ServiceDefinition.ProcessSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// With which rights and limits the programs of a service run. Each of the programs in the prefix changes
/// itself and then becomes the next.
///
/// @param prefix what stands before the program
/// @param variables those of its user, where that is another than the engine's
/// @param owner its user's number where that is another than the engine's
record Execution(List<String> prefix, Map<String, String> variables, OptionalLong owner) {
    private static final Execution PLAIN = new Execution(List.of(), Map.of(), OptionalLong.empty());

    /// @throws DriverException if the engine may not, or cannot
    static Execution of(ProcessSettings settings) throws DriverException, InterruptedException {
        if (settings.equals(ProcessSettings.DEFAULT)) {
            return PLAIN;
        }
        var account = settings.user().isEmpty() ? null : Account.find(settings.user(), settings.group());
        return of(settings, account, OwnRights.read());
    }

    /// @param account of the settings' user, `null` if they name none
    static Execution of(ProcessSettings settings, @Nullable Account account, OwnRights rights) throws DriverException {
        var prefix = new ArrayList<String>();
        // First what only root may, last the loss of its rights.
        addNice(prefix, settings.nice(), rights);
        addLimits(prefix, settings, rights);
        addRights(prefix, settings, account, rights);
        return account == null || account.id() == rights.user()
                ? new Execution(prefix, Map.of(), OptionalLong.empty())
                : new Execution(prefix, variables(account), OptionalLong.of(account.id()));
    }

    /// Whether the program runs as another user than the engine.
    boolean becomesAnother() {
        return owner.isPresent();
    }

    private static Map<String, String> variables(Account account) {
        var variables = new HashMap<>(Map.of("HOME", account.home(), "SHELL", account.shell()));
        if (account.isListed()) {
            variables.put("USER", account.name());
            variables.put("LOGNAME", account.name());
        }
        return variables;
    }

    private static void addRights(
            List<String> prefix, ProcessSettings settings, @Nullable Account account, OwnRights rights)
            throws DriverException {
        var options = new ArrayList<String>();
        if (account != null && !isEngines(account, settings, rights)) {
            requireRoot(account, rights);
            options.addAll(account.becoming());
        }
        if (settings.noNewPrivileges()) {
            options.add("--no-new-privs");
        }
        if (!options.isEmpty()) {
            prefix.add(Programs.find("setpriv"));
            prefix.addAll(options);
            prefix.add("--");
        }
    }

    /// Who is the engine's own user keeps its group if none is named.
    private static boolean isEngines(Account account, ProcessSettings settings, OwnRights rights) {
        return account.id() == rights.user() && (settings.group().isEmpty() || account.group() == rights.group());
    }

    private static void requireRoot(Account account, OwnRights rights) throws DriverException {
        if (!rights.isRoot()) {
            throw new DriverException(
                    Code.NO_RIGHT,
                    "it shall run as user " + account + " in group " + account.group()
                            + ", but the engine is no root: it has user id " + rights.user() + " in group "
                            + rights.group()
                            + " and cannot become another");
        }
    }

    private static void addNice(List<String> prefix, @Nullable Integer nice, OwnRights rights) throws DriverException {
        if (nice == null || nice == rights.nice()) {
            return;
        }
        if (nice < rights.lowestNice()) {
            throw new DriverException(
                    Code.NO_RIGHT,
                    "it shall run at nice " + nice + ", but the engine may give " + rights.lowestNice()
                            + " at the lowest; for less it must run as root");
        }
        prefix.addAll(List.of(Programs.find("nice"), "-n", Integer.toString(nice - rights.nice())));
    }

    private static void addLimits(List<String> prefix, ProcessSettings settings, OwnRights rights)
            throws DriverException {
        var limits = new ArrayList<String>();
        addLimit(limits, "memory", "--as=", settings.memory(), rights.memory());
        addLimit(limits, "open_files", "--nofile=", settings.openFiles(), rights.openFiles());
        if (!limits.isEmpty()) {
            prefix.add(Programs.find("prlimit"));
            prefix.addAll(limits);
            prefix.add("--");
        }
    }

    private static void addLimit(List<String> limits, String name, String option, long limit, long most)
            throws DriverException {
        if (limit > most) {
            throw new DriverException(
                    Code.NO_RIGHT, "its limit " + name + " is " + limit + ", but the engine's own is " + most);
        }
        if (limit > 0) {
            limits.add(option + limit);
        }
    }
}
