package dev.signalbox.service;

import dev.signalbox.service.ServiceDefinition.EnvValue;
import dev.signalbox.service.ServiceDefinition.Secrecy;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The secret values of services. A shell may have put one into a command line, or a program on its output, which
/// are shown. None is forgotten: a process that runs, or a log, may hold it for longer than its definition.
/// Thread-safe.
///
/// What hides a secret must not blind the reason of a crash, as most of what stands in an `env_file` is none:
///
/// - a value that is said to be secret, or whose name says so, is masked unless it is a plain word, a number that
///   may be a port, a path, or shorter than five characters
/// - one that is secret only as it came from a file or from the engine's environment is masked if it looks like a
///   secret: twelve letters and digits in a row that change between both at least three times
/// - of a URL with a password, only that password
///
/// The password of any URL is masked in any case.
public final class Secrets {
    private static final int SHORTEST = 5;
    private static final int MOST_PORT = 65_535;
    private static final int LEAST_CHANGES = 3;

    private static final String MASK = new EnvValue("", true).masked();

    /// Such as `true`, `localhost`, `Production`: what a dictionary has hides nothing.
    private static final Pattern WORD = Pattern.compile("[A-Za-z][a-z]{0,10}|[A-Z]{1,11}");

    private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");
    private static final Pattern FOLDERS = Pattern.compile("(\\.{0,2}|[A-Za-z]:)/[A-Za-z0-9._/-]*");
    private static final Pattern LONG_RUN = Pattern.compile("[A-Za-z0-9]{12,}");
    private static final Pattern CHANGE = Pattern.compile("(?<=[0-9])(?=[A-Za-z])|(?<=[A-Za-z])(?=[0-9])");
    private static final Pattern PASSWORD_OF_A_URL = Pattern.compile("(?<=://)([^/@\\s:]*):([^/@\\s]+)@");

    /// The longest first, as one may be part of another.
    private final ConcurrentSkipListSet<String> values = new ConcurrentSkipListSet<>(
            Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()));

    /// Adds those of a service. Of one that has several lines, each line is secret too, as texts are often cut
    /// into their lines.
    public void add(ServiceDefinition definition) {
        definition.env().values().stream().filter(EnvValue::secret).forEach(this::add);
    }

    private void add(EnvValue value) {
        var text = RawText.shown(value.value());
        var url = PASSWORD_OF_A_URL.matcher(text);
        if (url.find()) {
            var password = url.group(2);
            Stream.of(password, decoded(password)).filter(Secrets::isSecret).forEach(values::add);
            return;
        }
        var said = value.secrecy() == Secrecy.SECRET;
        Stream.concat(Stream.of(text), text.lines())
                .filter(each -> said ? isSecret(each) : looksSecret(each))
                .forEach(values::add);
    }

    private static String decoded(String password) {
        try {
            return URLDecoder.decode(password.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) { // it was never encoded
            return password;
        }
    }

    private static boolean isSecret(String text) {
        var isPort = PORT.matcher(text).matches() && Integer.parseInt(text) <= MOST_PORT;
        return text.strip().length() >= SHORTEST
                && !isPort
                && !WORD.matcher(text).matches()
                && (looksSecret(text) || !FOLDERS.matcher(text).matches());
    }

    private static boolean looksSecret(String text) {
        return LONG_RUN.matcher(text)
                .results()
                .anyMatch(run -> CHANGE.matcher(run.group()).results().count() >= LEAST_CHANGES);
    }

    /// `text` with dots in the place of every secret.
    public String mask(String text) {
        var masked = PASSWORD_OF_A_URL.matcher(text).replaceAll("$1:" + MASK + "@");
        for (var value : values) {
            masked = masked.replace(value, MASK);
        }
        return masked;
    }
}
