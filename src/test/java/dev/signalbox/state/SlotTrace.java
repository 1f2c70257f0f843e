package dev.signalbox.state;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the system calls of a [SlotProcess] say of the order in which it wrote, synchronized and told.
final class SlotTrace {
    private static final Pattern WRITE =
            Pattern.compile("\\d+ +pwrite64\\(\\d+<[^>]*/slots>, \"(.*)\"(?:\\.\\.\\.)?, \\d+, (\\d+).*");
    private static final Pattern SYNC = Pattern.compile("(\\d+) +fdatasync\\(\\d+<[^>]*/slots>(.*)");
    private static final Pattern SYNCED = Pattern.compile("(\\d+) +<\\.\\.\\. fdatasync resumed>.* = 0");
    private static final Pattern TOLD = Pattern.compile("\\d+ +write\\(\\d+<[^>]*/seen>, \"(key-\\d) (\\d+)\\\\n\".*");
    private static final Pattern TEXT = Pattern.compile("(key-\\d)(\\d+) ");

    /// By record, what was written and is not known to be on the disk.
    private final Map<Long, String> written = new HashMap<>();
    private final Set<String> durable = new HashSet<>();
    private final List<String> violations = new ArrayList<>();
    private Map<Long, String> synchronizing = Map.of();
    private int told;
    private int together;

    private SlotTrace() {}

    static SlotTrace of(List<String> lines) {
        var trace = new SlotTrace();
        lines.forEach(trace::line);
        return trace;
    }

    /// How many texts were told to be durable.
    int told() {
        return told;
    }

    /// The most records that were synchronized at once.
    int together() {
        return together;
    }

    /// The lines that told what was not on the disk, or touched a record whose other slot was not.
    List<String> violations() {
        return violations;
    }

    private void line(String line) {
        match(WRITE, line, call -> {
            var record = Long.parseLong(call.group(2)) / SlotPair.BYTES;
            var text = TEXT.matcher(call.group(1));
            if (written.put(record, text.find() ? text.group(1) + " " + text.group(2) : "") != null) {
                violations.add(line);
            }
        });
        match(SYNC, line, call -> {
            together = Math.max(together, written.size());
            synchronizing = Map.copyOf(written);
            if (call.group(2).endsWith(" = 0")) {
                synchronizedAll();
            }
        });
        match(SYNCED, line, _ -> synchronizedAll());
        match(TOLD, line, call -> {
            told++;
            if (!durable.contains(call.group(1) + " " + call.group(2))) {
                violations.add(line);
            }
        });
    }

    private void synchronizedAll() {
        durable.addAll(synchronizing.values());
        written.keySet().removeAll(synchronizing.keySet());
    }

    private static void match(Pattern pattern, String line, Consumer<Matcher> action) {
        var match = pattern.matcher(line);
        if (match.matches()) {
            action.accept(match);
        }
    }
}
