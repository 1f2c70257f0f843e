package dev.signalbox.state;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A small file that keeps one short text for each key, for what must be written when nothing else can be: a key
/// that has its record is overwritten in place, and needs no room on the disk and no database. A kill or a power
/// cut at any moment leaves of each key the old text or the new one, in whole. That takes a file system that
/// overwrites in place, which those that copy on write (Btrfs, ZFS) do not.
///
/// Safe to use from any thread of one process; that no other process has the file open is up to the caller. What
/// writes returns when that is durable, all that is waiting by one request to the disk. A failure leaves it open
/// whether the text is in the file, but the old one is told until the file is opened anew.
public final class SlotFile implements AutoCloseable {
    /// The most bytes of a key in UTF-8.
    public static final int MOST_KEY = Slot.MOST_KEY;
    /// The most bytes of a text in UTF-8.
    public static final int MOST_TEXT = Slot.MOST_TEXT;

    private enum Kind {
        PUT,
        RESERVE,
        REMOVE
    }

    private record Change(Kind kind, String key, @Nullable String text, CompletableFuture<Void> done) {}

    private record Written(Change change, SlotPair pair) {}

    private final Path file;
    private final ExecutorService disk;
    private final SlotStore store;
    private final List<String> problems;
    private final Map<String, String> texts;
    private final Set<String> keys = ConcurrentHashMap.newKeySet();
    private final Queue<Change> waiting = new ConcurrentLinkedQueue<>();
    /// By the number of the record; used by the disk's thread.
    private final Map<Integer, Written> written = new HashMap<>();

    private final ReentrantLock lock = new ReentrantLock();
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private boolean closed;

    private SlotFile(Path file, ExecutorService disk, SlotStore store, List<String> problems) {
        this.file = file;
        this.disk = disk;
        this.store = store;
        this.problems = List.copyOf(problems);
        texts = new ConcurrentHashMap<>(store.texts());
        keys.addAll(store.keys());
    }

    /// Opens `file`, or makes it for its owner alone. One that cannot be understood as a whole is renamed to
    /// `<file>.damaged-<n>`, and a new one begun; see [#problems].
    ///
    /// @throws IOException if it can neither be read nor made, is a link or anything but a regular file, or belongs
    ///     to anybody but this user and root
    public static SlotFile open(Path file) throws IOException {
        // An interrupt closes the channel under whoever is in a call of it. Callers may be interrupted, this thread
        // is known to nobody. A channel, as only that can be told not to follow links.
        var disk = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().daemon().name("slots").factory());
        try {
            var problems = new ArrayList<String>();
            var opened = new CompletableFuture<SlotStore>();
            disk.execute(() -> complete(opened, () -> SlotOpening.open(file, problems)));
            return new SlotFile(file, disk, await(opened), problems);
        } catch (IOException | RuntimeException e) {
            disk.shutdown();
            throw e;
        }
    }

    /// What was found damaged, or in the way, when the file was opened: sentences for people.
    public List<String> problems() {
        return problems;
    }

    /// The keys that have a record now: those of [#texts()], and those that room was only made for.
    public Set<String> keys() {
        return Collections.unmodifiableSet(new TreeSet<>(keys));
    }

    /// All that is kept, as it is now.
    public Map<String, String> texts() {
        return Collections.unmodifiableMap(new TreeMap<>(texts));
    }

    /// The text of `key`, or `null` if there is none.
    public @Nullable String find(String key) {
        return texts.get(key);
    }

    /// Keeps `text` for `key` instead of what was kept for it. Blocks on the disk, whether or not the caller is
    /// interrupted.
    ///
    /// @throws IOException if it could not be written; for want of room only if the key has no record
    /// @throws IllegalArgumentException if one of them is too long
    public void put(String key, String text) throws IOException {
        change(Kind.PUT, key, Slot.requireText(text));
    }

    /// Makes sure that a [#put] of `key` finds room, also after the file was opened anew. Its text stays. Blocks as
    /// that does.
    ///
    /// @throws IOException if there is no room, or it could not be written
    public void reserve(String key) throws IOException {
        change(Kind.RESERVE, key, null);
    }

    /// Forgets `key` and leaves its record to the next new one. Blocks as [#put] does.
    ///
    /// @throws IOException if it could not be written
    public void remove(String key) throws IOException {
        change(Kind.REMOVE, key, null);
    }

    private void change(Kind kind, String key, @Nullable String text) throws IOException {
        var change = new Change(kind, Slot.requireKey(key), text, new CompletableFuture<>());
        lock.lock();
        try {
            if (closed) {
                throw new IOException(file + " is closed");
            }
            waiting.add(change);
            disk.execute(this::writeWaiting);
        } finally {
            lock.unlock();
        }
        await(change.done);
    }

    private void writeWaiting() {
        for (var change = waiting.poll(); change != null; change = waiting.poll()) {
            try {
                write(change);
            } catch (Throwable e) {
                // Whatever it is, somebody waits.
                change.done.completeExceptionally(e);
            }
        }
        commit();
    }

    private void write(Change change) throws IOException {
        var own = store.find(change.key);
        if (own == SlotStore.NOWHERE ? change.kind == Kind.REMOVE : change.kind == Kind.RESERVE) {
            change.done.complete(null);
            return;
        }
        var record = own == SlotStore.NOWHERE ? store.findFree() : own;
        if (!written.isEmpty() && (record == SlotStore.NOWHERE || written.containsKey(record))) {
            // The other slot of a record must be on the disk before this one is touched. And a new record is
            // synchronized by itself, which would use up the news that what was written before has failed.
            commit();
            write(change);
            return;
        }
        if (record == SlotStore.NOWHERE) {
            record = store.grow();
        }
        var pair = store.write(record, change.kind == Kind.REMOVE ? "" : change.key, change.text);
        written.put(record, new Written(change, pair));
    }

    private void commit() {
        if (written.isEmpty()) {
            return;
        }
        try {
            store.force();
            written.forEach((record, change) -> {
                store.set(record, change.pair);
                tell(change.change);
            });
        } catch (Throwable e) {
            written.values().forEach(change -> change.change.done.completeExceptionally(e));
        }
        written.clear();
    }

    private void tell(Change change) {
        if (change.kind == Kind.REMOVE) {
            keys.remove(change.key);
        } else {
            keys.add(change.key);
        }
        if (change.text == null) {
            texts.remove(change.key);
        } else {
            texts.put(change.key, change.text);
        }
        change.done.complete(null);
    }

    /// Returns when all that was waiting is written. What is kept can still be read.
    @Override
    public void close() throws IOException {
        lock.lock();
        try {
            if (!closed) {
                closed = true;
                disk.execute(() -> complete(end, () -> {
                    store.close();
                    return null;
                }));
                disk.shutdown();
            }
        } finally {
            lock.unlock();
        }
        await(end);
    }

    private static <T> void complete(CompletableFuture<T> future, Callable<T> work) {
        try {
            future.complete(work.call());
        } catch (Throwable e) {
            future.completeExceptionally(e);
        }
    }

    /// Waits through interrupts, which stay set.
    private static <T> T await(CompletableFuture<T> future) throws IOException {
        try {
            return future.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof IOException cause) {
                throw new IOException(cause.getMessage(), cause);
            }
            throw e;
        }
    }
}
