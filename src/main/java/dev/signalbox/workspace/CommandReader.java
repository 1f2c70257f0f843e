package dev.signalbox.workspace;

import dev.signalbox.service.ServiceDefinition.Command;
import dev.signalbox.service.ServiceDefinition.Trouble;
import dev.signalbox.state.NamedPath;
import dev.signalbox.text.PlainText;
import dev.signalbox.time.SideThread.HangsException;
import dev.signalbox.workspace.SourceText.Found.Other;
import dev.signalbox.workspace.YamlNode.Scalar;
import dev.signalbox.workspace.YamlNode.Scalar.Kind;
import dev.signalbox.workspace.YamlNode.Sequence;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads what a service executes, and where. References in words and paths were followed before.
final class CommandReader {
    private static final String ARGV = "a list of a program and its arguments";
    private static final String RELATIVE = "a folder, relative to the file's own";
    private static final String NO_LETTERS =
            "; Java cannot tell letters beyond ASCII here, as it was begun without a locale that has UTF-8";

    private final Path folder;
    private final Problems problems;
    private final Problems troubles;

    /// @param troubles those of a single service
    CommandReader(Path folder, Problems problems, Problems troubles) {
        this.folder = folder;
        this.problems = problems;
        this.troubles = troubles;
    }

    Command command(Fields service) {
        if (service.has("command") && service.has("shell")) {
            service.mistakeAt("shell", service.where() + " has both command and shell", "one of them");
        } else if (!service.has("command") && !service.has("shell")) {
            service.mistakeAt(
                    "command", service.where() + " has no command", "command: [program, argument, …], or shell");
        }
        var line = service.text("shell");
        if (line != null && service.node("shell") instanceof Scalar scalar) {
            return new Command.Shell(References.inShell(scalar, problems));
        }
        return new Command.Argv(words(service, "command", ARGV + "; shell: for a line with a shell"));
    }

    /// The words of a command without a shell; empty if there is none, or after its mistakes were noted.
    List<String> words(Fields fields, String key) {
        return words(fields, key, ARGV);
    }

    /// @param allowed where there is no list
    List<String> words(Fields fields, String key, String allowed) {
        var node = fields.node(key);
        if (node == null) {
            return List.of();
        }
        if (!(node instanceof Sequence list) || list.items().isEmpty()) {
            fields.mistake(key, node instanceof Scalar ? allowed : ARGV);
            return List.of();
        }
        var words = list.items().stream()
                .map(item -> word(item, fields.name(key)))
                .filter(Objects::nonNull)
                .toList();
        if (list.items().getFirst() instanceof Scalar program && program.text().isBlank()) {
            fields.mistakeAt(key, "the program in " + fields.name(key) + " is blank", ARGV);
        }
        return words;
    }

    /// A line for a shell at `key`, with its references put in; `null` if there is a list, or nothing.
    @Nullable
    String line(Fields fields, String key) {
        return fields.node(key) instanceof Scalar scalar
                        && scalar.kind() == Kind.TEXT
                        && !scalar.text().isBlank()
                ? References.inShell(scalar, problems)
                : null;
    }

    /// The path of the file at `key`; `null` if there is none, or after the mistake was noted.
    @Nullable
    Path file(Fields fields, String key) {
        return fields.parsed(key, "a file, relative to the workspace file's folder", text -> resolve(folder, text));
    }

    private @Nullable String word(YamlNode item, String name) {
        if (item instanceof Scalar scalar && scalar.kind() != Kind.NOTHING) {
            return scalar.text();
        }
        problems.add(item.at(), "a word of " + name + " is " + item.described(), "text, or \"\" for an empty word");
        return null;
    }

    /// Where a service is executed.
    ///
    /// @param trouble why it cannot be, or why that is not known
    record Folder(Path path, Trouble trouble) {}

    Folder cwd(Fields service) {
        var given = service.has("cwd") ? service.parsed("cwd", relative(), text -> resolve(folder, text)) : null;
        if (given == null) {
            return new Folder(folder, Trouble.NONE);
        }
        try {
            var cwd = clean(given);
            return new Folder(cwd, trouble(cwd, Looks.at(cwd, () -> SourceText.kind(cwd)), service));
        } catch (HangsException e) {
            var secret = secret(service);
            var why = secret == null
                    ? " cannot be looked at: " + e.getMessage()
                    : " " + PlainText.line(secret) + " hangs, and cannot be looked at";
            troubles.add(service.at("cwd"), service.name("cwd") + why, "");
            return new Folder(given, new Trouble("its working directory" + why, false));
        }
    }

    /// The folder as it is written, if what it is is not to be shown; else `null`.
    private static @Nullable String secret(Fields service) {
        return service.node("cwd") instanceof Scalar scalar ? scalar.written() : null;
    }

    private static String relative() {
        return System.getProperty("sun.jnu.encoding", "UTF-8").equals("UTF-8") ? RELATIVE : RELATIVE + NO_LETTERS;
    }

    private Trouble trouble(Path cwd, Optional<Other> found, Fields service) {
        var other = found.orElse(Other.NO_FILE);
        if (other == Other.FOLDER) {
            return Trouble.NONE;
        }
        var secret = secret(service);
        var shown = PlainText.line(secret == null ? cwd.toString() : secret);
        var what = shown + (other == Other.NOTHING ? " does not exist" : " is no folder");
        var home = service.node("cwd") instanceof Scalar scalar ? home(scalar.text()) : "";
        troubles.add(service.at("cwd"), service.name("cwd") + ": " + what, home.isEmpty() ? "" : RELATIVE + home);
        return new Trouble("its cwd " + what, true);
    }

    /// What is to be written instead of the `~` that only shells know; empty if there is none in `text`.
    static String home(String text) {
        return text.equals("~") || text.startsWith("~/")
                ? "; ~ is a shell's word for a home, which is written whole here, as "
                        + Quoted.plain(System.getProperty("user.home", "") + text.substring(1))
                : "";
    }

    /// `text` as a path relative to `folder`, as it is written, or `null` if it is none.
    static @Nullable Path resolve(Path folder, String text) {
        try {
            return text.isEmpty() ? null : folder.resolve(text);
        } catch (InvalidPathException e) {
            return null;
        }
    }

    /// The same path without what says nothing.
    ///
    /// @throws HangsException if what is on the way hangs, where the path goes up again
    static Path clean(Path path) throws HangsException {
        return NamedPath.goesUp(path) ? Looks.at(path, () -> NamedPath.clean(path)) : NamedPath.clean(path);
    }
}
