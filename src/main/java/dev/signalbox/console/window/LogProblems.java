package dev.signalbox.console.window;

import dev.signalbox.console.fx.Texts;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What keeps logs from being kept as they should be, in words.
final class LogProblems {
    private LogProblems() {}

    /// On one line.
    ///
    /// @param problems by service, not empty
    static String line(Map<String, String> problems) {
        if (problems.size() > 1) {
            return Texts.of("status.logs", problems.size());
        }
        var only = problems.entrySet().iterator().next();
        return Texts.of("status.log", only.getKey(), only.getValue());
    }

    /// One line for each service.
    static String all(Map<String, String> problems) {
        return new TreeMap<>(problems)
                .entrySet().stream()
                        .map(problem -> Texts.of("status.log", problem.getKey(), problem.getValue()))
                        .collect(Collectors.joining("\n"));
    }
}
