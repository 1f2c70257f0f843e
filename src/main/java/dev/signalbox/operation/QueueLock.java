package dev.signalbox.operation;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// The lock of one queue. A change under it may leave things to follow, which are done when the thread has left
/// the lock for good: whatever user code may hang on.
final class QueueLock {
    private final ReentrantLock lock = new ReentrantLock();
    private final Runnable changed;
    private List<Runnable> following = new ArrayList<>(2);
    private long version;

    /// @param changed run under the lock at the end of each change
    QueueLock(Runnable changed) {
        this.changed = changed;
    }

    /// Rises with each change. Under the lock.
    long version() {
        return version;
    }

    /// Lets `action` follow. Under the lock.
    void follow(Runnable action) {
        following.add(action);
    }

    /// Lets `actions` follow. Under the lock.
    void followAll(List<Runnable> actions) {
        following.addAll(actions);
    }

    /// Runs `look`, which changes nothing, under the lock.
    <T> T look(Supplier<T> look) {
        lock.lock();
        try {
            return look.get();
        } finally {
            lock.unlock();
        }
    }

    /// Runs `change` under the lock, and what has to follow outside of it.
    <T> T change(Supplier<T> change) {
        lock.lock();
        try {
            version++;
            return change.get();
        } finally {
            unlock().forEach(Runnable::run);
        }
    }

    /// Runs `change` under all these locks, which must always be given in the same order.
    ///
    /// @param change is given a list to which it may add what has to follow outside of all the locks
    static void changeAll(List<QueueLock> locks, Consumer<List<Runnable>> change) {
        var todo = new ArrayList<Runnable>();
        locks.forEach(each -> each.lock.lock());
        try {
            locks.forEach(each -> each.version++);
            // Kept with the first lock, as all may be held from an outer call.
            change.accept(locks.getFirst().following);
        } finally {
            locks.reversed().forEach(each -> todo.addAll(each.unlock()));
            todo.forEach(Runnable::run);
        }
    }

    /// @return what has to follow now; nothing if this thread holds the lock still
    private List<Runnable> unlock() {
        if (lock.getHoldCount() > 1) {
            lock.unlock();
            return List.of();
        }
        changed.run();
        List<Runnable> todo = List.of(); // never the list itself, which belongs to the next who has the lock
        if (!following.isEmpty()) {
            todo = following;
            following = new ArrayList<>(2);
        }
        lock.unlock();
        return todo;
    }
}
