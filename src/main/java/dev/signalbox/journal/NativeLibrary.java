package dev.signalbox.journal;

import dev.signalbox.state.PrivateFiles;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Where SQLite's library is unpacked, which is loaded by the first file that is opened: not in the folder for
/// temporary files, which may be full, or mounted so that nothing in it can be run.
public final class NativeLibrary {
    private static final String PROPERTY = "org.sqlite.tmpdir";

    private NativeLibrary() {}

    /// Lets it be unpacked into `folder`, which is made with mode 0700, and deletes what an engine that was killed
    /// has left there. Changes nothing if somebody has said where, as on the command line, or an engine in this
    /// program before.
    ///
    /// @param folder used by nobody else
    public static void unpackInto(Path folder) throws IOException {
        PrivateFiles.folder(folder);
        var known = System.getProperty(PROPERTY);
        if (known != null && Path.of(known).toAbsolutePath().equals(folder.toAbsolutePath())) {
            return; // what is there may be in use
        }
        try (var left = Files.newDirectoryStream(folder, "sqlite-*")) {
            for (var file : left) {
                Files.deleteIfExists(file);
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        if (known == null) {
            System.setProperty(PROPERTY, folder.toAbsolutePath().toString());
        }
    }
}
