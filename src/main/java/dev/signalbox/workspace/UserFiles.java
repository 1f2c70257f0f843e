package dev.signalbox.workspace;

import java.io.IOException;
import java.nio.file.Path;

/// Reads files with the rights of other users, so that nobody gets to know by this program what he may not read
/// himself. Safe to use from any thread.
public interface UserFiles {
    /// Of a program that does not become anybody else: nothing is read.
    UserFiles NONE = new UserFiles() {
        @Override
        public long id(String user) throws IOException {
            throw new IOException("user " + user + " is not looked up here");
        }

        @Override
        public byte[] read(Path file, String user, int most) throws IOException {
            throw new IOException("nothing is read here with the rights of user " + user);
        }
    };

    /// The number of a user.
    ///
    /// @param user a name or a number, and a group if it is another: `www-data:adm`
    /// @throws IOException if there is none, with a message for people
    long id(String user) throws IOException;

    /// The first bytes of a file. Waits for a few seconds at most, but where the file hangs.
    ///
    /// @param file absolute
    /// @throws IOException if that user cannot read it, with a message for people
    byte[] read(Path file, String user, int most) throws IOException;
}
