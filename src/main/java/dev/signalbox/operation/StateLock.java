package dev.signalbox.operation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// The one lock of the state of all queues, and the step with which every change under it ends (rule 27): each
/// queue that was touched, and each one in which something waits for more than its own service, looks whether the
/// head of its line may start. No caller has to remember that, and none can forget it.
///
/// One lock and not one per service, because no change waits for anything and each takes microseconds; services
/// are independent in their bodies, which run elsewhere. So what spans several services, such as a plan, a stop of
/// all, or the reason why something waits, is one look at one state.
///
/// A change may leave things to follow, which are done when the thread has left the lock for good: what may take
/// another lock. None of it waits, as the thread may be the journal's, or that of the timer.
final class StateLock {
    private final ReentrantLock lock = new ReentrantLock();
    private List<Runnable> following = new ArrayList<>(2);
    private final Deque<Runnable> consequences = new ArrayDeque<>();
    /// Each once, as [ServiceQueue#touched] has it. Two lists that take turns, as this is done very often.
    private List<ServiceQueue> touched = new ArrayList<>();

    private List<ServiceQueue> settled = new ArrayList<>();
    private long round;
    /// Those whose head waits for what is no change of their own; in the order in which that began, so that who has
    /// waited longest is looked at first.
    private final Set<ServiceQueue> stalled = new LinkedHashSet<>();

    /// Lets `action` follow. Under the lock.
    void follow(Runnable action) {
        following.add(action);
    }

    /// Lets `actions` follow. Under the lock.
    void followAll(List<Runnable> actions) {
        following.addAll(actions);
    }

    /// Lets `consequence` come once the change itself is done, so that none comes in the middle of it. Under the
    /// lock.
    void afterwards(Runnable consequence) {
        consequences.addLast(consequence);
    }

    /// A queue is changed by what runs now. Under the lock.
    void touch(ServiceQueue queue) {
        if (!queue.touched) {
            queue.touched = true;
            touched.add(queue);
        }
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

    /// Runs `change` under the lock, then the step, and what has to follow outside of it. A change within another
    /// ends with it.
    <T> T change(Supplier<T> change) {
        lock.lock();
        try {
            return change.get();
        } catch (RuntimeException | Error e) {
            Lane.report(e); // the journal's answers come through stages, which would keep it to themselves
            throw e;
        } finally {
            leave().forEach(StateLock::run);
        }
    }

    /// What throws costs none of the others: each may be what somebody waits for.
    private static void run(Runnable follower) {
        try {
            follower.run();
        } catch (RuntimeException | Error e) {
            Lane.report(e);
        }
    }

    /// @return what has to follow now; nothing if this thread holds the lock still
    private List<Runnable> leave() {
        try {
            if (lock.getHoldCount() > 1) {
                return List.of();
            }
            settle();
            if (following.isEmpty()) {
                return List.of();
            }
            var todo = following; // never the list itself, which belongs to the next who has the lock
            following = new ArrayList<>(2);
            return todo;
        } finally {
            lock.unlock();
        }
    }

    /// Until nothing changes any more: what starts may fail at once, and so let another one start.
    private void settle() {
        do {
            for (var next = consequences.poll(); next != null; next = consequences.poll()) {
                next.run();
            }
            var own = touched;
            touched = settled;
            settled = own;
            round++;
            for (var queue : own) {
                queue.touched = false;
                queue.round = round;
                settle(queue, queue.step(true));
            }
            own.clear();
            if (!stalled.isEmpty()) {
                for (var queue : List.copyOf(stalled)) {
                    if (queue.round != round) {
                        settle(queue, queue.step(false));
                    }
                }
            }
        } while (!touched.isEmpty() || !consequences.isEmpty());
    }

    private void settle(ServiceQueue queue, boolean waits) {
        if (waits) {
            stalled.add(queue);
        } else {
            stalled.remove(queue);
        }
    }
}
