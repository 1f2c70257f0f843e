package dev.signalbox.service.launch;

import dev.signalbox.service.RawText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What the last shell before a service's program is told on its standard input, which nobody else can read: the
/// folder, the umask, the variables and the words of the program that it is to become.
final class LaunchScript {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    /// Those that some shell lets nobody set, or not to any value.
    private static final Set<String> OF_A_SHELL =
            Set.of("BASHOPTS", "EUID", "LINENO", "OPTIND", "PPID", "SHELLOPTS", "UID");

    private LaunchScript() {}

    /// It is one command to the shell, which does nothing of it where its end is missing, as the engine has
    /// died. What the shell thinks of a variable, such as of a language that is not installed, is not the
    /// service's output; what it thinks of the folder is.
    ///
    /// @param folder that it enters, `null` if it is there already
    static byte[] of(@Nullable Path folder, int umask, Map<String, String> variables, List<String> program) {
        var script = new StringBuilder("{\n");
        if (folder != null) {
            // Not as it is named: what links lead to counts, as the engine has it.
            script.append("cd -P ").append(quoted(folder.toString())).append(" || exit 126\nunset OLDPWD\n");
        }
        script.append("exec 3>&2 2>/dev/null\n");
        script.append("umask %04o\n".formatted(umask));
        var others = new ArrayList<String>();
        new TreeMap<>(variables).forEach((name, value) -> {
            var assignment = quoted(value);
            if (NAME.matcher(name).matches() && !OF_A_SHELL.contains(name)) {
                script.append("export ")
                        .append(name)
                        .append('=')
                        .append(assignment)
                        .append('\n');
            } else {
                others.add(quoted(name + "=" + value));
            }
        });
        script.append("exec 2>&3 3>&-\nexec ");
        if (!others.isEmpty()) {
            script.append(Programs.ENV)
                    .append(' ')
                    .append(String.join(" ", others))
                    .append(' ');
        }
        script.append(program.stream().map(LaunchScript::quoted).collect(Collectors.joining(" ")));
        return RawText.bytes(script.append(" < /dev/null\n}\n").toString());
    }

    /// A word that the shell takes as it is.
    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
