package dev.signalbox.time;

import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Where calls are made that may hang in the kernel for ever, as one into a folder whose server is gone does: on a
/// thread of the platform, as it would hold a virtual thread's carrier, of which there are as few as processors.
/// One call at a time, so that one thread is lost at most: for each of these, as a service has for each kind of
/// call. Safe to use from any thread.
public final class SideThread {
    /// What does not hang has ended by then.
    private static final Duration SOON = Duration.ofSeconds(1);

    /// What a thread is called that makes no call.
    private static final String IDLE = "side thread";

    /// The threads of all: most calls take less time than to make a thread takes. One that hangs is no other call's,
    /// as there is another thread then for each call that finds none idle.
    private static final Executor THREADS = new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            SOON.toSeconds(),
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            Thread.ofPlatform().daemon().name(IDLE).factory());

    private final Executor threads;
    private final Semaphore turn = new Semaphore(1);
    private volatile @Nullable Pending pending;

    public SideThread() {
        this(THREADS);
    }

    /// @param threads runs what it is given at once, on a thread of the platform that nobody else has; throws an
    ///     [OutOfMemoryError] where the system has no more
    SideThread(Executor threads) {
        this.threads = threads;
    }

    /// What may hang.
    ///
    /// @param <T> what it gives
    /// @param <X> what it throws
    @FunctionalInterface
    public interface Call<T, X extends Exception> {
        T make() throws X;
    }

    /// A call that was not made, as another one hangs or no thread can be had, or was not waited for any longer.
    public static sealed class HangsException extends IOException {
        private static final long serialVersionUID = 1L;

        HangsException(String message) {
            super(message);
        }
    }

    /// A call that was not made, as the system has no thread for it.
    private static final class NoThreadException extends HangsException {
        private static final long serialVersionUID = 1L;

        NoThreadException(String what) {
            super("no thread can be had for " + what);
        }
    }

    /// How long an answer is waited for.
    @FunctionalInterface
    private interface Wait<T> {
        T on(CompletableFuture<T> answer) throws TimeoutException, InterruptedException, ExecutionException;
    }

    private record Pending(String what, Object owner, long begin, CompletableFuture<Void> end) {
        String text() {
            return what + " hangs, since " + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin) + " s";
        }
    }

    /// Makes a call, and waits for its end however long that takes, also on a thread that is interrupted: what hangs
    /// belongs to whoever has begun it. An interrupt is there afterwards.
    ///
    /// @param what it does, for people: "starting a process in /mnt/x"
    /// @param owner whose it is
    /// @param slow run once if the call does not end soon
    /// @throws HangsException if another call hangs, or no thread can be had; this one was not made then
    /// @throws InterruptedException if that was waited for
    public <T, X extends Exception> T whole(String what, Object owner, Call<T, X> call, Runnable slow)
            throws X, HangsException, InterruptedException {
        takeTurn(SOON);
        var answer = begin(what, owner, call, _ -> {});
        try {
            return await(answer, slow);
        } catch (ExecutionException e) {
            throw thrown(e, call);
        }
    }

    /// Waits however long it takes, also on a thread that is interrupted, which it is afterwards.
    private static <T> T await(CompletableFuture<T> answer, Runnable slow) throws ExecutionException {
        var interrupted = false;
        try {
            for (var told = false; ; ) {
                try {
                    return told ? answer.get() : answer.get(SOON.toNanos(), TimeUnit.NANOSECONDS);
                } catch (TimeoutException e) {
                    slow.run();
                    told = true;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// Makes a call, and waits for its end for a while.
    ///
    /// @param what it does, for people
    /// @param owner whose it is
    /// @param late takes what the call gives after that, on the call's own thread
    /// @throws HangsException if it has not ended by then, or was not made, as another one hangs or no thread can
    ///     be had
    /// @throws InterruptedException if it has not ended by then either
    public <T, X extends Exception> T within(
            Duration limit, String what, Object owner, Call<T, X> call, Consumer<? super T> late)
            throws X, HangsException, InterruptedException {
        var end = System.nanoTime() + limit.toNanos();
        takeTurn(limit.compareTo(SOON) < 0 ? limit : SOON);
        try {
            return awaitOrLeave(
                    begin(what, owner, call, late),
                    answer -> answer.get(end - System.nanoTime(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            throw new HangsException(what + " hangs: no answer within " + text(limit));
        } catch (ExecutionException e) {
            throw thrown(e, call);
        }
    }

    /// Makes a call, and waits for its turn and its end until this thread is interrupted.
    ///
    /// @param what it does, for people
    /// @param late takes what the call gives after that
    /// @throws InterruptedException if it was, and the call has not ended by then
    /// @throws IllegalStateException if no thread can be had; it was not made then
    public <T, X extends Exception> T untilInterrupted(String what, Call<T, X> call, Consumer<? super T> late)
            throws X, InterruptedException {
        turn.acquire();
        try {
            return awaitOrLeave(begin(what, call, call, late), CompletableFuture::get);
        } catch (NoThreadException | TimeoutException e) { // no time is up here
            throw new IllegalStateException(e.getMessage(), e);
        } catch (ExecutionException e) {
            throw thrown(e, call);
        }
    }

    /// Waits until the time is up or this thread is interrupted. What the call gives after that comes late.
    private static <T> T awaitOrLeave(CompletableFuture<T> answer, Wait<T> wait)
            throws TimeoutException, InterruptedException, ExecutionException {
        try {
            return wait.on(answer);
        } catch (TimeoutException | InterruptedException e) {
            if (answer.completeExceptionally(e)) {
                throw e;
            }
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            return answer.get(); // it came at this very moment
        }
    }

    /// Makes a call, and waits for its end for a while, also on a thread that is interrupted, which it is afterwards.
    ///
    /// @param what it does, for people
    /// @param otherwise what is given if it has not ended by then, another one hangs or no thread can be had; the
    ///     call may yet have its effects
    public <T> T orElse(Duration limit, String what, Supplier<T> call, T otherwise) {
        try {
            return patiently(limit, what, call, otherwise, () -> true);
        } catch (NoThreadException e) {
            return otherwise;
        }
    }

    /// The same for what cannot be done without, and hardly ever hangs: it is made on this thread where no other can be
    /// had, and is waited for again and again.
    ///
    /// @param hangs asked each time that the limit is over, whether it is not to be waited for any more
    public <T> T orHere(Duration limit, String what, Supplier<T> call, T otherwise, BooleanSupplier hangs) {
        try {
            return patiently(limit, what, call, otherwise, hangs);
        } catch (NoThreadException e) {
            return call.get();
        }
    }

    private <T> T patiently(Duration limit, String what, Supplier<T> call, T otherwise, BooleanSupplier hangs)
            throws NoThreadException {
        var end = System.nanoTime() + limit.toNanos();
        var interrupted = false;
        CompletableFuture<T> answer = null;
        try {
            while (true) {
                try {
                    if (answer == null) {
                        takeTurn(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
                        answer = begin(what, call, call::get, _ -> {});
                    }
                    return answer.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (TimeoutException e) {
                    if (hangs.getAsBoolean()) {
                        return otherwise;
                    }
                    end = System.nanoTime() + limit.toNanos();
                }
            }
        } catch (NoThreadException e) {
            throw e;
        } catch (HangsException e) {
            return otherwise;
        } catch (ExecutionException e) {
            throw SideThread.<RuntimeException>thrown(e, call::get);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// Waits for the end of a call of `owner` for which nobody waits any more, if there is one; also on a thread that
    /// is interrupted, which it is afterwards.
    ///
    /// @param slow told what hangs, if that takes long
    public void rest(Object owner, Consumer<String> slow) {
        var mine = pending;
        if (mine == null || !mine.owner().equals(owner)) {
            return;
        }
        try {
            await(mine.end(), () -> slow.accept(mine.what()));
        } catch (ExecutionException e) {
            throw new IllegalStateException(e); // it only ends
        }
    }

    private static String text(Duration limit) {
        var millis = limit.toMillis();
        return millis % 1000 == 0 ? millis / 1000 + " s" : millis + " ms";
    }

    private void takeTurn(Duration limit) throws HangsException, InterruptedException {
        var before = pending;
        var hangs = before != null && System.nanoTime() - before.begin() > SOON.toNanos();
        if (!turn.tryAcquire(hangs ? 0 : limit.toNanos(), TimeUnit.NANOSECONDS)) {
            var other = pending;
            throw new HangsException(other == null ? "another call hangs" : other.text());
        }
    }

    private <T> CompletableFuture<T> begin(String what, Object owner, Call<T, ?> call, Consumer<? super T> late)
            throws NoThreadException {
        var answer = new CompletableFuture<T>();
        var mine = new Pending(what, owner, System.nanoTime(), new CompletableFuture<>());
        pending = mine;
        var begun = false;
        try {
            threads.execute(() -> make(mine, call, answer, late));
            begun = true;
        } catch (OutOfMemoryError e) {
            throw new NoThreadException(what);
        } finally {
            if (!begun) {
                giveTurnBack();
                mine.end().complete(null);
            }
        }
        return answer;
    }

    private <T> void make(Pending mine, Call<T, ?> call, CompletableFuture<T> answer, Consumer<? super T> late) {
        Thread.currentThread().setName(mine.what());
        Runnable tell;
        try {
            var value = call.make();
            tell = () -> {
                if (!answer.complete(value)) {
                    late.accept(value);
                }
            };
        } catch (Throwable e) {
            tell = () -> answer.completeExceptionally(e); // where nobody waits any more it has nothing to say
        }
        var isWaitedFor = !answer.isDone();
        if (isWaitedFor) {
            giveTurnBack(); // who gets the answer may call again at once
        }
        try {
            tell.run();
        } finally {
            Thread.currentThread().setName(IDLE);
            if (!isWaitedFor) {
                giveTurnBack();
            }
            mine.end().complete(null);
        }
    }

    private void giveTurnBack() {
        pending = null;
        turn.release();
    }

    /// What a call has thrown, which is nothing but what it may.
    @SuppressWarnings({"unchecked", "unused"})
    private static <X extends Exception> X thrown(ExecutionException e, Call<?, X> by) {
        var cause = Objects.requireNonNull(e.getCause());
        if (cause instanceof Error error) {
            throw error;
        }
        if (cause instanceof RuntimeException exception) {
            throw exception;
        }
        return (X) cause;
    }
}
