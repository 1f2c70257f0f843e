package dev.signalbox.service;

import dev.signalbox.libc.CLibrary;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;

/// A pipe that a program writes to. It needs no disk, and whoever writes more than is read has to wait. Unlike
/// those of [Process] it is closed when its reader says so, and not when its last writer ends: a process that a
/// program leaves behind could hold it for ever. Not thread safe.
public final class OutputPipe implements AutoCloseable {
    private final InputStream in;
    private final int end;
    private boolean given;

    /// @throws IOException if there is none to be had: "Too many open files"
    public OutputPipe() throws IOException {
        var ends = LibC.pipe();
        end = ends[1];
        try {
            in = new FileInputStream(file(ends[0]));
        } catch (IOException e) {
            CLibrary.close(end);
            throw e;
        } finally {
            CLibrary.close(ends[0]);
        }
    }

    private static File file(int number) {
        return new File("/proc/self/fd/" + number);
    }

    /// Where the program is to write to. There until [#given].
    public File end() {
        return file(end);
    }

    /// Lets another user open it anew, as `/dev/stderr`: it has no name in any folder, so nobody else comes to it.
    ///
    /// @param owner his number
    public void giveTo(long owner) throws IOException {
        Files.setAttribute(end().toPath(), "unix:uid", (int) owner);
    }

    /// The program has its end, or gets none.
    public void given() {
        if (!given) {
            given = true;
            CLibrary.close(end);
        }
    }

    /// Reads what is there, and never waits.
    ///
    /// @return how many bytes it was
    public int read(byte[] buffer) throws IOException {
        var there = Math.min(in.available(), buffer.length);
        return there == 0 ? 0 : in.read(buffer, 0, there);
    }

    @Override
    public void close() {
        given();
        try {
            in.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // nothing is written to it
        }
    }
}
