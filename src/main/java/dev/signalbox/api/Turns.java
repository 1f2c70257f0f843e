package dev.signalbox.api;

import java.util.concurrent.Semaphore;

/// Lets so many answers of a kind be made at a time, as each takes some megabytes; the others wait, in order. Safe to
/// use from any thread.
final class Turns {
    private final Semaphore free;

    Turns(int atOnce) {
        free = new Semaphore(atOnce, true);
    }

    /// What makes an answer.
    @FunctionalInterface
    interface Work<E extends Exception> {
        Answer answer() throws E, InterruptedException;
    }

    /// Waits for its turn.
    <E extends Exception> Answer take(Work<E> work) throws E, InterruptedException {
        free.acquire();
        try {
            return work.answer();
        } finally {
            free.release();
        }
    }
}
