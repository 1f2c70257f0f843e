package dev.signalbox.workspace;

import dev.signalbox.service.ServiceDefinition.Secrecy;
import dev.signalbox.service.ServiceDefinition.Trouble;
import dev.signalbox.text.PlainText;
import dev.signalbox.time.SideThread.HangsException;
import dev.signalbox.workspace.Scope.Place;
import dev.signalbox.workspace.Scope.Written;
import dev.signalbox.workspace.SourceText.Found.Other;
import dev.signalbox.workspace.Template.Escapes;
import dev.signalbox.workspace.Writers.Reader;
import dev.signalbox.workspace.YamlNode.Mapping;
import dev.signalbox.workspace.YamlNode.Scalar;
import dev.signalbox.workspace.YamlNode.Scalar.Kind;
import dev.signalbox.workspace.YamlNode.Sequence;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Reads the files that `env_file` names, each once however many services name it.
final class EnvFiles {
    private static final String ALLOWED = "a file with lines like NAME=value, relative to the workspace file's folder";

    private final Path folder;
    private final Writers writers;
    private final Fingerprint.Collector fingerprint;
    private final Problems problems;
    private final Problems troubles;
    private final Problems warnings;
    private final Map<Key, Found> known = new HashMap<>();

    /// @param user as whom it is read; empty for the engine's
    private record Key(Path file, String user) {}

    /// What is in a file.
    ///
    /// @param why its variables are not known; empty if they are
    /// @param brief the same behind its name, where its mistakes are told too
    /// @param missing whether there is no such file
    private record Found(Map<String, Written> values, String why, String brief, boolean missing) {
        static Found not(String why, boolean missing) {
            return new Found(Map.of(), why, ": " + why, missing);
        }
    }

    /// A file as it is named.
    ///
    /// @param required whether it is missed where it does not exist
    /// @param secret whether all of its values count as secret: what may be shown to everybody is in the workspace
    ///     file itself
    private record Named(Scalar path, boolean required, boolean secret) {}

    /// @param troubles those of a single service
    EnvFiles(
            Path folder,
            Writers writers,
            Fingerprint.Collector fingerprint,
            Problems problems,
            Problems troubles,
            Problems warnings) {
        this.folder = folder;
        this.writers = writers;
        this.fingerprint = fingerprint;
        this.problems = problems;
        this.troubles = troubles;
        this.warnings = warnings;
    }

    /// The variables of all files that `owner` names, each above those before it.
    ///
    /// Whatever is wrong with what is in a file, or with its place, is the trouble of the service that is read, and
    /// no mistake of the workspace.
    ///
    /// @param whose for people: "its"
    /// @param user of the service; empty for the engine's
    /// @param below what the names of the files may refer to
    Scope read(Fields owner, String whose, String user, Scope below, Expander expander) {
        var node = owner.node("env_file");
        var scope = below;
        if (node != null) {
            for (var item : node instanceof Sequence list ? list.items() : List.of(node)) {
                var named = named(owner, item);
                var file = named == null ? null : file(owner, named.path(), scope, expander);
                if (named != null && file != null) {
                    var values = read(owner, whose, named, find(file, user), expander);
                    scope = scope.with(values, named.secret() ? Secrecy.FROM_FILE : Secrecy.OPEN);
                }
            }
        }
        return scope;
    }

    private @Nullable Named named(Fields owner, YamlNode item) {
        var name = owner.name("env_file");
        if (item instanceof Scalar path && path.kind() == Kind.TEXT) {
            return new Named(path, true, true);
        }
        if (!(item instanceof Mapping)) {
            problems.add(item.at(), name + " is " + item.described(), ALLOWED);
            return null;
        }
        var fields = Fields.of(item, name, problems, List.of("path", "required", "secret"));
        if (fields == null) {
            return null;
        }
        var required = fields.flag("required", true);
        var secret = fields.flag("secret", true);
        if (fields.node("path") instanceof Scalar path && path.kind() == Kind.TEXT) {
            return new Named(path, required, secret);
        }
        fields.mistake("path", ALLOWED);
        return null;
    }

