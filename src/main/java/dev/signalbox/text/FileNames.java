package dev.signalbox.text;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// The names of services and workspaces as parts of the names of files, and wherever else a blank, a slash, a colon or
/// a letter beyond ASCII is in the way, as in the path of a URL.
///
/// Letters and digits of ASCII, `_`, `-` and `.` stand for themselves, but a `-` or `.` at the beginning does not; each
/// byte in UTF-8 of all else is `%` and two hexadecimal digits. So two names are never the same file, and one that has
/// nothing else in it is its own file name.
public final class FileNames {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private FileNames() {}

    /// How files are called that are of `name`, before their ending.
    public static String of(String name) {
        var file = new StringBuilder(name.length());
        for (var each : name.getBytes(StandardCharsets.UTF_8)) {
            if (isPlain(each) && !(file.isEmpty() && (each == '.' || each == '-'))) {
                file.append((char) each);
            } else {
                HEX.toHexDigits(file.append('%'), each);
            }
        }
        return file.toString();
    }

    private static boolean isPlain(byte each) {
        return (each >= 'a' && each <= 'z')
                || (each >= 'A' && each <= 'Z')
                || (each >= '0' && each <= '9')
                || each == '_'
                || each == '-'
                || each == '.';
    }

    /// Whose files are called so; what [#of] has not made is its own name.
    public static String name(String file) {
        var name = new ByteArrayOutputStream(file.length());
        for (int i = 0; i < file.length(); i++) {
            var each = file.charAt(i);
            if (each == '%' && i + 2 < file.length() && isHex(file.charAt(i + 1)) && isHex(file.charAt(i + 2))) {
                name.write(HexFormat.fromHexDigits(file, i + 1, i + 3));
                i += 2;
            } else {
                name.writeBytes(String.valueOf(each).getBytes(StandardCharsets.UTF_8));
            }
        }
        var found = name.toString(StandardCharsets.UTF_8);
        return of(found).equals(file) ? found : file;
    }

    private static boolean isHex(char each) {
        return HexFormat.isHexDigit(each);
    }
}
