package dev.signalbox.driver.process;

import dev.signalbox.service.ServiceDefinition;
import dev.signalbox.service.ServiceDefinition.Command;
import dev.signalbox.service.ServiceDefinition.Hook;
import dev.signalbox.time.SideThread;
import dev.signalbox.trust.PinnedFile;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Whether a service opens its output by name, such as `/dev/stderr`, by what can be read of that before it runs: in
/// what it is started and stopped with, in its variables, and in the scripts that are named there. What a program
/// does that was compiled, or that a script calls, cannot be known so. Safe to use from any thread.
final class NamedOutput {
    private static final Pattern NAME =
            Pattern.compile("(/dev/(stdout|stderr|fd/[12])|/proc/[^/\\s]+/fd/[12])(?![\\w/.-])");

    /// What stands between the words of a shell's line.
    private static final Pattern BETWEEN = Pattern.compile("[\\s;&|<>()`\"'=]+");

    /// How much of a script is looked at.
    private static final int BEGIN = 64 * 1024;

    /// Words of a command that may name scripts.
    private static final int MOST = 32;

    private final Path cwd;
    private final boolean named;
    /// What may be programs, which `PATH` leads to, before what can only be arguments.
    private final Set<String> programs = new LinkedHashSet<>();

    private final Set<String> arguments = new LinkedHashSet<>();
    private final SideThread side = new SideThread();

    NamedOutput(ServiceDefinition definition) {
        this.cwd = definition.cwd();
        var texts = new ArrayList<String>();
        switch (definition.command()) {
            case Command.Argv(var words) -> take(words, texts);
            case Command.Shell(var line) -> {
                texts.add(line);
                BETWEEN.splitAsStream(line).limit(MOST).forEach(programs::add);
            }
        }
        take(definition.stop().command(), texts);
        Stream.of(definition.hooks().preStart(), definition.hooks().postStop())
                .filter(Objects::nonNull)
                .map(Hook::command)
                .forEach(words -> take(words, texts));
        definition.env().values().forEach(value -> texts.add(value.value()));
        this.named = texts.stream().anyMatch(text -> NAME.matcher(text).find());
    }

    private void take(List<String> words, List<String> texts) {
        texts.addAll(words);
        words.stream().limit(1).forEach(programs::add);
        // That of a shell's -c, too, is a line.
        words.stream().skip(1).flatMap(BETWEEN::splitAsStream).limit(MOST).forEach(arguments::add);
    }

    /// Looks at the scripts as they are now, and for no longer than is worth it where one hangs: it counts as one that
    /// names nothing then.
    ///
    /// @param path the service's `PATH`
    boolean isOpened(String path) {
        return named || side.orElse(Output.READING, "looking at scripts in " + cwd, () -> isInScript(path), false);
    }

    private boolean isInScript(String path) {
        var folders = Stream.of(path.split(File.pathSeparator, -1)).map(cwd::resolve);
        var places = Stream.concat(Stream.of(cwd), folders).toList();
        return programs.stream()
                        .anyMatch(word -> (word.contains("/") ? Stream.of(cwd) : places.stream())
                                .anyMatch(folder -> isNamedIn(folder, word)))
                || arguments.stream().anyMatch(word -> isNamedIn(cwd, word));
    }

    /// Nothing but a file that has a length is read: what has none may wait, or do something when it is read, as some
    /// of the kernel's do.
    private static boolean isNamedIn(Path folder, String word) {
        if (word.isEmpty()) {
            return false;
        }
        try (var pinned = PinnedFile.of(folder.resolve(word))) {
            var found = pinned.attributes();
            if (!found.isRegularFile() || found.size() == 0) {
                return false;
            }
            try (var in = pinned.read()) {
                var text = new String(in.readNBytes(BEGIN), StandardCharsets.ISO_8859_1);
                return text.indexOf('\0') < 0 && NAME.matcher(text).find();
            }
        } catch (IOException | InvalidPathException e) {
            return false; // who starts it says what is wrong with it
        }
    }
}
