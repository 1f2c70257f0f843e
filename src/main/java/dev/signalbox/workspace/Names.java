package dev.signalbox.workspace;

import java.util.regex.Pattern;

/// What services, workspaces and variables may be called.
final class Names {
    static final String FILE_SAFE_RULE =
            "1 to 64 of A-Z a-z 0-9 _ . -, beginning with a letter or digit, without \"..\"";
    static final String VARIABLE_RULE = "letters, digits, _ . and -, beginning with a letter or _";

    private static final Pattern FILE_SAFE = Pattern.compile("(?!.*\\.\\.)[A-Za-z0-9][A-Za-z0-9_.-]{0,63}");
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

    /// Whether files and folders can bear the name anywhere.
    static boolean isFileSafe(String name) {
        return FILE_SAFE.matcher(name).matches();
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
