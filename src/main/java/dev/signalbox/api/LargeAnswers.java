package dev.signalbox.api;

import java.util.HashMap;
import java.util.Map;

/// Counts the characters of the large answers that are on their way, each of which is held until its reader has taken
/// it. Who takes them slowly shall not fill the memory, nor all of this room. Safe to use from any thread.
final class LargeAnswers {
    /// Shorter ones are not counted: the number of connections bounds those.
    static final int LARGE = 16 * 1024;

    /// A character takes two or three bytes while it is sent, and an eighth of the heap may go on that.
    private static final int HEAP_BYTES_EACH = 16;

    private final long most;
    private final Map<String, Long> going = new HashMap<>();
    private long all;

    /// @param most characters at once; one caller has half of them at most. A single answer may always be sent
    LargeAnswers(long most) {
        this.most = most;
    }

    /// As many as this program's heap allows.
    static LargeAnswers ofThisHeap() {
        return new LargeAnswers(Runtime.getRuntime().maxMemory() / HEAP_BYTES_EACH);
    }

    /// Whether an answer of `length` characters may be sent to `who`; if so, it is to [#leave].
    synchronized boolean enter(String who, int length) {
        if (length < LARGE) {
            return true;
        }
        var own = going.getOrDefault(who, 0L);
        var fits = all + length <= most && (own == 0 || own + length <= most / 2);
        if (all > 0 && !fits) {
            return false;
        }
        all += length;
        going.put(who, own + length);
        return true;
    }

    synchronized void leave(String who, int length) {
        if (length >= LARGE) {
            all -= length;
            going.computeIfPresent(who, (_, own) -> own == length ? null : own - length);
        }
    }
}
