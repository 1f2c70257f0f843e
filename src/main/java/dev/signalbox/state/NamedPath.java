package dev.signalbox.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;

/// Paths as people name them: absolute, with the links that they go through. A link that is moved to another target
/// leads there, and is still the same path.
public final class NamedPath {
    private static final Path UP = Path.of("..");

    private NamedPath() {}

    /// The absolute path of `file`. What is not absolute begins in the folder that the shell names, if that is the
    /// one that the program is in: the kernel knows that only without its links.
    ///
    /// @param environment where `PWD` is the shell's name for the folder
    public static Path of(Path file, Map<String, String> environment) {
        return clean(file.isAbsolute() ? file : here(environment).resolve(file));
    }

    private static Path here(Map<String, String> environment) {
        var here = Path.of("").toAbsolutePath();
        try {
            var named = Path.of(environment.getOrDefault("PWD", ""));
            return named.isAbsolute() && named.equals(clean(named)) && Files.isSameFile(named, here) ? named : here;
        } catch (IOException | InvalidPathException e) {
            return here;
        }
    }

    /// Whether to clean a path takes a look at the file system.
    public static boolean goesUp(Path path) {
        for (var part : path) {
            if (part.equals(UP)) {
                return true;
            }
        }
        return false;
    }

    /// The same path without what says nothing. A `..` behind a link stays: to the kernel it is the folder above the
    /// link's target, wherever that is. Looks at the file system if it goes up.
    public static Path clean(Path absolute) {
        var clean = absolute.getRoot();
        for (var part : absolute) {
            if (part.equals(UP) && Files.isDirectory(clean, LinkOption.NOFOLLOW_LINKS) && !clean.endsWith(UP)) {
                clean = clean.getParent() == null ? clean : clean.getParent();
            } else if (!part.toString().equals(".")) {
                clean = clean.resolve(part);
            }
        }
        return clean;
    }
}
