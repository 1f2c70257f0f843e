package dev.signalbox.workspace;

import dev.signalbox.text.FileNames;
import dev.signalbox.text.PlainText;
import java.util.regex.Pattern;

/// What services, workspaces and variables may be called.
final class Names {
    static final String NAME_RULE = "1 to 64 characters that can be seen, with blanks between them only; no comma,"
            + " no - at the beginning, and around a / other parts than . and ..; at most 180 bytes where each letter"
            + " beyond ASCII takes 6 or more";
    static final String VARIABLE_RULE = "letters, digits, _ . and -, beginning with a letter or _";

    private static final int LONGEST = 64;
    /// So that there is room for all endings of files of such a name: a file's has 255 bytes.
    private static final int LONGEST_OF_FILES = 180;
    private static final Pattern NO_PART = Pattern.compile("(^|/)\\.{0,2}(/|$)");
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");
    private static final Pattern FOR_SHELLS = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern ACCOUNT = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]{0,31}|[0-9]{1,10}");
    private static final Pattern SECRET = Pattern.compile(
            "PASSW|PASSPHRASE|SECRET|TOKEN|KEY|CREDENTIAL|(^|_)(PASS|AUTH)(_|$)", Pattern.CASE_INSENSITIVE);
    /// What such a name ends with if its value says where a secret is.
    private static final Pattern PLACE = Pattern.compile("_(FILE|PATH|DIR|HOST|PORT)$", Pattern.CASE_INSENSITIVE);

    private static final Pattern SECRET_VALUE =
            Pattern.compile("://[^/@\\s]*:[^/@\\s]*@|-----BEGIN [A-Z ]*PRIVATE KEY-----");

    private Names() {}

    /// Whether a service or a workspace can have this name: people can read it in one line and give it to a command,
    /// it can be one of several in the HTTP API, and a part of a URL's path, whatever is between that removes what
    /// looks like a way up.
    static boolean isName(String name) {
        return name.codePoints().allMatch(each -> each == ' ' || isSeen(each))
                && name.codePointCount(0, name.length()) <= LONGEST
                && name.strip().equals(name)
                && !name.startsWith("-")
                && name.indexOf(',') < 0
                && !NO_PART.matcher(name).find()
                && FileNames.of(name).length() <= LONGEST_OF_FILES;
    }

    private static boolean isSeen(int codePoint) {
        return PlainText.hasShape(codePoint) && Character.isDefined(codePoint) && !Character.isSpaceChar(codePoint);
    }

    static boolean isVariable(String name) {
        return VARIABLE.matcher(name).matches();
    }

    /// Whether shells can set such a variable, and so hand it on without words that others see.
    static boolean isForShells(String variable) {
        return FOR_SHELLS.matcher(variable).matches();
    }

    /// Whether a user or group may be called so or have this number, and no program takes it for an option.
    static boolean isAccount(String name) {
        return ACCOUNT.matcher(name).matches();
    }

    /// Whether a variable probably holds a secret: its name says so, or its value is a private key, or a URL with a
    /// password.
    static boolean isSecret(String variable, String value) {
        return (SECRET.matcher(variable).find() && !PLACE.matcher(variable).find())
                || SECRET_VALUE.matcher(value).find();
    }
}
