package dev.signalbox.state;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;

/// Counts in the keys of a file of slots, as a process of its own that a test can kill: `SlotProcess FOLDER
/// COUNT`, which ends by itself after so many numbers. Notes in `FOLDER/seen` each number that is durable, each line by
/// one write of the kernel's, which survives the process.
final class SlotProcess {
    static final int KEYS = 4;
    private static final int PASSING = 5;

    private final SlotFile slots;
    private final OutputStream seen;

    private SlotProcess(Path folder) throws IOException {
        slots = SlotFile.open(folder.resolve("slots"));
        seen = new FileOutputStream(folder.resolve("seen").toFile(), true);
    }

    public static void main(String[] args) throws Exception {
        var process = new SlotProcess(Path.of(args[0]));
        var count = Long.parseLong(args[1]);
        Thread.ofPlatform().daemon().start(process::comeAndGo);
        var counters = new ArrayList<Thread>();
        for (int i = 0; i < KEYS; i++) {
            var key = "key-" + i;
            counters.add(Thread.ofPlatform().start(() -> process.count(key, count)));
        }
        for (var counter : counters) {
            counter.join();
        }
    }

    private void count(String key, long count) {
        var found = slots.find(key);
        var before = found == null ? 0 : number(found);
        try {
            for (long i = before + 1; i <= before + count; i++) {
                slots.put(key, text(i));
                seen.write((key + " " + i + "\n").getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Makes new records now and then, and uses those of others that have gone.
    private void comeAndGo() {
        try {
            for (int round = 0; ; round++) {
                // Not in the same order each time, so that a record goes from key to key.
                for (int i = 0; i < PASSING; i++) {
                    var key = (i + round) % PASSING;
                    slots.put("passing-" + key, text((long) round * PASSING + key));
                }
                slots.reserve("reserved-" + round);
                for (int i = 0; i < PASSING; i++) {
                    slots.remove("passing-" + i);
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Whether `text` may be that of `key`, and of no other.
    static boolean isOf(String key, String text) {
        return !key.startsWith("passing-")
                || number(text) % PASSING == Integer.parseInt(key.substring("passing-".length()));
    }

    /// Of a length that changes much.
    static String text(long number) {
        return number + " " + "x".repeat((int) (number * 911 % 3_800));
    }

    /// The number of a text that is whole.
    static long number(String text) {
        var number = Long.parseLong(text.substring(0, text.indexOf(' ')));
        if (!text.equals(text(number))) {
            throw new IllegalArgumentException("a mixture: " + text);
        }
        return number;
    }
}
