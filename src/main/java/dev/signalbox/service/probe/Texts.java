package dev.signalbox.service.probe;

import java.net.ConnectException;
import java.net.UnknownHostException;

/// Words of answers.
final class Texts {
    private static final int MAX = 200;

    private Texts() {}

    /// Why there was no answer.
    static String reason(Exception problem) {
        return switch (problem) {
            case ConnectException _ -> "connection refused";
            case UnknownHostException e -> "no such host: " + e.getMessage();
            default -> {
                var message = problem.getMessage();
                yield message == null ? problem.getClass().getSimpleName() : message;
            }
        };
    }

    /// `text` on one line of bounded length.
    static String brief(String text) {
        var line = text.replaceAll("\\p{Cntrl}+", " ").strip();
        if (line.length() <= MAX) {
            return line;
        }
        var end = Character.isHighSurrogate(line.charAt(MAX - 1)) ? MAX - 1 : MAX;
        return line.substring(0, end) + "…";
    }
}
