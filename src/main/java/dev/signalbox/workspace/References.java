package dev.signalbox.workspace;

import dev.signalbox.workspace.YamlNode.Scalar;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// References in lines for a shell, which has its own `${NAME}`: it is left to it, as variables are in its
/// environment anyway. `$$` has a meaning of its own there.
final class References {
    /// Of those that are followed.
    static final String ALLOWED = "${NAME}, ${NAME:-default}, ${env:NAME}, ${env:NAME:-default},"
            + " ${signalbox.java}, and $${ for a plain ${";

    private static final String JAVA = "signalbox.java";
    private static final Pattern IN_SHELL = Pattern.compile("\\$\\{((?:env:|signalbox\\.)[^}]*)}");

    private References() {}

    static String inShell(Scalar line, Problems problems) {
        return IN_SHELL.matcher(line.text()).replaceAll(match -> {
            if (match.group(1).equals(JAVA)) {
                return Matcher.quoteReplacement(java());
            }
            var found = "unknown reference ${" + Quoted.plain(match.group(1)) + "}";
            problems.add(line.at(), found, "${signalbox.java}; $NAME for a variable");
            return "";
        });
    }

    /// The program of the Java that runs.
    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
