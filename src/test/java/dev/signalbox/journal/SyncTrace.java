package dev.signalbox.journal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the system calls of a [JournalProcess] with one submitter say of the order in which it wrote,
/// synchronised and told.
final class SyncTrace {
    private static final Pattern BEGIN = Pattern.compile(
            "(\\d+) +(write|pwrite64|fsync|fdatasync)\\(\\d+<([^>]*)>(?:, \"((?:[^\"\\\\]|\\\\.)*)\")?.*");
    private static final Pattern END = Pattern.compile("(\\d+) +<\\.\\.\\. (\\w+) resumed>.*= (-?\\d+).*");
    private static final String WAL = "/journal.db-wal";

    /// How far the next record has come on its way to the disk.
    private enum Progress {
        ASKED,
        WRITTEN,
        SYNCHRONISING
    }

    private final Map<String, String> unfinished = new HashMap<>();
    private final List<String> violations = new ArrayList<>();
    private Progress progress = Progress.ASKED;
    /// How many records have become durable, and how many of them when an operation was submitted and its body
    /// was done.
    private int durable;

    private int atSubmission;
    private int atDone;
    private int told;

    private SyncTrace() {}

    static SyncTrace of(List<String> lines) {
        var trace = new SyncTrace();
        lines.forEach(trace::line);
        return trace;
    }

    /// How many lines told somebody something.
    int told() {
        return told;
    }

    /// The lines that told what was not on the disk.
    List<String> violations() {
        return List.copyOf(violations);
    }

    private void line(String line) {
        var begin = BEGIN.matcher(line);
        var end = END.matcher(line);
        if (begin.matches()) {
            begin(begin);
            if (line.endsWith("<unfinished ...>")) {
                unfinished.put(begin.group(1), begin.group(3));
            } else {
                end(begin.group(2), begin.group(3));
            }
        } else if (end.matches() && unfinished.containsKey(end.group(1))) {
            end(end.group(2), unfinished.remove(end.group(1)));
        }
    }

    private void begin(Matcher call) {
        var path = call.group(3);
        if (path.endsWith("/seen")) {
            seen(call.group(4));
        } else if (path.endsWith(WAL)) {
            if (call.group(2).startsWith("f")) {
                advance(Progress.WRITTEN, Progress.SYNCHRONISING);
            } else {
                advance(Progress.ASKED, Progress.WRITTEN);
            }
        }
    }

    private void end(String call, String path) {
        if (path.endsWith(WAL) && call.startsWith("f") && progress == Progress.SYNCHRONISING) {
            progress = Progress.ASKED;
            durable++;
        }
    }

    private void advance(Progress from, Progress to) {
        if (progress == from) {
            progress = to;
        }
    }

    private void seen(String line) {
        switch (line.split("[ \\\\]")[0]) {
            // Each of these asks for a record, and nothing is under way before.
            case "submitting" -> {
                progress = Progress.ASKED;
                atSubmission = durable;
            }
            case "done" -> {
                progress = Progress.ASKED;
                atDone = durable;
            }
            // The submitter may come to tell it later than the body ends.
            case "accepted" -> tell(line, atSubmission + 1);
            // That it was accepted, and that it starts.
            case "body" -> tell(line, atSubmission + 2);
            case "ended" -> tell(line, atDone + 1);
            default -> {}
        }
    }

    private void tell(String line, int needed) {
        told++;
        if (durable < needed) {
            violations.add(line);
        }
    }
}
