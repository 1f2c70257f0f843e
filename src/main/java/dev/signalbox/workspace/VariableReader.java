package dev.signalbox.workspace;

import dev.signalbox.service.ServiceDefinition.EnvValue;
import dev.signalbox.service.ServiceDefinition.Secrecy;
import dev.signalbox.workspace.Scope.Place;
import dev.signalbox.workspace.Scope.Written;
import dev.signalbox.workspace.Template.Escapes;
import dev.signalbox.workspace.YamlNode.Entry;
import dev.signalbox.workspace.YamlNode.Scalar;
import dev.signalbox.workspace.YamlNode.Scalar.Kind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Reads the variables of services, in the one order in which a later one wins: the engine's own environment, the
/// workspace's files, the workspace's `env`, the service's files, the service's `env`.
final class VariableReader {
    private final Fields workspace;
    private final Map<String, String> engine;
    private final EnvFiles files;
    private final Problems problems;
    private final Problems troubles;
    private final Problems warnings;

    /// @param workspace has `env`, `env_file` and `secrets` of all services
    /// @param engine the engine's environment
    /// @param troubles those of a single service
    VariableReader(
            Fields workspace,
            Map<String, String> engine,
            EnvFiles files,
            Problems problems,
            Problems troubles,
            Problems warnings) {
        this.workspace = workspace;
        this.engine = engine;
        this.files = files;
        this.problems = problems;
        this.troubles = troubles;
        this.warnings = warnings;
    }

    /// What is known of the variables of a service.
    ///
    /// @param scope what else of it may refer to
    record Variables(Map<String, EnvValue> values, Scope scope, Expander expander) {}

    /// @param user of the service; empty for the engine's
    Variables read(Fields service, String user) {
        var secrets = new HashSet<>(secrets(workspace));
        secrets.addAll(secrets(service));
        var expander = new Expander(problems.file(), engine, secrets, problems, troubles);
        var scope = files.read(workspace, "the workspace's", user, Scope.EMPTY, expander);
        scope = scope.with(written(workspace), Secrecy.OPEN);
        scope = files.read(service, "its", user, scope, expander);
        scope = scope.with(written(service), Secrecy.OPEN);
        return new Variables(expander.all(scope), scope, expander);
    }

    private Set<String> secrets(Fields fields) {
        var names = new HashSet<String>();
        for (var item : fields.list("secrets", "a list of the names of variables")) {
            if (item instanceof Scalar scalar && Names.isVariable(scalar.text())) {
                names.add(scalar.text());
            } else {
                var found = "the name of a variable in " + fields.name("secrets") + " is " + item.described();
                problems.add(item.at(), found, Names.VARIABLE_RULE);
            }
        }
        return names;
    }

    private Map<String, Written> written(Fields fields) {
        var all = new HashMap<String, Written>();
        for (var entry : fields.entries("env", "a map of names and values")) {
            var name = entry.key().text();
            if (!Names.isVariable(name)) {
                // What follows a = was meant as a value, and may be a secret.
                var found = "the name of a variable in " + fields.where() + " is "
                        + Quoted.quote(name.replaceFirst("(?s)=.*", "=…"));
                problems.add(entry.key().at(), found, Names.VARIABLE_RULE);
            } else if (entry.value() instanceof Scalar scalar && scalar.kind() != Kind.NOTHING) {
                var place = new Place(problems.file(), scalar.at());
                all.put(name, new Written(name, template(entry, scalar), false, place, null));
            } else {
                var found = "variable " + name + " of " + fields.where() + " is "
                        + entry.value().described();
                problems.add(entry.value().at(), found, "text, a number, true or false; \"\" for an empty value");
            }
        }
        return all;
    }

    private Template template(Entry entry, Scalar value) {
        var name = entry.key().text();
        var secret = Names.isSecret(name, value.text());
        var template = Template.parse(
                value.text(),
                Escapes.DOLLAR,
                inside -> problems.add(value.at(), EnvFiles.unknown(secret ? "…" : inside), References.ALLOWED));
        if (!template.bare().isEmpty()) {
            var found = secret ? "a $ in the value of " + name : template.bare() + " in the value of " + name;
            warnings.add(value.at(), found + " is no reference, and stays as it is", "${NAME} for a variable");
        }
        if (!CommandReader.home(value.text()).isEmpty()) {
            warnings.add(
                    value.at(), "the ~ in the value of " + name + " stays as it is; it is a shell's word", "${HOME}");
        }
        return template;
    }
}
