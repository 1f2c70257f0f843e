package dev.signalbox.workspace;

import dev.signalbox.service.ServiceDefinition.EnvValue;
import dev.signalbox.workspace.YamlNode.Scalar;
import dev.signalbox.workspace.YamlNode.Scalar.Kind;
import dev.signalbox.workspace.YamlNode.Sequence;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// Reads the files that `env_file` names, each once however many services name it.
final class EnvFiles {
    private static final String ALLOWED = "a file with lines like NAME=value, relative to the workspace file's folder";

    private final Path folder;
    private final Fingerprint.Collector fingerprint;
    private final Problems problems;
    private final Map<Path, Map<String, EnvValue>> known = new HashMap<>();

    EnvFiles(Path folder, Fingerprint.Collector fingerprint, Problems problems) {
        this.folder = folder;
        this.fingerprint = fingerprint;
        this.problems = problems;
    }

    /// The variables of all files of `service`; those of a later file win. All of them count as secret: what may
    /// be shown to everybody is in the workspace file itself.
    Map<String, EnvValue> read(Fields service) {
        var node = service.node("env_file");
        var all = new HashMap<String, EnvValue>();
        if (node instanceof Sequence list) {
            list.items().forEach(item -> all.putAll(read(service, item)));
        } else if (node != null) {
            all.putAll(read(service, node));
        }
        return all;
    }

    private Map<String, EnvValue> read(Fields service, YamlNode node) {
        var name = service.name("env_file");
        var file = node instanceof Scalar(var _, var text, var kind) && kind == Kind.TEXT
                ? CommandReader.resolve(folder, text)
                : null;
        if (file == null) {
            problems.add(node.at(), name + " is " + node.described(), ALLOWED);
        } else if (!Files.isRegularFile(file)) {
            var what = Files.isDirectory(file)
                    ? " is a folder"
                    : Files.exists(file) ? " is no regular file" : " does not exist";
            problems.add(node.at(), name + ": " + Quoted.plain(file.toString()) + what, ALLOWED);
        } else {
            return known.computeIfAbsent(file, this::parse);
        }
        return Map.of();
    }

    private Map<String, EnvValue> parse(Path file) {
        var inFile = problems.in(file);
        var text = SourceText.read(file, "a file with lines like NAME=value", fingerprint, inFile);
        return text == null ? Map.of() : new DotEnv(inFile).parse(text.lines().toList());
    }
}
