package dev.signalbox.workspace;

import dev.signalbox.service.ServiceDefinition;
import dev.signalbox.workspace.Workspace.JournalSettings;
import dev.signalbox.workspace.Workspace.OnExit;
import dev.signalbox.workspace.YamlNode.Mapping;
import dev.signalbox.workspace.YamlNode.Scalar;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Turns the tree of a workspace file into the workspace.
final class WorkspaceReader {
    private static final List<String> KEYS =
            List.of("name", "on_exit", "log", "journal", "env", "env_file", "secrets", "defaults", "services");

    private final Path file;
    private final Path folder;
    private final Map<String, String> environment;
    private final Writers writers;
    private final Fingerprint.Collector fingerprint;
    private final Problems problems;
    /// Of single services, which keep no other from being run.
    private final Problems troubles;
    /// What is probably not meant so.
    private final Problems warnings;

    /// @param file absolute
    /// @param fingerprint gets to know what else is read
    WorkspaceReader(
            Path file,
            Map<String, String> environment,
            Writers writers,
            Fingerprint.Collector fingerprint,
            Problems problems) {
        this.file = file;
        this.folder = file.resolveSibling("");
        this.environment = environment;
        this.writers = writers;
        this.fingerprint = fingerprint;
        this.problems = problems;
        this.troubles = new Problems(file);
        this.warnings = new Problems(file);
    }

    Workspace read(YamlNode root) throws InvalidWorkspaceException {
        var fields = Fields.of(root, "the workspace", problems, KEYS);
        if (fields == null) {
            throw problems.failure();
        }
        var onExit = fields.choice("on_exit", OnExit.class, OnExit.LEAVE);
        var name = name(fields);
        var logTotal = logTotal(fields.map("log", List.of("max_total")));
        var journal = journal(fields.map("journal", List.of("max_age", "max_size")));
        var services = services(fields);
        if (problems.any()) {
            problems.addAll(troubles.all());
            throw problems.failure();
        }
        return new Workspace(
                name,
                file,
                onExit,
                logTotal,
                journal,
                services,
                fingerprint.fingerprint(),
                Stream.concat(
                                writers.warnings().stream(),
                                warnings.all().stream().map(Problem::toString))
                        .toList(),
                troubles.all());
    }

    private static long logTotal(@Nullable Fields log) {
        var size = log == null ? null : log.parsed("max_total", Quantities.SIZES, Quantities::size);
        return size == null ? Workspace.DEFAULT_LOG_TOTAL : size;
    }

    private static JournalSettings journal(@Nullable Fields journal) {
        var standard = JournalSettings.DEFAULT;
        if (journal == null) {
            return standard;
        }
        var size = journal.parsed("max_size", Quantities.SIZES, Quantities::size);
        return new JournalSettings(
                journal.duration("max_age", standard.maxAge()), size == null ? standard.maxSize() : size);
    }

    private String name(Fields fields) {
        var given = fields.parsed("name", Names.NAME_RULE, name -> Names.isName(name) ? name : null);
        if (given != null || fields.has("name")) {
            return given == null ? "" : given;
        }
        var folderName = folder.getFileName();
        var name = folderName == null ? "" : folderName.toString();
        if (!Names.isName(name)) {
            var found = "the workspace has no name, and that of its folder, " + Quoted.quote(name) + ", cannot be one";
            problems.add(Position.WHOLE_FILE, found, "name: " + Names.NAME_RULE);
        }
        return name;
    }

    private List<ServiceDefinition> services(Fields fields) {
        var entries = fields.entries("services", "a map of ids and services");
        var none = fields.node("services") instanceof Mapping && entries.isEmpty();
        if (none || !fields.has("services")) {
            fields.mistakeAt("services", "the workspace has no services", "services: with one service or more");
        }
        var dependencies = new Dependencies(problems);
        var envFiles = new EnvFiles(folder, writers, fingerprint, problems, troubles, warnings);
        var variables = new VariableReader(fields, environment, envFiles, problems, troubles, warnings);
        var commands = new CommandReader(folder, problems, troubles);
        var reader = new ServiceReader(commands, variables, dependencies, problems, troubles, warnings);
        var defaults = Defaults.of(fields);
        reader.check(defaults);
        var services = new ArrayList<ServiceDefinition>();
        var ids = new LinkedHashSet<String>();
        var endless = new HashSet<String>();
        for (var entry : entries) {
            var id = entry.key().text();
            checkId(entry.key());
            ids.add(id);
            var whole = defaults.in(entry.value());
            var service = Fields.of(whole, "service " + Quoted.plain(id), problems, ServiceReader.KEYS);
            if (service != null) {
                var definition = reader.read(id, service);
                services.add(definition);
                if (!definition.oneShot()) {
                    endless.add(id);
                }
            }
        }
        dependencies.check(ids, endless);
        return services;
    }

    private void checkId(Scalar key) {
        if (!Names.isName(key.text())) {
            problems.add(key.at(), "a service's id is " + Quoted.quote(key.text()), Names.NAME_RULE);
        }
    }
}
