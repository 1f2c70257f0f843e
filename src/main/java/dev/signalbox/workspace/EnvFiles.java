package dev.signalbox.workspace;

import dev.signalbox.service.ServiceDefinition.EnvValue;
import dev.signalbox.service.ServiceDefinition.Trouble;
import dev.signalbox.text.PlainText;
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
import org.jspecify.annotations.Nullable;

/// Reads the files that `env_file` names, each once however many services name it.
final class EnvFiles {
    private static final String ALLOWED = "a file with lines like NAME=value, relative to the workspace file's folder";

    private final Path folder;
    private final Writers writers;
    private final Fingerprint.Collector fingerprint;
    private final Problems problems;
    private final Problems troubles;
    private final Map<Key, Found> known = new HashMap<>();

    /// @param user as whom it is read; empty for the engine's
    private record Key(Path file, String user) {}

    /// What is in a file.
    ///
    /// @param why its variables are not known; empty if they are
    /// @param brief the same behind its name, where its mistakes are told too
    private record Found(Map<String, EnvValue> values, String why, String brief) {
        static Found not(String why) {
            return new Found(Map.of(), why, ": " + why);
        }
    }

    /// @param troubles those of a single service
    EnvFiles(Path folder, Writers writers, Fingerprint.Collector fingerprint, Problems problems, Problems troubles) {
        this.folder = folder;
        this.writers = writers;
        this.fingerprint = fingerprint;
        this.problems = problems;
        this.troubles = troubles;
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
    /// Whatever is wrong with what is in a file, or with its place, is this service's trouble, and no mistake of
    /// the workspace.
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
            return Variables.NONE;
        }
        var found = find(file, user);
        if (found.why.isEmpty()) {
            return new Variables(found.values, Trouble.NONE);
        }
        var home = node instanceof Scalar scalar ? CommandReader.home(scalar.text()) : "";
        troubles.add(node.at(), name + found.brief, home.isEmpty() ? "" : ALLOWED + home);
        return new Variables(found.values, new Trouble("its env_file " + found.why, true));
    }

    private Found find(Path written, String user) {
        var key = new Key(written, user);
        var before = known.get(key);
        if (before != null) {
            return before;
        }
        try {
            var file = CommandReader.clean(written);
            // Before anything is looked at: what is put there meanwhile is news.
            var mark = Fingerprint.mark(file);
            return remember(
                    key,
                    switch (writers.readerOf(file, user)) {
                        case Reader.Engine.ENGINE -> readHere(file, mark);
                        case Reader.User(var reader) -> readAs(reader, file, mark);
                        case Reader.Nobody(var why) ->
                            unread(file, mark, isDevice(file) ? what(Other.NO_FILE) : "is not read: " + why);
                    });
        } catch (HangsException e) {
            fingerprint.hangs(written);
            return remember(key, Found.not("cannot be read: " + e.getMessage()));
        }
    }

    private Found unread(Path file, String mark, String why) {
        fingerprint.marks(file, mark);
        return Found.not(PlainText.line(file.toString()) + " " + why);
    }

    /// Whether it is a device or the like: to keep others from writing to one would break the machine.
    private static boolean isDevice(Path file) throws HangsException {
        return Looks.at(file, () -> SourceText.kind(file))
                .filter(Other.NO_FILE::equals)
                .isPresent();
    }

    private Found readAs(String user, Path file, String mark) throws HangsException {
        var kind = Looks.at(file, () -> SourceText.kind(file));
        if (kind.isPresent()) {
            return unread(file, mark, what(kind.get()));
        }
        try {
            var bytes = ByteBuffer.wrap(writers.read(file, user, SourceText.MOST_BYTES + 1));
            fingerprint.marks(file, mark);
            var mistakes = new Problems(file);
            return parsed(SourceText.text(bytes, mistakes), mistakes);
        } catch (HangsException e) {
            throw e;
        } catch (IOException e) {
            return unread(file, mark, "cannot be read as user " + user + ", who can change it: " + e.getMessage());
        }
    }

    private static String what(Other found) {
        return switch (found) {
            case NOTHING -> "does not exist";
            case FOLDER -> "is a folder";
            case NO_FILE -> "is no regular file";
        };
    }

    /// Reads each file once, and tells its mistakes once, whichever users' services name it by whichever path.
    private Found readHere(Path file, String mark) throws HangsException {
        var key = new Key(file, "");
        var before = known.get(key);
        if (before != null) {
            return before;
        }
        var content = Looks.at(file, () -> SourceText.look(file));
        if (content instanceof Other other) {
            return remember(key, unread(file, mark, what(other)));
        }
        var mistakes = new Problems(file);
        var text = SourceText.read(file, content, ALLOWED, fingerprint, mistakes);
        if (text == null) {
            fingerprint.marks(file, mark);
        }
        return remember(key, parsed(text, mistakes));
    }

    /// @param text `null` after it was noted why there is none
    private Found parsed(@Nullable String text, Problems mistakes) {
        var values = text == null
                ? Map.<String, EnvValue>of()
                : new DotEnv(mistakes).parse(text.lines().toList());
        if (!mistakes.any()) {
            return new Found(values, "", "");
        }
        var all = mistakes.all();
        troubles.addAll(all);
        var more = all.size() == 1 ? "" : "; and " + (all.size() - 1) + " more";
        return new Found(values, "has mistakes: " + all.getFirst() + more, " has mistakes");
    }

    private Found remember(Key key, Found found) {
        known.put(key, found);
        return found;
    }
}
