package dev.signalbox.workspace;

import dev.signalbox.time.SideThread.HangsException;
import dev.signalbox.trust.PinnedFile;
import dev.signalbox.workspace.SourceText.Found.Content;
import dev.signalbox.workspace.SourceText.Found.Other;
import dev.signalbox.workspace.SourceText.Found.Unreadable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Gets the text of a file that may be anything.
final class SourceText {
    static final int MOST_BYTES = 4 * 1024 * 1024;

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private SourceText() {}

    /// The text of `file`, or `null` after it was noted why there is none.
    ///
    /// @param allowed what the file should be
    /// @param fingerprint gets to know what was read
    static @Nullable String read(Path file, String allowed, Fingerprint.Collector fingerprint, Problems problems) {
        Found found;
        try {
            found = Looks.at(file, () -> look(file));
        } catch (HangsException e) {
            fingerprint.hangs(file);
            problems.add(Position.WHOLE_FILE, "this file cannot be looked at: " + e.getMessage(), "");
            return null;
        }
        return read(file, found, allowed, fingerprint, problems);
    }

    /// What is in the place of a file.
    sealed interface Found {
        /// A file with this in it.
        ///
        /// @param bytes one more than may be, if there are more
        record Content(ByteBuffer bytes) implements Found {}

        /// A file that cannot be read.
        record Unreadable(IOException why) implements Found {}

        /// No file.
        enum Other implements Found {
            NOTHING,
            FOLDER,
            NO_FILE
        }
    }

    /// Looks what `file` is and what is in it. May hang where the file is.
    static Found look(Path file) {
        var kind = kind(file);
        if (kind.isPresent()) {
            return kind.get();
        }
        try (var pinned = PinnedFile.of(file)) {
            var now = kind(pinned.attributes());
            if (now.isPresent()) { // somebody has put it there since
                return now.get();
            }
            try (var in = pinned.read()) {
                return new Content(ByteBuffer.wrap(in.readNBytes(MOST_BYTES + 1)));
            }
        } catch (IOException e) {
            return new Unreadable(e);
        }
    }

    /// What `file` is if it is no regular file, as is a pipe, which would let its reader wait. May hang where it is.
    static Optional<Other> kind(Path file) {
        try {
            return kind(Files.readAttributes(file, BasicFileAttributes.class));
        } catch (IOException e) {
            return Optional.of(Other.NOTHING);
        }
    }

    private static Optional<Other> kind(BasicFileAttributes found) {
        if (found.isRegularFile()) {
            return Optional.empty();
        }
        return Optional.of(found.isDirectory() ? Other.FOLDER : Other.NO_FILE);
    }

    /// The text of what was found, or `null` after it was noted why there is none.
    static @Nullable String read(
            Path file, Found found, String allowed, Fingerprint.Collector fingerprint, Problems problems) {
        switch (found) {
            case Other.NOTHING -> problems.add(Position.WHOLE_FILE, "there is no such file", "");
            case Other.FOLDER -> problems.add(Position.WHOLE_FILE, "this is a folder", allowed);
            case Other.NO_FILE -> problems.add(Position.WHOLE_FILE, "this is no regular file", allowed);
            case Unreadable(AccessDeniedException _) ->
                problems.add(Position.WHOLE_FILE, "no permission to read this file", "");
            case Unreadable(var why) ->
                problems.add(
                        Position.WHOLE_FILE,
                        "this file cannot be read: " + Quoted.plain(String.valueOf(why.getMessage())),
                        "");
            case Content(var bytes) -> {
                if (bytes.remaining() <= MOST_BYTES) {
                    fingerprint.add(file, bytes);
                }
                return text(bytes, problems);
            }
        }
        return null;
    }

    /// The text of what a file holds, or `null` after it was noted why it is none.
    ///
    /// @param bytes one more than may be, if there are more
    static @Nullable String text(ByteBuffer bytes, Problems problems) {
        if (bytes.remaining() > MOST_BYTES) {
            problems.add(Position.WHOLE_FILE, "the file is larger than 4 MiB", "");
            return null;
        }
        try {
            var text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
            return withoutControls(text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text, problems);
        } catch (CharacterCodingException e) {
            problems.add(Position.WHOLE_FILE, "the file is not text in UTF-8", "");
            return null;
        }
    }

    private static @Nullable String withoutControls(String text, Problems problems) {
        var line = 1;
        var lineStart = 0;
        for (var i = 0; i < text.length(); i++) {
            var each = text.charAt(i);
            if (each == '\n') {
                line++;
                lineStart = i + 1;
            } else if (Character.isISOControl(each) && each != '\t' && each != '\r' && each != '\u0085') {
                var at = new Position(line, text.codePointCount(lineStart, i) + 1);
                problems.add(at, "a control character (U+%04X); this is no text file".formatted((int) each), "");
                return null;
            }
        }
        return text;
    }
}
