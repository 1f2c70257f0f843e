package dev.signalbox.service;

import dev.signalbox.service.ServiceDefinition.EnvValue;
import java.util.Comparator;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Stream;

/// The secret values of services. A shell may have put one into a command line, or a program on its output, which
/// are shown. None is forgotten: a process that runs, or a log, may hold it for longer than its definition.
/// Thread-safe.
public final class Secrets {
    /// Anything shorter would be found everywhere, and hides nothing.
    private static final int SHORTEST = 3;

    private static final String MASK = new EnvValue("", true).masked();

    /// The longest first, as one may be part of another.
    private final ConcurrentSkipListSet<String> values = new ConcurrentSkipListSet<>(
            Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()));

    /// Adds those of a service. Of one that has several lines, each line is secret too, as texts are often cut
    /// into their lines.
    public void add(ServiceDefinition definition) {
        definition.env().values().stream()
                .filter(EnvValue::secret)
                .map(value -> RawText.shown(value.value()))
                .flatMap(value -> Stream.concat(Stream.of(value), value.lines()))
                .filter(value -> value.length() >= SHORTEST)
                .forEach(values::add);
    }

    /// `text` with dots in the place of every secret.
    public String mask(String text) {
        var masked = text;
        for (var value : values) {
            masked = masked.replace(value, MASK);
        }
        return masked;
    }
}
