package dev.signalbox.workspace;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        if (!Files.exists(file)) {
            problems.add(Position.WHOLE_FILE, "there is no such file", "");
        } else if (Files.isDirectory(file)) {
            problems.add(Position.WHOLE_FILE, "this is a folder", allowed);
        } else if (!Files.isRegularFile(file)) {
            problems.add(Position.WHOLE_FILE, "this is no regular file", allowed);
        } else {
            return readRegular(file, fingerprint, problems);
        }
        return null;
    }

    private static @Nullable String readRegular(Path file, Fingerprint.Collector fingerprint, Problems problems) {
        try (var in = Files.newInputStream(file)) {
            var bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                problems.add(Position.WHOLE_FILE, "the file is larger than 4 MiB", "");
                return null;
            }
            fingerprint.add(file, bytes);
            var text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return withoutControls(text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text, problems);
        } catch (CharacterCodingException e) {
            problems.add(Position.WHOLE_FILE, "the file is not text in UTF-8", "");
        } catch (AccessDeniedException e) {
            problems.add(Position.WHOLE_FILE, "no permission to read this file", "");
        } catch (IOException e) {
            problems.add(
                    Position.WHOLE_FILE,
                    "this file cannot be read: " + Quoted.plain(String.valueOf(e.getMessage())),
                    "");
        }
        return null;
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
