package dev.signalbox.workspace;

import dev.signalbox.service.ServiceDefinition.EnvValue;
import dev.signalbox.service.ServiceDefinition.Trouble;
import dev.signalbox.time.SideThread.HangsException;
import dev.signalbox.workspace.SourceText.Found;
import dev.signalbox.workspace.SourceText.Found.Other;
import dev.signalbox.workspace.YamlNode.Scalar;
import dev.signalbox.workspace.YamlNode.Scalar.Kind;
import dev.signalbox.workspace.YamlNode.Sequence;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reads the files that `env_file` names, each once however many services name it.
final class EnvFiles {
    private static final String ALLOWED = "a file with lines like NAME=value, relative to the workspace file's folder";

    private final Path folder;
    private final Fingerprint.Collector fingerprint;
    private final Problems problems;
    private final Map<Path, Variables> known = new HashMap<>();

    EnvFiles(Path folder, Fingerprint.Collector fingerprint, Problems problems) {
        this.folder = folder;
        this.fingerprint = fingerprint;
        this.problems = problems;
    }

    /// What is known of some variables.
    ///
    /// @param trouble why that is not all
    record Variables(Map<String, EnvValue> values, Trouble trouble) {
        static final Variables NONE = new Variables(Map.of(), Trouble.NONE);
    }

    /// The variables of all files of `service`; those of a later file win. All of them count as secret: what may
    /// be shown to everybody is in the workspace file itself.
    Variables read(Fields service) {
        var node = service.node("env_file");
        if (node == null) {
            return Variables.NONE;
        }
        var all = new HashMap<String, EnvValue>();
        var trouble = Trouble.NONE;
        for (var item : node instanceof Sequence list ? list.items() : List.of(node)) {
            var one = read(service, item);
            all.putAll(one.values());
            trouble = trouble.and(one.trouble());
        }
        return new Variables(all, trouble);
    }

    private Variables read(Fields service, YamlNode node) {
        var name = service.name("env_file");
        var file = node instanceof Scalar(var _, var text, var kind) && kind == Kind.TEXT
                ? CommandReader.resolve(folder, text)
                : null;
        if (file == null) {
            problems.add(node.at(), name + " is " + node.described(), ALLOWED);
        } else {
            return readFrom(name, node, file);
        }
        return Variables.NONE;
    }

    private Variables readFrom(String name, YamlNode node, Path written) {
        Path file;
        try {
            file = CommandReader.clean(written);
        } catch (HangsException e) {
            return hangs(written, e);
        }
        var before = known.get(file);
        return before == null ? read(name, node, file) : before;
    }

    private Variables hangs(Path file, HangsException e) {
        fingerprint.hangs(file);
        return remember(
                file, new Variables(Map.of(), new Trouble("its env_file cannot be read: " + e.getMessage(), true)));
    }

    private Variables read(String name, YamlNode node, Path file) {
        Found found;
        try {
            found = Looks.at(file, () -> SourceText.look(file));
        } catch (HangsException e) {
            return hangs(file, e);
        }
        if (found instanceof Other other) {
            var what = switch (other) {
                case NOTHING -> " does not exist";
                case FOLDER -> " is a folder";
                case NO_FILE -> " is no regular file";
            };
            var home = other == Other.NOTHING && node instanceof Scalar scalar ? CommandReader.home(scalar.text()) : "";
            problems.add(node.at(), name + ": " + Quoted.plain(file.toString()) + what, ALLOWED + home);
            return Variables.NONE;
        }
        var inFile = problems.in(file);
        var text = SourceText.read(file, found, "a file with lines like NAME=value", fingerprint, inFile);
        return text == null
                ? remember(file, Variables.NONE)
                : remember(
                        file,
                        new Variables(new DotEnv(inFile).parse(text.lines().toList()), Trouble.NONE));
    }

    private Variables remember(Path file, Variables variables) {
        known.put(file, variables);
        return variables;
    }
}
