package dev.signalbox.service;

import dev.signalbox.service.Probe.Check;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;

/// Puts references in the place of what they stand for.
final class Hiding {
    /// What is shorter is found by chance within other words.
    private static final int LONG = 6;

    private static final Pattern SPECIAL = Pattern.compile("[${}]");

    private Hiding() {}

    /// @param hidden what is hidden, by what is shown instead
    static String in(String text, Map<String, String> hidden) {
        var shown = text;
        for (var each : longestFirst(hidden)) {
            shown = pattern(each.getValue()).matcher(shown).replaceAll(Matcher.quoteReplacement(each.getKey()));
        }
        return shown;
    }

    private static List<Map.Entry<String, String>> longestFirst(Map<String, String> hidden) {
        return hidden.entrySet().stream()
                .filter(each -> !each.getValue().isEmpty())
                .sorted(Comparator.comparingInt((Map.Entry<String, String> each) ->
                                -each.getValue().length())
                        .thenComparing(Map.Entry::getKey))
                .toList();
    }

    private static Pattern pattern(String value) {
        var quoted = Pattern.quote(value);
        return Pattern.compile(value.length() < LONG ? "(?<![\\p{L}\\p{N}])" + quoted + "(?![\\p{L}\\p{N}])" : quoted);
    }

    static Probe in(Probe probe, Map<String, String> hidden) {
        return probe.asking(in(probe.check(), hidden));
    }

    private static Check in(Check check, Map<String, String> hidden) {
        return switch (check) {
            case Check.Http(var uri, var request, var statuses, var body) ->
                new Check.Http(
                        Check.Http.shown(in(uri.toString(), hidden)),
                        in(request, hidden),
                        statuses,
                        body == null ? null : in(body, hidden));
            case Check.Log(var pattern) -> new Check.Log(in(pattern, hidden));
            case Check.Tcp(var host, var port) -> new Check.Tcp(in(host, hidden), port);
            case Check.Exec _ -> check;
        };
    }

    /// The values of headers are shown nowhere.
    private static Check.Request in(Check.Request request, Map<String, String> hidden) {
        var ca = request.ca();
        return ca == null
                ? request
                : new Check.Request(
                        request.method(), request.headers(), Path.of(in(ca.toString(), hidden)), request.insecure());
    }

    private static Pattern in(Pattern pattern, Map<String, String> hidden) {
        var escaped = hidden.entrySet().stream()
                .collect(Collectors.toMap(
                        each -> SPECIAL.matcher(each.getKey()).replaceAll("\\\\$0"), Map.Entry::getValue));
        var shown = in(pattern.pattern(), escaped);
        try {
            return Pattern.compile(shown);
        } catch (PatternSyntaxException _) { // a short one stood where it meant something else
            return Pattern.compile(Pattern.quote(shown));
        }
    }
}