    /// `null` after it was noted why it is not known.
    private @Nullable Path file(Fields owner, Scalar path, Scope scope, Expander expander) {
        var template = Template.parse(
                path.text(), Escapes.DOLLAR, inside -> problems.add(path.at(), unknown(inside), References.ALLOWED));
        var place = new Place(problems.file(), path.at());
        var value = expander.value(template, scope, place, UnaryOperator.identity());
        if (!value.isKnown()) {
            return null;
        }
        if (!value.secret().isEmpty()) {
            expander.addTrouble(
                    place,
                    owner.name("env_file") + " has " + Quoted.plain(value.secret())
                            + " in its path, which is secret, and paths are shown",
                    "a variable that is not; secret: false at an env_file that holds no secrets");
            return null;
        }
        if (value.isForeign()) {
            // He would get the variables of any file that he cannot read.
            expander.addTrouble(
                    place,
                    owner.name("env_file") + " refers to what the service's user can change",
                    "a path that he cannot");
            return null;
        }
        var file = CommandReader.resolve(folder, value.text());
        if (file == null) {
            problems.add(path.at(), owner.name("env_file") + " is " + path.described(), ALLOWED);
        }
        return file;
    }

    static String unknown(String inside) {
        return "unknown reference ${" + Quoted.plain(inside) + "}";
    }

    private Map<String, Written> read(Fields owner, String whose, Named named, Found found, Expander expander) {
        if (found.why.isEmpty()) {
            found.values.values().forEach(written -> warnIfNotHanded(written, expander));
            return found.values;
        }
        if (found.missing && !named.required()) {
            return Map.of();
        }
        var home = CommandReader.home(named.path().text());
        var at = named.path().at();
        troubles.add(at, owner.name("env_file") + found.brief, home.isEmpty() ? "" : ALLOWED + home);
        expander.add(new Trouble(whose + " env_file " + found.why, true));
        return found.values;
    }

    private void warnIfNotHanded(Written written, Expander expander) {
        if (written.text() == null && !expander.hands(written)) {
            // Not what it is: it may be the second line of a secret.
            warnings.in(written.place().file())
                    .add(
                            written.place().at(),
                            "a line without = hands a variable through that the engine does not have",
                            "NAME=value");
        }
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
                            isDevice(file)
                                    ? unread(file, mark, Other.NO_FILE)
                                    : unread(file, mark, "is not read: " + why);
                    });
        } catch (HangsException e) {
            fingerprint.hangs(written);
            return remember(key, Found.not("cannot be read: " + e.getMessage(), false));
        }
    }

    private Found unread(Path file, String mark, String why) {
        return unread(file, mark, why, false);
    }

    private Found unread(Path file, String mark, Other found) {
        return unread(file, mark, what(found), found == Other.NOTHING);
    }

    private Found unread(Path file, String mark, String why, boolean missing) {
        fingerprint.marks(file, mark);
        return Found.not(PlainText.line(file.toString()) + " " + why, missing);
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
            return unread(file, mark, kind.get());
        }
        try {
            var bytes = ByteBuffer.wrap(writers.read(file, user, SourceText.MOST_BYTES + 1));
            fingerprint.marks(file, mark);
            var mistakes = new Problems(file);
            return parsed(file, true, SourceText.text(bytes, mistakes), mistakes);
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
            return remember(key, unread(file, mark, other));
        }
        var mistakes = new Problems(file);
        var text = SourceText.read(file, content, ALLOWED, fingerprint, mistakes);
        if (text == null) {
            fingerprint.marks(file, mark);
        }
        return remember(key, parsed(file, false, text, mistakes));
    }

    /// @param text `null` after it was noted why there is none
    private Found parsed(Path file, boolean foreign, @Nullable String text, Problems mistakes) {
        var values =
                text == null ? Map.<String, Written>of() : new DotEnv(file, foreign, mistakes, warnings).parse(text);
        if (!mistakes.any()) {
            return new Found(values, "", "", false);
        }
        var all = mistakes.all();
        troubles.addAll(all);
        var more = all.size() == 1 ? "" : "; and " + (all.size() - 1) + " more";
        return new Found(values, "has mistakes: " + all.getFirst() + more, " has mistakes", false);
    }

    private Found remember(Key key, Found found) {
        known.put(key, found);
        return found;
    }
}
