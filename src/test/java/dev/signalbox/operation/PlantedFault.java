package dev.signalbox.operation;

import dev.signalbox.time.TimeSource;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Faults that a queue might have, each a variant of the real one. The checks must catch them all.
public enum PlantedFault {
    /// The service becomes free, and nobody looks whether another operation waits.
    NO_RECHECK_WHEN_IDLE("the queue is not at rest|does not come to rest") {
        @Override
        OperationQueue.QueueFactory factory() {
            return (service, settings, body, engine, before) ->
                    new ForgetfulQueue(service, settings, body, engine, before) {
                        @Override
                        void release(Run run) {
                            super.release(run);
                            forget();
                        }
                    };
        }
    },

    /// The head of the line is cancelled, and nobody looks what waits behind it.
    NO_RECHECK_AFTER_CANCEL("the queue is not at rest|does not come to rest") {
        @Override
        OperationQueue.QueueFactory factory() {
            return (service, settings, body, engine, before) ->
                    new ForgetfulQueue(service, settings, body, engine, before) {
                        @Override
                        CancelResult cancel(Entry entry) {
                            var result = super.cancel(entry);
                            if (result == CancelResult.CANCELLED) {
                                forget();
                            }
                            return result;
                        }
                    };
        }
    },

    /// The deadline frees the service, although the body lives.
    FREED_ON_TIMEOUT("began while another body lived") {
        @Override
        OperationQueue.QueueFactory factory() {
            return (service, settings, body, engine, before) ->
                    new ServiceQueue(service, settings, body, engine, before) {
                        @Override
                        void deadlinePassed(Run run) {
                            super.deadlinePassed(run);
                            release(run);
                        }
                    };
        }
    },

    /// An operation is merged into the one that runs, whose effect may be over already.
    MERGES_INTO_ACTIVE("was merged into the active") {
        @Override
        OperationQueue.QueueFactory factory() {
            return (service, settings, body, engine, before) ->
                    new ServiceQueue(service, settings, body, engine, before) {
                        @Override
                        Entry mergeTarget(WaitingLine line) {
                            var run = active();
                            var running = run != null && run.begun() && !run.entry.hasOutcome();
                            return line.isEmpty() && running ? run.entry : super.mergeTarget(line);
                        }
                    };
        }
    },

    /// A member of a plan starts when its service is free, whatever it should wait for.
    IGNORES_PLANS("began before what it waits for") {
        @Override
        OperationQueue.QueueFactory factory() {
            return (service, settings, body, engine, before) ->
                    new ServiceQueue(service, settings, body, engine, before) {
                        @Override
                        boolean enters(Entry next) {
                            return true;
                        }
                    };
        }
    },

    /// A stop that goes on without its record leaves what waits for the journal.
    UNRECORDED_STOP_SUPERSEDES_NOTHING("no interleaving has a journal that cannot be written") {
        @Override
        OperationQueue.QueueFactory factory() {
            return (service, settings, body, engine, before) ->
                    new ServiceQueue(service, settings, body, engine, before) {
                        @Override
                        void supersedeUnstarted(Entry stop) {}
                    };
        }
    },

    /// A later request replaces an earlier one, whatever the two are.
    LATEST_WINS("calm ends with") {
        @Override
        Coalescing coalescing() {
            return (_, _) -> Coalescing.Decision.TAIL_SUPERSEDED;
        }
    },

    /// One queue serves all services, so that each waits for each other.
    GLOBAL_LOCK("while one service hangs, another does not come to rest") {
        @Override
        OperationQueue.QueueFactory factory() {
            var one = new AtomicReference<ServiceQueue>();
            return (service, settings, body, engine, before) -> one.updateAndGet(
                    queue -> queue == null ? new ServiceQueue(service, settings, body, engine, before) : queue);
        }
    };

    private final String sign;

    PlantedFault(String sign) {
        this.sign = sign;
    }

    /// A queue with a fault, or with none.
    public static OperationQueue queue(
            @Nullable PlantedFault fault, OperationJournal journal, TimeSource time, long firstId, Threads threads) {
        return fault == null
                ? new OperationQueue(journal, time, firstId, threads, Coalescing.TABLE, ServiceQueue::new)
                : new OperationQueue(journal, time, firstId, threads, fault.coalescing(), fault.factory());
    }

    /// What the checks say of it, a regular expression.
    String sign() {
        return sign;
    }

    Coalescing coalescing() {
        return Coalescing.TABLE;
    }

    OperationQueue.QueueFactory factory() {
        return ServiceQueue::new;
    }
}
