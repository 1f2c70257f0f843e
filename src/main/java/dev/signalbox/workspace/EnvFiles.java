package dev.signalbox.workspace;

import dev.signalbox.service.ServiceDefinition.EnvValue;
import dev.signalbox.service.ServiceDefinition.Trouble;
import dev.signalbox.time.SideThread.HangsException;
import dev.signalbox.workspace.SourceText.Found.Other;
import dev.signalbox.workspace.Writers.Reader;
import dev.signalbox.workspace.YamlNode.Scalar;
import dev.signalbox.workspace.YamlNode.Scalar.Kind;
import dev.signalbox.workspace.YamlNode.Sequence;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reads the files that `env_file` names, each once however many services name it.
final class EnvFiles {
    private static final String ALLOWED = "a file with lines like NAME=value, relative to the workspace file's folder";

    private final Path folder;
    private final Writers writers;
    private final Fingerprint.Collector fingerprint;
    private final Problems problems;
    private final Map<Key, Variables> known = new HashMap<>();

    /// @param user as whom it is read; empty for the engine's
    private record Key(Path file, String user) {}

    EnvFiles(Path folder, Writers writers, Fingerprint.Collector fingerprint, Problems problems) {
        this.folder = folder;
        this.writers = writers;
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
    ///
    /// What the service's user can change is his business: whatever is wrong with it is this service's trouble, and
    /// no mistake of the workspace.
    ///
    /// @param user of the service; empty for the engine's
    Variables read(Fields service, String user) {
        var node = service.node("env_file");
        if (node == null) {
            return Variables.NONE;
        }
        var all = new HashMap<String, EnvValue>();
        var trouble = Trouble.NONE;
        for (var item : node instanceof Sequence list ? list.items() : List.of(node)) {
            var one = read(service, item, user);
            all.putAll(one.values());
            trouble = trouble.and(one.trouble());
        }
        return new Variables(all, trouble);
    }

    private Variables read(Fields service, YamlNode node, String user) {
        var name = service.name("env_file");
        var file = node instanceof Scalar(var _, var text, var kind) && kind == Kind.TEXT
                ? CommandReader.resolve(folder, text)
                : null;
        if (file == null) {
            problems.add(node.at(), name + " is " + node.described(), ALLOWED);
        } else {
            return readFrom(name, node, file, user);
        }
        return Variables.NONE;
    }

    private Variables readFrom(String name, YamlNode node, Path written, String user) {
        var key = new Key(written, user);
        var before = known.get(key);
        if (before != null) {
            return before;
        }
        try {
            var file = CommandReader.clean(written);
            return switch (writers.readerOf(file, user)) {
                case Reader.Engine.ENGINE -> readHere(name, node, file);
                case Reader.User(var reader) -> remember(key, readAs(reader, file));
                case Reader.Nobody(var why) ->
                    remember(key, unread(file, isDevice(file) ? what(Other.NO_FILE) : "is not read: " + why));
            };
        } catch (HangsException e) {
            fingerprint.hangs(written);
            return remember(key, trouble("its env_file cannot be read: " + e.getMessage()));
        }
    }

    private static Variables trouble(String text) {
        return new Variables(Map.of(), new Trouble(text, true));
    }

    private Variables unread(Path file, String why) throws HangsException {
        fingerprint.marks(file, Fingerprint.mark(file));
        return trouble("its env_file " + Quoted.plain(file.toString()) + " " + why);
    }

    /// Whether it is a device or the like: to keep others from writing to one would break the machine.
    private static boolean isDevice(Path file) throws HangsException {
        return Looks.at(file, () -> SourceText.kind(file))
                .filter(Other.NO_FILE::equals)
                .isPresent();
    }

    private Variables readAs(String user, Path file) throws HangsException {
        var kind = Looks.at(file, () -> SourceText.kind(file));
        if (kind.isPresent()) {
            return unread(file, what(kind.get()));
        }
        // Before it is read: what is put there meanwhile is news.
        var mark = Fingerprint.mark(file);
        try {
            var bytes = ByteBuffer.wrap(writers.read(file, user, SourceText.MOST_BYTES + 1));
            fingerprint.marks(file, mark);
            var mistakes = new Problems(file);
            var text = SourceText.text(bytes, mistakes);
            var values = text == null
                    ? Map.<String, EnvValue>of()
                    : new DotEnv(mistakes).parse(text.lines().toList());
            return mistakes.any()
                    ? trouble("its env_file has mistakes: "
                            + mistakes.failure().problems().getFirst())
                    : new Variables(values, Trouble.NONE);
        } catch (HangsException e) {
            throw e;
        } catch (IOException e) {
            return unread(file, "cannot be read as user " + user + ", who can change it: " + e.getMessage());
        }
    }

    private static String what(Other found) {
        return switch (found) {
            case NOTHING -> "does not exist";
            case FOLDER -> "is a folder";
            case NO_FILE -> "is no regular file";
        };
    }

    private Variables readHere(String name, YamlNode node, Path file) throws HangsException {
        var key = new Key(file, "");
        var before = known.get(key);
        if (before != null) {
            return before;
        }
        var found = Looks.at(file, () -> SourceText.look(file));
        if (found instanceof Other other) {
            problems.add(node.at(), name + ": " + Quoted.plain(file.toString()) + " " + what(other), ALLOWED);
            return Variables.NONE;
        }
        var inFile = problems.in(file);
        var text = SourceText.read(file, found, "a file with lines like NAME=value", fingerprint, inFile);
        return remember(
                key,
                text == null
                        ? Variables.NONE
                        : new Variables(new DotEnv(inFile).parse(text.lines().toList()), Trouble.NONE));
    }

    private Variables remember(Key key, Variables variables) {
        known.put(key, variables);
        return variables;
    }
}
