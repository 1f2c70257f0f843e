package dev.signalbox.workspace;

import dev.signalbox.service.ServiceDefinition.EnvValue;
import dev.signalbox.workspace.YamlNode.Scalar;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Puts in what `${…}` stands for. `$${` is a plain `${`, except in shell lines, where `$$` has a meaning of its
/// own.
final class References {
    private static final String JAVA = "signalbox.java";
    private static final String ENV = "env:";
    private static final String DEFAULT = ":-";
    private static final Pattern REFERENCE = Pattern.compile("(\\$?)\\$\\{([^}]*)}");
    private static final Pattern SHELL_REFERENCE = Pattern.compile("()\\$\\{((?:env:|signalbox\\.)[^}]*)}");

    private final Map<String, String> environment;
    private final Problems problems;
    private final Problems troubles;

    /// @param troubles those of a single service: variables that are not set
    References(Map<String, String> environment, Problems problems, Problems troubles) {
        this.environment = environment;
        this.problems = problems;
        this.troubles = troubles;
    }

    /// A word of a command. It is shown and logged, so nothing comes into it from the environment.
    String inCommand(Scalar word) {
        var allowed = "${signalbox.java}, and $${ for a plain ${; ${env:NAME} only in env";
        return replace(REFERENCE, word, name -> name.equals(JAVA) ? java() : unknown(word, name, allowed));
    }

    /// A line for a shell, which has its own `${NAME}` that is left to it.
    String inShell(Scalar line) {
        var allowed = "${signalbox.java}; $NAME for a variable";
        return replace(SHELL_REFERENCE, line, name -> name.equals(JAVA) ? java() : unknown(line, name, allowed));
    }

    /// The value of variable `variable`.
    ///
    /// @param unset gets the names of variables that it refers to and that are not set
    EnvValue inVariable(String variable, Scalar value, Collection<String> unset) {
        var secret = Names.isSecret(variable, value.text());
        var text = replace(REFERENCE, value, name -> {
            if (name.startsWith(ENV)) {
                return fromEnvironment(value, name.substring(ENV.length()), unset);
            }
            var shown = secret ? "…" : name;
            var allowed = "${env:NAME}, ${env:NAME:-default}, ${signalbox.java}, and $${ for a plain ${";
            return name.equals(JAVA) ? java() : unknown(value, shown, allowed);
        });
        var imported = REFERENCE.matcher(value.text()).results().anyMatch(References::isFromEnvironment);
        return new EnvValue(text, secret || imported || Names.isSecret(variable, text));
    }

    private static boolean isFromEnvironment(MatchResult match) {
        return match.group(1).isEmpty() && match.group(2).startsWith(ENV);
    }

    private static String replace(Pattern pattern, Scalar in, UnaryOperator<String> values) {
        return pattern.matcher(in.text()).replaceAll(match -> {
            var escaped = !match.group(1).isEmpty();
            return Matcher.quoteReplacement(escaped ? match.group().substring(1) : values.apply(match.group(2)));
        });
    }

    /// @param reference a name, or `NAME:-default` with what stands for a variable that is not set, or empty
    private String fromEnvironment(Scalar in, String reference, Collection<String> unset) {
        var end = reference.indexOf(DEFAULT);
        var name = end < 0 ? reference : reference.substring(0, end);
        var value = environment.getOrDefault(name, "");
        if (end >= 0 && value.isEmpty()) {
            return reference.substring(end + DEFAULT.length());
        }
        if (!environment.containsKey(name)) {
            var found = "environment variable " + Quoted.plain(name) + " is not set";
            troubles.add(in.at(), found, "one that is set, or ${env:NAME:-default}");
            unset.add(name);
        }
        return value;
    }

    private String unknown(Scalar in, String name, String allowed) {
        problems.add(in.at(), "unknown reference ${" + Quoted.plain(name) + "}", allowed);
        return "";
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
