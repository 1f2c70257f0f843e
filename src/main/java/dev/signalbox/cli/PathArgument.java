package dev.signalbox.cli;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Files that are named on the command line. The launcher tells by a property whether the folder is gone in which
/// it was called; then the program has begun in another one.
public final class PathArgument implements ITypeConverter<Path> {
    private final boolean gone;
    private final String charset;

    PathArgument() {
        this(isFolderGone(), System.getProperty("sun.jnu.encoding", ""));
    }

    /// @param gone whether there is no folder that a relative path could begin in
    /// @param charset in which Java tells the names of files
    PathArgument(boolean gone, String charset) {
        this.gone = gone;
        this.charset = charset;
    }

    /// Has a command, and all below it, read its files so.
    public static CommandLine in(CommandLine command) {
        return command.registerConverter(Path.class, new PathArgument());
    }

    private static boolean isFolderGone() {
        return System.getProperty("signalbox.folder", "").equals("gone");
    }

    /// Whether there is `file` in the folder that the program was called in.
    public static boolean isHere(Path file) {
        return !isFolderGone() && Files.exists(file);
    }

    @Override
    public Path convert(String text) {
        var path = path(text);
        if (gone && !path.isAbsolute()) {
            throw new TypeConversionException("the folder that this was called in is deleted, so there is no \"" + text
                    + "\" in it; call it in another one, or name the whole path");
        }
        return path;
    }

    private Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            if (charset.equals("UTF-8")) {
                throw new TypeConversionException("\"" + text + "\" cannot be the name of a file: " + e.getReason());
            }
            throw new TypeConversionException("it has letters that Java cannot tell in the character set " + charset
                    + " of this machine; install a locale with UTF-8, such as C.UTF-8");
        }
    }
}
